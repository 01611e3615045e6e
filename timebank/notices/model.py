"""An objection: anyone may make one by a service's number, and it can always be closed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.errors import N_, Conflict, NotFound


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REFUSED = "refused"


class ObjectionNotFound(NotFound):
    """No such objection, or not for this actor."""

    code = "objection_not_found"
    message = N_("没有找到这件异议。请核对受理号。")


class AlreadyDecided(Conflict):
    """An objection is decided once."""

    code = "already_decided"
    message = N_("这件异议已经有了结论。")


class CorrectFirst(Conflict):
    """More than eight hours are taken back by two people: by a correction, which this decision then follows."""

    code = "correct_first"
    message = N_(
        "要收回的时间超过 8 小时，要两个人办：请先把这次服务更正为 0 分钟，第二个人批准以后再作出决定。"
    )


class Objection(Base):
    """One objection. Its words are sealed with the book's key: the objector need not be a member."""

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "service_id"], ["service.book", "service.id"]),
        Index("ix_objection_state", "book", "state", "id"),
        Index("ix_objection_service", "book", "service_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    service_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    scope: Mapped[str | None] = mapped_column(String(9))
    """The township that decides it, None where the county does."""
    way: Mapped[str] = mapped_column(String(10))  # online, telephone or paper
    made_by: Mapped[str] = mapped_column(String(36))  # "" when somebody did not log in
    made_at: Mapped[datetime]
    answer_by: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8))
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None]
    reason_sealed: Mapped[bytes]
    contact_sealed: Mapped[bytes]
    answer_sealed: Mapped[bytes | None]

    def decide(self, decider_id: str, now: datetime, *, upheld: bool) -> None:
        """Close the objection, once."""
        if self.state != ObjectionState.OPEN:
            raise AlreadyDecided
        self.state = ObjectionState.UPHELD if upheld else ObjectionState.REFUSED
        self.decided_by, self.decided_at = decider_id, now
