"""A message's way out of the house: planned once a message, tried with growing gaps, and never forgotten.

waiting ─► sent        waiting ─► given_up: refused for good, or tried too often
skipped: nobody to send it to, when it was planned or when its turn came
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base

GAPS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long after each try that failed the next one comes; after the last one it is given up."""
LONGEST_REASON = 200


class DeliveryState(StrEnum):
    """Where a message's way stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    SKIPPED = "skipped"


class Skip(StrEnum):
    """Why a message is not sent: it waits on the member's own page, and can be printed."""

    NO_ADDRESS = "no_address"
    NOT_WANTED = "not_wanted"
    NOT_SET_UP = "not_set_up"
    DEPARTED = "departed"


class MessageDelivery(Base):
    """One message's way out; the message itself stays in the member's own list whatever comes of it."""

    __tablename__ = "message_delivery"
    __table_args__ = (
        ForeignKeyConstraint(["book", "message_id"], ["message.book", "message.id"]),
        Index("ix_message_delivery_due", "book", "state", "next_at"),
        Index("ix_message_delivery_site", "book", "site", "message_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    way: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    def skip(self, reason: str) -> None:
        """Send it no more: what spoke for it when it was planned does not hold any longer."""
        self.state, self.reason, self.next_at = DeliveryState.SKIPPED, reason, None

    def begin_try(self, now: datetime) -> None:
        """Count a try before it is made: one whose outcome is lost comes again after its gap, under the same key."""
        self.next_at = now + GAPS[min(self.tries, len(GAPS) - 1)]
        self.tries += 1

    def succeed(self, now: datetime) -> None:
        """Note that the other side has it."""
        self.state, self.sent_at, self.next_at, self.reason = DeliveryState.SENT, now, None, ""

    def put_off(self, now: datetime) -> None:
        """Take a try back that was counted but not made: its way was silent."""
        self.tries -= 1
        self.next_at = now + GAPS[0]

    def fail(self, reason: str, *, for_good: bool) -> None:
        """Note why a try failed; the next one stands already, unless this was the last."""
        self.reason = reason[:LONGEST_REASON]
        if for_good or self.tries >= len(GAPS):
            self.state, self.next_at = DeliveryState.GIVEN_UP, None


class MessageChoice(Base):
    """Where a member wants messages, where it is not what the book does: a way, or "" for nowhere."""

    __tablename__ = "message_choice"
    __table_args__ = (ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    way: Mapped[str] = mapped_column(String(8))
    address_sealed: Mapped[bytes]


class MessageSlip(Base):
    """A printed slip of messages that was given into a member's hand: up to which one, how many, by whom."""

    __tablename__ = "message_slip"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_message_slip_member", "book", "member_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    up_to: Mapped[str] = mapped_column(String(36))
    count: Mapped[int] = mapped_column(Integer)
    handed_over_by: Mapped[str] = mapped_column(String(36))
    handed_over_at: Mapped[datetime]
