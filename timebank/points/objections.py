"""Objections to points: by number and without login to an award, by the household alone to a deduction.

They go past the site's own coordinator to the county, and both ways out always work.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor, Role
from timebank.bookkeeper import About
from timebank.calendar.working_days import add_working_days
from timebank.db import Base
from timebank.notices.commands import ObjectionWay
from timebank.notices.model import AlreadyDecided, ObjectionState
from timebank.paging import Page, page_of
from timebank.points.accounts import move_points, note_entry, office_handle, opened_household, points_account
from timebank.points.commands import DecidePointsObjection, ObjectToAward
from timebank.points.deciders import may_decide
from timebank.points.households import IDS_ARE_LONGER_THAN, adults_of
from timebank.points.model import Award, AwardKind, AwardState, EntryKind, PointsEntry
from timebank.points.refusals import (
    AwardNotFound,
    HadAPartInAward,
    OpenPointsObjection,
    PointsObjectionNotFound,
    PointsWindowClosed,
)
from timebank.points.use_cases import begin_notice
from timebank.schemas import plain_digits
from timebank.scopes import within_any
from timebank.work import Reading, UnitOfWork

DECIDERS = (Role.COUNTY,)
OBJECTIONABLE = (AwardState.ON_NOTICE, AwardState.OBJECTED, AwardState.COUNTED)


class PointsObjection(Base):
    """One objection; its words are sealed with the book's key: the objector need not be a member."""

    __tablename__ = "points_objection"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "award_id"], ["points_award.book", "points_award.id"]),
        Index("ix_points_objection_state", "book", "state", "id"),
        Index("ix_points_objection_award", "book", "award_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    award_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    way: Mapped[str] = mapped_column(String(10))
    made_by: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime]
    answer_by: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8))
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None]
    reason_sealed: Mapped[bytes]
    contact_sealed: Mapped[bytes]
    answer_sealed: Mapped[bytes | None]


@dataclass(frozen=True, slots=True)
class PointsObjectionReceipt:
    """What the objector is told: the number of the objection, and by when it is answered."""

    id: str
    number: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class PointsObjectionDecision:
    """A decided objection and what became of the award."""

    objection_id: str
    state: str
    award_id: str
    award_state: str


@dataclass(frozen=True, slots=True)
class PointsObjectionView:
    """An objection for those who decide it."""

    id: str
    number: str
    award_id: str
    state: str
    way: str
    made_at: datetime
    answer_by: date
    reason: str
    contact: str
    answer: str


def object_to_award(uow: UnitOfWork, command: ObjectToAward, actor: Actor) -> PointsObjectionReceipt:
    """Object to an award by its public number, logged in or not, or to a deduction of the own household."""
    award = _objectionable(uow, command.award, actor)
    standing = open_points_objection(uow, award.id)
    if standing is not None:
        raise OpenPointsObjection(number=standing.number)
    today = uow.business_clock.today()
    window = uow.policy.number("dispute.window_days", award.site)
    if award.counted_on is not None and today > award.counted_on + timedelta(days=window):
        raise PointsWindowClosed(days=window)

    award.object()
    objection_id = uow.new_id()
    days = uow.policy.number("dispute.answer_days", award.site)
    place = f"points_objection/{objection_id}"
    objection = PointsObjection(
        book=uow.book,
        id=objection_id,
        number=uow.next_number("objection"),
        award_id=award.id,
        site=award.site,
        way=command.way,
        made_by=actor.member_id,
        made_at=uow.clock.now(),
        answer_by=add_working_days(today, days, award.site[:6]),
        state=ObjectionState.OPEN,
        decided_by="",
        reason_sealed=uow.people.seal_for_book(f"{place}/reason", command.reason),
        contact_sealed=uow.people.seal_for_book(f"{place}/contact", command.contact),
    )
    uow.session.add(objection)
    _tell(uow, award, "award_objected")
    return PointsObjectionReceipt(objection.id, objection.number, objection.answer_by)


def decide_points_objection(
    uow: UnitOfWork, command: DecidePointsObjection, actor: Actor
) -> PointsObjectionDecision:
    """Uphold (nothing of the award stands, what has counted is taken or given back) or refuse (it goes on)."""
    objection = find_points_objection(uow, command.objection_id, actor)
    award = uow.session.get_one(Award, (uow.book, objection.award_id))
    if not decides_objection(uow, objection, actor):
        raise HadAPartInAward
    if objection.state != ObjectionState.OPEN:
        raise AlreadyDecided

    objection.state = ObjectionState.UPHELD if command.uphold else ObjectionState.REFUSED
    objection.decided_by, objection.decided_at = actor.member_id, uow.clock.now()
    place = f"points_objection/{objection.id}/answer"
    objection.answer_sealed = uow.people.seal_for_book(place, command.reason)
    if command.uphold:
        if award.state == AwardState.COUNTED:
            _undo(uow, award)
        award.state = AwardState.UPHELD
    elif award.state == AwardState.OBJECTED:
        begin_notice(uow, award)  # while the objection stood, nobody saw it on the list
    _tell(uow, award, "award_upheld" if command.uphold else "award_stands")
    return PointsObjectionDecision(objection.id, objection.state, award.id, award.state)


