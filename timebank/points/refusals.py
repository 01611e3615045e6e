"""Why points are not given, taken or shown, each fact by its name."""

from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Refused


class HouseholdNotFound(NotFound):
    """No such household, or not for this actor."""

    code = "household_not_found"
    message = N_("没有找到这一户。请核对户号。")


class AwardNotFound(NotFound):
    """No such award or deduction, or not for this actor."""

    code = "award_not_found"
    message = N_("没有找到这条积分记录。请核对号码。")


class PartOfHousehold(NotAllowed):
    """The actor lives in the household or is family of somebody in it."""

    code = "part_of_household"
    message = N_("这是您自己家或亲属家的积分，要由别人来办。")


class HadAPartInAward(NotAllowed):
    """Who proposed or approved points, objected to them or is of the household does not decide on an objection."""

    code = "had_a_part_in_award"
    message = N_("您提出、审核过这条积分，或提过异议，或与这一户是一家人，要由别人来定。")


class SecondPersonNeeded(NotAllowed):
    """Who proposes does not approve; who counts does not confirm."""

    code = "second_person_needed"
    message = N_("提出和审核要由两个人分别办理，请另一位工作人员来办。")


class AwardDecided(Conflict):
    """An award is approved or declined once."""

    code = "award_decided"
    message = N_("这条积分已经审核过了。")


class AwardNotOnNotice(Conflict):
    """The step does not fit where the award stands."""

    code = "award_not_on_notice"
    message = N_("这条积分现在的状态不能办这一步，请刷新页面再看。")


class AwardTooLarge(Refused):
    """One deed brings no more than the rules say."""

    code = "award_too_large"
    message = N_("一件好事最多 %(most)s 分。")


class DeedTooFarOff(InvalidInput):
    """The deed lies in the future or too long ago."""

    code = "deed_too_far_off"
    message = N_("日期要在最近 %(days)s 天之内，不能填以后的日子。")


class RuleNeeded(Refused):
    """Nothing is deducted without an adopted village rule on file."""

    code = "village_rule_needed"
    message = N_("要先有村民会议通过的村规民约存档，才能扣分。请先上传。")


class RuleNotFound(NotFound):
    """No such village rule."""

    code = "village_rule_not_found"
    message = N_("没有找到这份村规民约。")


class OpenPointsObjection(Conflict):
    """An objection is being looked into."""

    code = "points_objection_open"
    message = N_("这条积分已经有一件异议在处理（受理号 %(number)s）。")


class PointsWindowClosed(Refused):
    """Too long ago."""

    code = "points_window_closed"
    message = N_("入账已经超过 %(days)s 天，不能再提异议。请直接联系县里。")


class PointsObjectionNotFound(NotFound):
    """No such objection, or not for this actor."""

    code = "points_objection_not_found"
    message = N_("没有找到这件积分异议。请核对受理号。")


class NotEnoughPoints(Refused):
    """The household's points do not cover it."""

    code = "not_enough_points"
    message = N_("积分不够：可用 %(available)s 分，需要 %(wanted)s 分。")
