"""The reads of points: a household's statement, the entries behind a figure, the village rules on file."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, tuple_

from ledger.statement import StatementLine
from timebank.account_lines import account_lines
from timebank.actors import SYSTEM, Actor
from timebank.entry_places import EntryPlace, read_place
from timebank.errors import NotAllowed
from timebank.members.model import Household
from timebank.members.queries import find_any_member, names_of
from timebank.paging import Page, page_of
from timebank.places.queries import STAFF
from timebank.points.accounts import FIGURES, household_points, points_account
from timebank.points.households import find_household, household_row, members_of, spends_as
from timebank.points.model import EntryKind, PointsEntry, VillageRule
from timebank.scopes import within_any
from timebank.units import POINTS
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class PointsView:
    """A household's points: `available` may be spent, `reserved` is set aside, `lifetime` all ever earned."""

    household_id: str
    household_number: str
    members: tuple[str, ...]
    available: int
    reserved: int
    balance: int
    lifetime: int
    deed_points: int


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One line of a household's statement; `change` is 0 where points were only set aside or freed."""

    seq: int
    entry_id: str
    kind: EntryKind
    source_id: str
    recorded: datetime
    change: int
    set_aside: int
    balance: int
    reserved: int


@dataclass(frozen=True, slots=True)
class PointsEntryLine:
    """An entry over points at a site, for those who run or audit it."""

    seq: int
    entry_id: str
    site: str
    kind: EntryKind
    points: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RuleView:
    """A village rule on file."""

    id: str
    village: str
    title: str
    adopted_on: date


def points_of(reading: Reading, wanted: str, actor: Actor) -> PointsView:
    """Return the points of a household, by id or number; "" is the actor's own.

    Raises:
        HouseholdNotFound: there is none, or not for this actor.
    """
    own = (
        "" if wanted or actor.member_id == SYSTEM else find_any_member(reading, actor.member_id).household_id
    )
    return _points(reading, find_household(reading, wanted or own, actor))


def purse_of(reading: Reading, elder_id: str, actor: Actor) -> PointsView | None:
    """Return the points that the actor spends for an elder, None where the elder gave no such leave."""
    household = find_any_member(reading, elder_id).household_id
    if not spends_as(reading, household, actor):
        return None
    return _points(reading, household_row(reading, household))


def _points(reading: Reading, household: Household) -> PointsView:
    row, account = household_points(reading, household.id), points_account(reading, household.id)
    people = names_of(reading, members_of(reading, household.id))
    return PointsView(
        household_id=household.id,
        household_number=household.number,
        members=tuple(sorted(people.values())),
        available=(account.available or 0) if account else 0,
        reserved=account.pending_debits if account else 0,
        balance=account.balance if account else 0,
        lifetime=_ever_earned(reading, household.id),
        deed_points=row.deed_points if row else 0,
    )


def points_statement(
    reading: Reading, wanted: str, actor: Actor, *, after: str = "", limit: int = 20
) -> Page[PointsLine]:
    """Return a household's statement, newest first, with the running balance."""
    row = household_points(reading, points_of(reading, wanted, actor).household_id)
    if row is None:
        return Page(())
    lines, next_cursor = account_lines(reading, (row.handle, POINTS), after, limit)
    noted = _noted(reading, [line.id for _, line in lines])
    return Page(tuple(_line(line, noted.get(line.id)) for _, line in lines), next_cursor)


def _line(line: StatementLine, noted: PointsEntry | None) -> PointsLine:
    """Return a line as it is shown; one without a note brought the balance over from an earlier log."""
    return PointsLine(
        seq=line.seq,
        entry_id=line.id,
        kind=EntryKind.CARRIED if noted is None else EntryKind(noted.kind),
        source_id="" if noted is None else noted.source_id,
        recorded=line.recorded,
        change=line.amount if noted is None else noted.points,
        set_aside=line.amount if line.kind == "reserve" else 0,
        balance=line.balance,
        reserved=line.reserved,
    )


def points_entries(
    reading: Reading, actor: Actor, *, site: str, figure: str = "", after: str = "", limit: int = 20
) -> Page[PointsEntryLine]:
    """Return the entries over points within a site or region, newest first: what its figures add up from.

    `figure` is the name of one of them, such as `points.issued`; "" takes all.

    Raises:
        NotAllowed: the place is not within the actor's scope.
    """
    if not actor.may_act_at(site, STAFF):
        raise NotAllowed
    wanted = [
        PointsEntry.book == reading.book,
        within_any(PointsEntry.site, (site,)),
        PointsEntry.points != 0,
    ]
    if figure:
        kinds = [kind for kind, (name, _) in FIGURES.items() if name == figure]
        wanted.append(PointsEntry.kind.in_(kinds))
    order = tuple_(PointsEntry.log, PointsEntry.seq)
    if (place := read_place(after)) is not None:
        wanted.append(order < tuple_(*place))
    newest_first = (PointsEntry.log.desc(), PointsEntry.seq.desc())
    rows = reading.session.scalars(
        select(PointsEntry).where(*wanted).order_by(*newest_first).limit(limit + 1)
    ).all()
    lines = [
        PointsEntryLine(row.seq, row.entry_id, row.site, EntryKind(row.kind), row.points, row.recorded_at)
        for row in rows
    ]
    return page_of(lines, limit, [str(EntryPlace(row.log, row.seq)) for row in rows])


def rules_of(reading: Reading, village: str) -> tuple[RuleView, ...]:
    """Return the village rules on file, newest first; they hang on the wall."""
    rows = reading.session.scalars(
        select(VillageRule)
        .where(VillageRule.book == reading.book, VillageRule.village == village)
        .order_by(VillageRule.id.desc())
    )
    return tuple(RuleView(row.id, row.village, row.title, row.adopted_on) for row in rows)


def _ever_earned(reading: Reading, household_id: str) -> int:
    """Return what service and deeds ever brought; what came back with returned goods is none of it."""
    earned = (EntryKind.SERVICE, EntryKind.AWARD)
    of_household = (PointsEntry.book == reading.book) & (PointsEntry.household_id == household_id)
    total = reading.session.scalar(
        select(func.sum(PointsEntry.points)).where(of_household, PointsEntry.kind.in_(earned))
    )
    return int(total or 0)


def _noted(reading: Reading, entry_ids: list[str]) -> dict[str, PointsEntry]:
    rows = reading.session.scalars(
        select(PointsEntry).where(PointsEntry.book == reading.book, PointsEntry.entry_id.in_(entry_ids))
    )
    return {row.entry_id: row for row in rows}
