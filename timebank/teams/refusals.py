"""Why something cannot be done with a team, each fact by its name."""

from timebank.errors import N_, Conflict, NotAllowed, NotFound, Refused


class TeamNotFound(NotFound):
    """No such team, or not for this actor."""

    code = "team_not_found"
    message = N_("没有找到这支队。请核对编号，或向协管员询问。")


class TeamEnded(Conflict):
    """The team was ended."""

    code = "team_ended"
    message = N_("这支队已经解散，不能再办。要用，请协管员另建一支。")


class TeamNameTaken(Conflict):
    """A running team of the site has that name."""

    code = "team_name_taken"
    message = N_("这个互助点已经有一支同名的队，请换个名字。")


class TeamWantsVolunteer(Refused):
    """Only an approved volunteer serves in a team; who is none is not told apart from who is not there."""

    code = "team_wants_volunteer"
    message = N_("没有这位通过审核的志愿者。请核对成员号；还没登记的，先登记为志愿者。")


class AskedAlready(Conflict):
    """Somebody was asked, or is in the team."""

    code = "team_asked_already"
    message = N_("这位志愿者已经在队里，或者已经请过、等本人答复。")


class NotAsked(Conflict):
    """There is nothing to answer."""

    code = "team_not_asked"
    message = N_("没有等您答复的入队邀请，请刷新页面再看。")


class NotInTeam(Refused):
    """Hours for a team are given by those who were in it that day; it is led by one of them."""

    code = "not_in_team"
    message = N_("这位志愿者那天不在这支队里。请先请本人入队。")


class OwnAnswer(NotAllowed):
    """The yes is the volunteer's own, or one on paper that the site keeps."""

    code = "team_own_answer"
    message = N_("入队要本人同意：请本人自己答复，或在纸上签字后由协管员代录。")
