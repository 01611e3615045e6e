"""Why a pair cannot be made, answered or ended, each fact by its name."""

from timebank.errors import N_, Conflict, NotAllowed, NotFound, Refused


class PairNotFound(NotFound):
    """No such pair, or not for this actor."""

    code = "pair_not_found"
    message = N_("没有找到这对结对。请核对编号，或向协管员询问。")


class PairThere(Conflict):
    """The two are a pair, or were asked."""

    code = "pair_there"
    message = N_("这两位已经结对，或者已经请过、等答复。")


class PairAnswered(Conflict):
    """This side gave its answer, or the pair is over."""

    code = "pair_answered"
    message = N_("这一方已经答复，或者这对已经结束，请刷新页面再看。")


class PairRefused(Refused):
    """The two cannot be a pair: one is no volunteer, one no elder, or they are one family."""

    code = "pair_refused"
    message = N_("要一位通过审核的志愿者和一位登记的老人，两人不是一家人。请核对两个成员号。")


class NotThisSide(NotAllowed):
    """The yes of a side is its own, or one on paper that the site keeps."""

    code = "pair_not_this_side"
    message = N_("要本人、能代办一切的代办人，或拿着签字纸的协管员来答复。")