def points_objections_page(
    reading: Reading, actor: Actor, *, state: str = ObjectionState.OPEN, after: str = "", limit: int = 20
) -> Page[PointsObjectionView]:
    """Return the objections to points this actor decides, oldest first."""
    rows = reading.session.scalars(
        select(PointsObjection)
        .where(
            PointsObjection.book == reading.book,
            PointsObjection.state == state,
            PointsObjection.id > after,
            within_any(PointsObjection.site, actor.scopes(*DECIDERS)),
        )
        .order_by(PointsObjection.id)
        .limit(limit + 1)
    ).all()
    return page_of([_view(reading, row) for row in rows], limit, [row.id for row in rows])


def points_objection_view(reading: Reading, objection_id: str, actor: Actor) -> PointsObjectionView:
    """Return one objection for a decider."""
    return _view(reading, find_points_objection(reading, objection_id, actor))


def find_points_objection(reading: Reading, objection_id: str, actor: Actor) -> PointsObjection:
    """Return an objection for the county, and for whoever else decides it.

    Raises:
        PointsObjectionNotFound: there is none, or not for this actor.
    """
    objection = reading.row(PointsObjection, objection_id)
    if objection is None:
        raise PointsObjectionNotFound
    if not (actor.may_act_at(objection.site, DECIDERS) or decides_objection(reading, objection, actor)):
        raise PointsObjectionNotFound
    return objection


def decides_objection(reading: Reading, objection: PointsObjection, actor: Actor) -> bool:
    """Tell whether the actor decides an objection; who typed in what came on paper did not object."""
    award = reading.session.get_one(Award, (reading.book, objection.award_id))
    objector = objection.made_by if objection.way == ObjectionWay.ONLINE else ""
    return may_decide(reading, award, objector, actor)


def open_points_objection(reading: Reading, award_id: str) -> PointsObjection | None:
    """Return the undecided objection to an award, if there is one."""
    return reading.session.scalar(
        select(PointsObjection).where(
            PointsObjection.book == reading.book,
            PointsObjection.award_id == award_id,
            PointsObjection.state == ObjectionState.OPEN,
        )
    )


def _objectionable(uow: UnitOfWork, wanted: str, actor: Actor) -> Award:
    """Return what this actor may object to: any award on the public list, a deduction of the own household."""
    if len(wanted) > IDS_ARE_LONGER_THAN:
        award = uow.row(Award, wanted)
    else:
        number = plain_digits(wanted)
        of_number = (Award.book == uow.book) & (Award.number == number)
        award = uow.session.scalar(select(Award).where(of_number)) if number.isdigit() else None
    if award is None or award.state not in OBJECTIONABLE:
        raise AwardNotFound(field="number")
    if award.kind == AwardKind.DEDUCTION and actor.member_id not in adults_of(uow, award.household_id):
        raise AwardNotFound(field="number")
    return award


def _undo(uow: UnitOfWork, award: Award) -> None:
    """Take back or give back what has counted; what the household has spent is covered by the county."""
    if not award.counted_points:
        return
    of_award = (PointsEntry.book == uow.book) & (PointsEntry.source_id == award.id)
    counted = uow.session.scalars(select(PointsEntry).where(of_award)).one()
    household, points = opened_household(uow, award.household_id), award.counted_points
    about = About(service_day=award.day, site=award.site)
    if award.is_deduction:
        posted = uow.ledger.reverse(counted.entry_id, points, about)
        household.deed_points += points
        note_entry(uow, posted, household.household_id, award.site, EntryKind.GIVEN_BACK, points, award.id)
        return
    account = points_account(uow, award.household_id)
    assert account is not None, "what has counted was posted to an account"
    can_take, tied_to = min(points, max(0, account.available or 0)), counted.entry_id
    if can_take:
        posted = uow.ledger.reverse(counted.entry_id, can_take, about)
        household.spend(can_take)
        tied_to = posted.id
        note_entry(uow, posted, household.household_id, award.site, EntryKind.TAKEN_BACK, -can_take, award.id)
    if can_take < points:
        lost = points - can_take
        tied = About(service_day=award.day, site=award.site, with_id=tied_to)
        posted = move_points(uow, office_handle(uow, "loss"), office_handle(uow, "issue"), lost, tied)
        note_entry(uow, posted, household.household_id, award.site, EntryKind.LOST, -lost, award.id)


def _tell(uow: UnitOfWork, award: Award, kind: str) -> None:
    for member_id in adults_of(uow, award.household_id):
        uow.outbox.tell(member_id, kind, number=award.number)


def _view(reading: Reading, row: PointsObjection) -> PointsObjectionView:
    place, people, answer = f"points_objection/{row.id}", reading.people, row.answer_sealed
    return PointsObjectionView(
        id=row.id,
        number=row.number,
        award_id=row.award_id,
        state=row.state,
        way=row.way,
        made_at=row.made_at,
        answer_by=row.answer_by,
        reason=people.open_for_book(f"{place}/reason", row.reason_sealed),
        contact=people.open_for_book(f"{place}/contact", row.contact_sealed),
        answer="" if answer is None else people.open_for_book(f"{place}/answer", answer),
    )
