"""Why a recovery may not go on, each fact by its name."""

from timebank.errors import N_, Conflict, NotAllowed, NotFound


class RecoveryNotFound(NotFound):
    """No such recovery, or not for this actor."""

    code = "recovery_not_found"
    message = N_("没有找到这件重新办理。")


class RecoveryStands(Conflict):
    """The same is asked for already."""

    code = "recovery_stands"
    message = N_("这一项已经有人提出重新办理，请在原来那一件上接着办。")


class RecoveryMovedOn(Conflict):
    """The step does not fit where the recovery stands."""

    code = "recovery_moved_on"
    message = N_("这一件现在不能办这一步，请刷新页面再看。")


class RecoveryLapsed(Conflict):
    """Nobody went on with it in time."""

    code = "recovery_lapsed"
    message = N_("这一件放得太久，已经过期。还要办，请重新提出。")


class SecondKeeperNeeded(NotAllowed):
    """Two people of the office do it, and the second is family neither of the first nor of whom it is about."""

    code = "recovery_needs_two"
    message = N_(
        "要由另一位工作人员同意：不能是提出的人，也不能是提出的人或者本人的家里人。给工作人员办，要有县里的人。"
    )


class NothingToRecover(Conflict):
    """The member never had it: it is given for the first time, by one person."""

    code = "nothing_to_recover"
    message = N_("这个人还没有办过这一项，不用重新办理，直接在成员的页面上办。")
