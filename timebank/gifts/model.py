"""What is kept of time given away: gifts to kin, standing promises to pay for kin, donations to a pool."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.clock import SHANGHAI
from timebank.db import Base
from timebank.gifts.refusals import GiftAnswered, GiftWaits, PromiseNotFound


class GiftState(StrEnum):
    """Where a gift stands; its minutes are set aside while it is offered."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


class Gift(Base):
    """Minutes one member offers another. It may be accepted from `free_from` on, and lapses after `answer_until`."""

    __tablename__ = "gift"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "giver_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "receiver_id"], ["member.book", "member.id"]),
        Index("ix_gift_giver", "book", "giver_id", "id"),
        Index("ix_gift_receiver", "book", "receiver_id", "id"),
        Index("ix_gift_due", "book", "state", "answer_until"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    giver_id: Mapped[str] = mapped_column(String(36))
    receiver_id: Mapped[str] = mapped_column(String(36))
    relation: Mapped[str] = mapped_column(String(16))
    """What the receiver is to the giver."""
    minutes: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10))
    given_on: Mapped[date] = mapped_column(Date)
    free_from: Mapped[datetime]
    answer_until: Mapped[datetime]
    answered_by: Mapped[str] = mapped_column(String(36), default="")
    entry_id: Mapped[str] = mapped_column(String(36))
    closing_entry_id: Mapped[str] = mapped_column(String(36), default="")

    def accept(self, now: datetime, free_hours: int) -> None:
        """Take an offered gift that need not wait any longer; `free_hours` is what may be given at once."""
        self._want_offered()
        if now < self.free_from:
            until = f"{self.free_from.astimezone(SHANGHAI):%m-%d %H:%M}"
            raise GiftWaits(hours=free_hours, until=until)
        self.state = GiftState.ACCEPTED

    def end(self, state: GiftState) -> None:
        """End an offered gift without acceptance: declined, taken back or lapsed."""
        self._want_offered()
        self.state = state

    def _want_offered(self) -> None:
        if self.state != GiftState.OFFERED:
            raise GiftAnswered


class Promise(Base):
    """A standing consent: the giver's time pays for an elder's care, so many minutes a month at most."""

    __tablename__ = "promise"
    __table_args__ = (
        ForeignKeyConstraint(["book", "giver_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "elder_id"], ["member.book", "member.id"]),
        Index("ix_promise_elder", "book", "elder_id", "id"),
        Index("ix_promise_giver", "book", "giver_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    giver_id: Mapped[str] = mapped_column(String(36))
    elder_id: Mapped[str] = mapped_column(String(36))
    relation: Mapped[str] = mapped_column(String(16))
    monthly_minutes: Mapped[int] = mapped_column(Integer)
    given_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)

    def end(self, today: date) -> None:
        """Stop paying for what is taken from now on; what is set aside stays set aside."""
        if self.ended_on is not None:
            raise PromiseNotFound
        self.ended_on = today


class Donation(Base):
    """Minutes a member gave to the pool of a site."""

    __tablename__ = "donation"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "donor_id"], ["member.book", "member.id"]),
        Index("ix_donation_donor", "book", "donor_id", "id"),
        Index("ix_donation_site", "book", "site", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    donor_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    minutes: Mapped[int] = mapped_column(Integer)
    donated_on: Mapped[date] = mapped_column(Date)
    entry_id: Mapped[str] = mapped_column(String(36))
