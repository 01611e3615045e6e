"""A recovery: a member lost the card, forgot the PIN, or has another phone, and two people of the office give anew.

    asked ─► agreed ─► handed_over          taken back: from asked and agreed; out of time: LASTS after it was asked

The first person may stop the old card or the logins at once, which only takes away. With the second one's yes
everything the recovery is about has ended; what is new comes into the member's hand in the third step.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.recoveries.refusals import RecoveryLapsed, RecoveryMovedOn, SecondKeeperNeeded

LASTS = timedelta(days=14)
"""How long after it was asked for a recovery can be agreed to and handed over."""


class RecoveryKind(StrEnum):
    """What is given anew: the card with its PIN, the PIN alone, or the password with every login and device."""

    CARD = "card"
    PIN = "pin"
    LOGIN = "login"


class RecoveryState(StrEnum):
    """Where a recovery stands."""

    ASKED = "asked"
    AGREED = "agreed"
    HANDED_OVER = "handed_over"
    TAKEN_BACK = "taken_back"


WAITING = (RecoveryState.ASKED, RecoveryState.AGREED)


class Recovery(Base):
    """One recovery, with who did each step; it stays for good, beside the looks at the record."""

    __tablename__ = "recovery"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_recovery_member", "book", "member_id", "id"),
        Index("ix_recovery_state", "book", "state", "site", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime]
    agreed_by: Mapped[str] = mapped_column(String(36), default="")
    agreed_at: Mapped[datetime | None]
    handed_over_by: Mapped[str] = mapped_column(String(36), default="")
    handed_over_at: Mapped[datetime | None]
    taken_back_by: Mapped[str] = mapped_column(String(36), default="")

    def agree(self, by: str, now: datetime) -> None:
        """Take the second person's word."""
        self._want(now, RecoveryState.ASKED)
        if by == self.asked_by:
            raise SecondKeeperNeeded
        self.agreed_by, self.agreed_at, self.state = by, now, RecoveryState.AGREED

    def hand_over(self, by: str, now: datetime) -> None:
        """Note that what is new was given into the member's hand."""
        self._want(now, RecoveryState.AGREED)
        self.handed_over_by, self.handed_over_at, self.state = by, now, RecoveryState.HANDED_OVER

    def take_back(self, by: str, now: datetime) -> None:
        """Drop it: what has ended stays ended, and nothing new is given."""
        self._want(now, *WAITING)
        self.taken_back_by, self.state = by, RecoveryState.TAKEN_BACK

    def is_waiting(self, now: datetime) -> bool:
        """Tell whether somebody has still to do something."""
        return self.state in WAITING and now < self.asked_at + LASTS

    def _want(self, now: datetime, *states: RecoveryState) -> None:
        if self.state not in states:
            raise RecoveryMovedOn
        if not self.is_waiting(now):
            raise RecoveryLapsed
