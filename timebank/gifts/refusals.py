"""Why time may not be given, each fact by its name."""

from timebank.errors import N_, Conflict, NotAllowed, NotFound, Refused


class NotKin(Refused):
    """Time is given along recorded kinship only; who is asked for is not told apart from who is not there."""

    code = "not_kin"
    message = N_(
        "时间只能送给登记在册的配偶或直系亲属。没有查到您和这个人的亲属关系：请带上户口本到互助点，请协管员先登记。"
    )


class TooYoungForGift(Refused):
    """Who receives time must be old enough to use it."""

    code = "too_young_for_gift"
    message = N_("时间只能送给满 %(age)s 岁的亲属。")


class NotEnoughToGive(Refused):
    """The giver has not so much that is not set aside."""

    code = "not_enough_to_give"
    message = N_("您现在能送出的只有 %(available)s 分钟，请少送一些。")


class GiftNotFound(NotFound):
    """No such gift, or not for this actor."""

    code = "gift_not_found"
    message = N_("没有找到这笔赠送。请核对编号，或向协管员询问。")


class GiftAnswered(Conflict):
    """The gift was accepted, declined or taken back before."""

    code = "gift_answered"
    message = N_("这笔赠送已经办完了，请刷新页面再看。")


class GiftWaits(Conflict):
    """A large gift waits, so that the giver may think again."""

    code = "gift_waits"
    message = N_("一天送出超过 %(hours)s 小时的，要等到 %(until)s 才能收下，这之前送的人可以收回。")


class NotTheReceiver(NotAllowed):
    """Only the side of whoever receives answers a gift."""

    code = "not_the_receiver"
    message = N_("要由收的人自己、别的代办人或本点协管员来答复。")


class PromiseNotFound(NotFound):
    """No such standing promise, or it has ended."""

    code = "promise_not_found"
    message = N_("没有这项长期同意，或已经停止。")


class PromiseStands(Conflict):
    """The giver pays for this elder already."""

    code = "promise_stands"
    message = N_("您已经同意替这位老人付时间。要改分钟数，请先停止，再重新办。")
