"""What is kept of grants: the programmes, what each member had in each month, and how far each run has come.

A programme is an account of class `issue` whose limit is its budget. What it grants a member for a month is an
account of its own, of class `grant`, that belongs to the programme: it pays only in that month, is frozen when the
month is over, and what is left goes back to the programme as soon as nothing of it is set aside. Nobody can give it
away, because gifts come from a member's own account only.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.grants.refusals import ProgrammeEnded
from timebank.members.columns import Codes
from timebank.members.model import Member


class MonthState(StrEnum):
    """Where a member's month stands: `frozen` while something of a month gone by is still set aside."""

    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


class Programme(Base):
    """Who is granted how many minutes a month, out of which budget; `handle` is its ledger account.

    A member is eligible with the ages (both included), living in one of `living` (none named: in any way), and with
    one of `tags` (none named: with or without), at a site within `region`.
    """

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("book", "number"),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(12))
    age_from: Mapped[int] = mapped_column(Integer)
    age_until: Mapped[int] = mapped_column(Integer)
    living: Mapped[tuple[str, ...]] = mapped_column(Codes)
    tags: Mapped[tuple[str, ...]] = mapped_column(Codes)
    monthly_minutes: Mapped[int] = mapped_column(Integer)
    from_month: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    handle: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(36))
    made_on: Mapped[date] = mapped_column(Date)

    def takes(self, member: Member) -> bool:
        """Tell whether a member of the right age and place is eligible by living and tags."""
        lives_so = not self.living or member.living in self.living
        return lives_so and (not self.tags or bool(set(self.tags) & set(member.tags)))

    def births(self, month: date) -> tuple[date, date]:
        """Return after which day and until which day somebody is born who has the ages on the first of a month."""
        after = month.replace(year=max(1, month.year - self.age_until - 1))
        return after, month.replace(year=month.year - self.age_from)

    def end(self, today: date) -> None:
        """Grant nothing from now on; what was granted pays until its month is over."""
        if self.ended_on is not None:
            raise ProgrammeEnded
        self.ended_on = today


class GrantMonth(Base):
    """What a member was granted for a month; the key lets it happen once. `month` is its first day."""

    __tablename__ = "grant_month"
    __table_args__ = (
        ForeignKeyConstraint(["book", "programme_id"], ["programme.book", "programme.id"]),
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        UniqueConstraint("book", "handle"),
        Index("ix_grant_month_member", "book", "member_id", "month"),
        Index("ix_grant_month_state", "book", "state", "month", "handle"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    programme_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    handle: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(6))
    entry_id: Mapped[str] = mapped_column(String(36))
    lapsed_minutes: Mapped[int] = mapped_column(Integer, default=0)


class GrantRun(Base):
    """How far the granting of a programme's month has come: all members up to `after` are looked at.

    `granted` got their minutes, `unfunded` were eligible when the budget was used up.
    """

    __tablename__ = "grant_run"
    __table_args__ = (ForeignKeyConstraint(["book", "programme_id"], ["programme.book", "programme.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    programme_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    after: Mapped[str] = mapped_column(String(36))
    granted: Mapped[int] = mapped_column(Integer)
    unfunded: Mapped[int] = mapped_column(Integer)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


def first_of_month(day: date) -> date:
    """Return the first day of a day's month, by which the month is named."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
