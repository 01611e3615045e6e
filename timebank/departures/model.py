"""A departure: somebody died, left, or moved away. Two people enter it, and for some days it can be taken back.

    entered ─► pending (待核实) ─► frozen ─► closed            taken back: from entered and pending only

Nothing of the member changes before it is frozen, so taking it back undoes nothing but the departure itself.
"""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.departures.refusals import ClaimTooLate, DepartureMovedOn, SecondPersonNeeded


class DepartureKind(StrEnum):
    """Why somebody is no longer there."""

    DIED = "died"
    LEFT = "left"
    MOVED = "moved"


class DepartureState(StrEnum):
    """Where a departure stands."""

    ENTERED = "entered"
    PENDING = "pending"
    TAKEN_BACK = "taken_back"
    FROZEN = "frozen"
    CLOSED = "closed"


class ClaimState(StrEnum):
    """A claim is proposed by one person and paid by another; a mistaken one is withdrawn."""

    PROPOSED = "proposed"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


D = DepartureState
IN_FORCE = (D.ENTERED, D.PENDING, D.FROZEN, D.CLOSED)


class Departure(Base):
    """One member's departure. `due_on` is the last day to take it back, `claim_until` the last for kin to claim."""

    __tablename__ = "departure"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_departure_member", "book", "member_id", "id"),
        Index("ix_departure_state", "book", "state", "due_on"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    member_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    kind: Mapped[str] = mapped_column(String(6))
    happened_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    entered_by: Mapped[str] = mapped_column(String(36))
    entered_on: Mapped[date] = mapped_column(Date)
    confirmed_by: Mapped[str] = mapped_column(String(36), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    taken_back_by: Mapped[str] = mapped_column(String(36), default="")
    claim_until: Mapped[date | None] = mapped_column(Date)
    claimed_minutes: Mapped[int] = mapped_column(Integer, default=0)
    pooled_minutes: Mapped[int] = mapped_column(Integer, default=0)
    closed_on: Mapped[date | None] = mapped_column(Date)

    def confirm(self, by: str, today: date, wait_days: int) -> None:
        """Take the second person's word; from now on it is pending so many days."""
        self._want(D.ENTERED)
        if by == self.entered_by:
            raise SecondPersonNeeded
        self.confirmed_by, self.due_on = by, today + timedelta(days=wait_days)
        self.state = D.PENDING

    def take_back(self, by: str) -> None:
        """Undo it: the person is here."""
        self._want(D.ENTERED, D.PENDING)
        self.taken_back_by, self.state = by, D.TAKEN_BACK

    def freeze(self, today: date, claim_months: int) -> None:
        """Begin the term in which kin may claim. Takes a pending departure whose days are over."""
        self._want(D.PENDING)
        assert self.due_on is not None
        if today <= self.due_on:
            raise DepartureMovedOn
        self.claim_until = months_after(today, claim_months)
        self.state = D.FROZEN

    def check_frozen(self) -> None:
        """Pass what is done while kin may have claims."""
        self._want(D.FROZEN)

    def check_claim(self, today: date) -> None:
        """Pass a new claim within the term."""
        self.check_frozen()
        assert self.claim_until is not None
        if today > self.claim_until:
            raise ClaimTooLate

    def close(self, today: date) -> None:
        """End it: nothing is left on the account."""
        self._want(D.FROZEN)
        self.closed_on, self.state = today, D.CLOSED

    def _want(self, *states: DepartureState) -> None:
        if self.state not in states:
            raise DepartureMovedOn


class Claim(Base):
    """What kin ask for of the minutes left, proposed by one person of the office and paid by another."""

    __tablename__ = "departure_claim"
    __table_args__ = (
        ForeignKeyConstraint(["book", "departure_id"], ["departure.book", "departure.id"]),
        ForeignKeyConstraint(["book", "heir_id"], ["member.book", "member.id"]),
        Index("ix_departure_claim_departure", "book", "departure_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    departure_id: Mapped[str] = mapped_column(String(36))
    heir_id: Mapped[str] = mapped_column(String(36))
    relation: Mapped[str] = mapped_column(String(16))
    minutes: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(String(36))
    paid_by: Mapped[str] = mapped_column(String(36), default="")
    entry_id: Mapped[str] = mapped_column(String(36), default="")

    def pay(self, by: str) -> None:
        """Take the second person's word."""
        self._want_proposed()
        if by == self.proposed_by:
            raise SecondPersonNeeded
        self.paid_by, self.state = by, ClaimState.PAID

    def withdraw(self) -> None:
        """Drop a claim that was not paid."""
        self._want_proposed()
        self.state = ClaimState.WITHDRAWN

    def _want_proposed(self) -> None:
        if self.state != ClaimState.PROPOSED:
            raise DepartureMovedOn


def months_after(day: date, months: int) -> date:
    """Return the day so many months later; where that month is too short, its last day (31 January, 29 February)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
