"""Why a programme of grants may not be made or changed, each fact by its name."""

from timebank.errors import N_, Conflict, InvalidInput, NotFound


class ProgrammeNotFound(NotFound):
    """No such programme in this county."""

    code = "programme_not_found"
    message = N_("没有找到这个补助项目，请核对编号。")


class ProgrammeEnded(Conflict):
    """The programme gives nothing any more."""

    code = "programme_ended"
    message = N_("这个补助项目已经停止。")


class BudgetTooLow(InvalidInput):
    """A budget covers what was granted already."""

    code = "budget_too_low"
    message = N_("预算不能少于已经发出的 %(needed)s 分钟。")


class AgesRefused(InvalidInput):
    """The highest age lies below the lowest."""

    code = "ages_refused"
    message = N_("最高年龄不能低于最低年龄。")


class PlaceNotInCounty(InvalidInput):
    """A programme is for a place of this county."""

    code = "place_not_in_county"
    message = N_("请填本县、本县乡镇或村的编号。")
