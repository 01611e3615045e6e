"""Why a departure may not go on, each fact by its name."""

from timebank.errors import N_, Conflict, NotAllowed, NotFound, Refused


class DepartureNotFound(NotFound):
    """No such departure, or not for this actor."""

    code = "departure_not_found"
    message = N_("没有找到这件离世或离开的登记。")


class DepartureStands(Conflict):
    """The member's departure is entered already."""

    code = "departure_stands"
    message = N_("这个人已经登记过离世或离开，请在原来那一件上办理。")


class DepartureMovedOn(Conflict):
    """The step does not fit where the departure stands."""

    code = "departure_moved_on"
    message = N_("这一件现在不能办这一步，请刷新页面再看。")


class SecondPersonNeeded(NotAllowed):
    """Two people of the office enter it, and neither is family of whom it is about."""

    code = "departure_needs_two"
    message = N_("要由另一位工作人员办这一步：两步不能是同一个人，也不能是本人的亲属。")


class NotAnHeir(Refused):
    """Time of the departed goes to the spouse and direct blood kin on record."""

    code = "not_an_heir"
    message = N_("只有登记在册的配偶和直系亲属可以领取。请核对成员号，或先登记亲属关系。")


class ClaimTooLate(Refused):
    """The term for claims is over."""

    code = "claim_too_late"
    message = N_("领取的期限已经过了，剩下的时间归互助点时间池。")


class ClaimTooMuch(Refused):
    """There is not so much left."""

    code = "claim_too_much"
    message = N_("只剩 %(left)s 分钟可以领取。")


class ClaimNotFound(NotFound):
    """No such claim."""

    code = "claim_not_found"
    message = N_("没有找到这项领取申请。")


class NothingLeftYet(Conflict):
    """Something is still set aside, of which nobody knows yet where it goes."""

    code = "nothing_left_yet"
    message = N_("还有服务没有入账，等入账以后再办。")
