"""Refusals: what the time bank answers when a request cannot be done.

A refusal is a class named for the fact. It has a stable ``code``, a ``message`` (a Chinese msgid with
``%(fact)s`` places, translated by the faces), its facts as keywords, and where one input is at fault the
``field``. It belongs to one of five families; each face has one table from family to status:

    NotFound 404 · NotAllowed 403 · Conflict 409 · Refused 422 · Unavailable 503

A refusal of the rules is an answer: it is stored with its request key and replayed. `Unavailable` is not:
nothing was decided, ask again with the same key.
"""

from typing import ClassVar

Fact = str | int


def N_(msgid: str) -> str:  # noqa: N802 - the customary name by which message extraction finds a msgid
    """Mark a message for translation without translating it here."""
    return msgid


class Refusal(Exception):
    """The base of all refusals; `by_code` finds the class of a stored one."""

    code: ClassVar[str] = ""
    message: ClassVar[str] = ""
    by_code: ClassVar[dict[str, type["Refusal"]]] = {}

    def __init__(self, *, field: str | None = None, **facts: Fact) -> None:
        self.field = field
        self.facts = facts
        super().__init__(self.code, facts)

    def __init_subclass__(cls) -> None:
        if "code" in cls.__dict__:
            assert cls.code not in Refusal.by_code, f"two refusals have the code {cls.code}"
            Refusal.by_code[cls.code] = cls

    def __str__(self) -> str:
        return f"{self.code}: {self.message % self.facts}"


class NotFound(Refusal):
    """The thing does not exist, or this actor may not know that it does."""

    code = "not_found"
    message = N_("没有找到。请核对号码，或向协管员询问。")


class NotAllowed(Refusal):
    """The actor may see the thing but not do this to it."""

    code = "not_allowed"
    message = N_("您没有权限做这件事。需要帮助请联系本村协管员。")


class Conflict(Refusal):
    """The thing is not in the state the request needs."""

    code = "conflict"
    message = N_("情况已经变化，请刷新页面再看。")


class Refused(Refusal):
    """A rule of the time bank says no."""

    code = "refused"
    message = N_("按规则不能这样做。")


class InvalidInput(Refused):
    """One input cannot be right; `field` names it."""

    code = "invalid_input"
    message = N_("这一项填写有误，请核对。")


class Unavailable(Refusal):
    """Nothing was decided; the same request may be sent again with the same key."""

    code = "unavailable"
    message = N_("系统正忙，请稍后再试。您填写的内容没有丢失。")


class Busy(Unavailable):
    """The writer's queue is full."""

    code = "busy"
    message = N_("现在使用的人很多，请过几秒再试。")


class OutcomeUnknown(Unavailable):
    """The commit failed in a way that does not say whether it happened."""

    code = "outcome_unknown"
    message = N_("还不能确定是否办成。请再按一次，系统不会重复办理。")


class ReadOnly(Unavailable):
    """The database may be read but not written, for the reason given."""

    code = "read_only"
    message = N_("系统现在只能查看，不能办理：%(reason)s")


class IdempotencyConflict(Conflict):
    """The request key was used before with other content; `field` names the first difference."""

    code = "idempotency_conflict"
    message = N_("这个请求编号已经用于另一项内容（%(what)s 不同），请重新打开页面再办。")


def restore_refusal(code: str, field: str | None, facts: dict[str, Fact]) -> Refusal:
    """Return the refusal that was stored under this code."""
    return Refusal.by_code[code](field=field, **facts)
