"""Points: what a household holds and why, awards for village deeds, deductions, and the rules they rest on.

An award takes two people and a public notice before it counts. A deduction takes an adopted village rule besides,
and only the household sees it.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.members.columns import SpokenNumber
from timebank.points.refusals import AwardDecided, AwardNotOnNotice, SecondPersonNeeded


class EntryKind(StrEnum):
    """Why points came or went. `LOST` moves no household's points: the county covered what was spent already.

    `CARRIED` brings what a household had over from a log that could not go on; no row has it.
    """

    SERVICE = "service"
    AWARD = "award"
    DEDUCTION = "deduction"
    TAKEN_BACK = "taken_back"
    GIVEN_BACK = "given_back"
    LOST = "lost"
    RESERVED = "reserved"
    RELEASED = "released"
    SPENT = "spent"
    RETURNED = "returned"
    CARRIED = "carried"


class AwardKind(StrEnum):
    """Points given for a deed, or taken by a village rule."""

    AWARD = "award"
    DEDUCTION = "deduction"


class AwardState(StrEnum):
    """Where an award or deduction stands. `upheld`: an objection to it was; nothing of it stands any more."""

    PROPOSED = "proposed"
    ON_NOTICE = "on_notice"
    OBJECTED = "objected"
    COUNTED = "counted"
    DECLINED = "declined"
    UPHELD = "upheld"


class HouseholdPoints(Base):
    """The points account of a household: its ledger handle, and how many of its points came from deeds.

    Deed points are counted as spent first, which leaves the fewest that a deduction may touch: it never takes
    what was earned by service.
    """

    __tablename__ = "household_points"
    __table_args__ = (ForeignKeyConstraint(["book", "household_id"], ["household.book", "household.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    household_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    handle: Mapped[str] = mapped_column(String(20))
    deed_points: Mapped[int] = mapped_column(Integer)

    def spend(self, points: int) -> None:
        """Note that points were spent."""
        self.deed_points = max(0, self.deed_points - points)


class PointsEntry(Base):
    """One ledger entry over points: whose, why, at which site; `points` as the household sees them, signed."""

    __tablename__ = "points_entry"
    __table_args__ = (
        ForeignKeyConstraint(["book", "household_id"], ["household.book", "household.id"]),
        Index("ix_points_entry_household", "book", "household_id", "seq"),
        Index("ix_points_entry_site", "book", "site", "seq"),
        Index("ix_points_entry_source", "book", "source_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    log: Mapped[int] = mapped_column(Integer, default=1)
    """The number of the book's log in which the entry is number `seq`."""
    seq: Mapped[int] = mapped_column(BigInteger)
    household_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    kind: Mapped[str] = mapped_column(String(10))
    points: Mapped[int] = mapped_column(Integer)
    rate: Mapped[int] = mapped_column(Integer)
    """Points an hour by which a service earned; 0 for everything else."""
    source_id: Mapped[str] = mapped_column(String(36))
    """The service, award or order behind it."""
    recorded_at: Mapped[datetime]


class VillageRule(Base):
    """An adopted village rule (村规民约) on file: without one nothing is ever deducted."""

    __tablename__ = "village_rule"
    __table_args__ = (Index("ix_village_rule_village", "book", "village", "id"),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    village: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(80))
    adopted_on: Mapped[date] = mapped_column(Date)
    file: Mapped[str] = mapped_column(String(64))
    """The name of the sealed file in the file store."""
    digest: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[str] = mapped_column(String(36))
    recorded_at: Mapped[datetime]


class Award(Base):
    """Points for a deed of a member's household, or a deduction by a rule; the words are sealed for the book."""

    __tablename__ = "points_award"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "household_id"], ["household.book", "household.id"]),
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "rule_id"], ["village_rule.book", "village_rule.id"]),
        Index("ix_points_award_state", "book", "state", "notice_until"),
        Index("ix_points_award_site", "book", "site", "id"),
        Index("ix_points_award_household", "book", "household_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    kind: Mapped[str] = mapped_column(String(10))
    household_id: Mapped[str] = mapped_column(String(36))
    member_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    head: Mapped[str] = mapped_column(String(12))
    rule_id: Mapped[str | None] = mapped_column(String(36))
    points: Mapped[int] = mapped_column(Integer)
    day: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(String(36))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None]
    notice_from: Mapped[date | None] = mapped_column(Date)
    notice_until: Mapped[date | None] = mapped_column(Date)
    counted_on: Mapped[date | None] = mapped_column(Date)
    counted_points: Mapped[int] = mapped_column(Integer, default=0)
    """What was really given or taken; a deduction stops at the household's deed points."""
    words_sealed: Mapped[bytes]

    @property
    def is_deduction(self) -> bool:
        """Tell whether points are taken."""
        return self.kind == AwardKind.DEDUCTION

    def decide(self, by: str, now: datetime, *, approved: bool) -> None:
        """Approve or decline, by somebody else than the proposer, once."""
        if by == self.proposed_by:
            raise SecondPersonNeeded
        if self.state != AwardState.PROPOSED:
            raise AwardDecided
        self.state = AwardState.ON_NOTICE if approved else AwardState.DECLINED
        self.decided_by, self.decided_at = by, now

    def stand_on_notice(self, first_day: date, last_day: date) -> None:
        """Let the notice run from a day to another, both included."""
        self.state, self.notice_from, self.notice_until = AwardState.ON_NOTICE, first_day, last_day

    def object(self) -> None:
        """Hold the award back; one that has counted stays counted until the objection is decided."""
        if self.state not in (AwardState.ON_NOTICE, AwardState.COUNTED):
            raise AwardNotOnNotice
        if self.state == AwardState.ON_NOTICE:
            self.state = AwardState.OBJECTED

    def count(self, today: date, points: int) -> None:
        """Let it count once its notice is over; `points` is what really moves."""
        if self.state != AwardState.ON_NOTICE or self.notice_until is None or today <= self.notice_until:
            raise AwardNotOnNotice
        self.state, self.counted_on, self.counted_points = AwardState.COUNTED, today, points
