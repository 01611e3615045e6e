"""What is asked of grants: what a member has this month, and how the programmes stand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from timebank.actors import Actor, Role
from timebank.errors import NotAllowed
from timebank.grants.model import GrantMonth, GrantRun, MonthState, Programme, first_of_month, next_month
from timebank.grants.programmes import find_programme
from timebank.work import Reading

ONLOOKERS = (Role.COUNTY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class RunView:
    """One month of a programme: how far granting has come, and what came back of it."""

    month: date
    granted: int
    unfunded: int
    lapsed_minutes: int
    begun_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme with its budget: granted and not come back, and what is left, in minutes."""

    id: str
    number: str
    name: str
    region: str
    age_from: int
    age_until: int
    living: tuple[str, ...]
    tags: tuple[str, ...]
    monthly_minutes: int
    budget_minutes: int
    granted_minutes: int
    left_minutes: int
    from_month: date
    ended_on: date | None
    runs: tuple[RunView, ...]


@dataclass(frozen=True, slots=True)
class GrantView:
    """What a member was granted for a month and has of it: minutes free, set aside, and the last day."""

    programme: str
    month: date
    last_day: date
    granted: int
    available: int
    reserved: int


def grant_accounts(reading: Reading, member_id: str, day: date) -> list[str]:
    """Return the handles of what a member was granted for the month of a day, while it may be spent."""
    return list(
        reading.session.scalars(
            select(GrantMonth.handle)
            .where(
                GrantMonth.book == reading.book,
                GrantMonth.member_id == member_id,
                GrantMonth.month == first_of_month(day),
                GrantMonth.state == MonthState.OPEN,
            )
            .order_by(GrantMonth.handle)
        )
    )


def grants_held_by(reading: Reading, member_id: str) -> tuple[GrantView, ...]:
    """Return what a member has of the grants of this month."""
    month = first_of_month(reading.business_clock.today())
    rows = reading.session.execute(
        select(GrantMonth.handle, GrantMonth.minutes, Programme.name)
        .join(Programme, (Programme.book == GrantMonth.book) & (Programme.id == GrantMonth.programme_id))
        .where(
            GrantMonth.book == reading.book,
            GrantMonth.member_id == member_id,
            GrantMonth.month == month,
            GrantMonth.state == MonthState.OPEN,
        )
        .order_by(Programme.number)
    ).all()
    last_day = next_month(month) - timedelta(days=1)
    accounts = [(row, reading.ledger.account(row.handle)) for row in rows]
    return tuple(
        GrantView(row.name, month, last_day, row.minutes, account.available or 0, account.pending_debits)
        for row, account in accounts
    )


def programme_accounts(reading: Reading) -> list[str]:
    """Return the handles of every programme there ever was."""
    return list(reading.session.scalars(select(Programme.handle).where(Programme.book == reading.book)))


def programmes(reading: Reading, actor: Actor) -> tuple[ProgrammeView, ...]:
    """Return every programme of the county, newest first."""
    _want_onlooker(actor)
    rows = reading.session.scalars(
        select(Programme).where(Programme.book == reading.book).order_by(Programme.id.desc())
    ).all()
    return tuple(_view(reading, row) for row in rows)


def programme_view(reading: Reading, programme_id: str, actor: Actor) -> ProgrammeView:
    """Return one programme with its months."""
    _want_onlooker(actor)
    return _view(reading, find_programme(reading, programme_id))


def _want_onlooker(actor: Actor) -> None:
    if not actor.may_act_at(actor.book, ONLOOKERS):
        raise NotAllowed


def _view(reading: Reading, row: Programme) -> ProgrammeView:
    account = reading.ledger.account(row.handle)
    return ProgrammeView(
        id=row.id,
        number=row.number,
        name=row.name,
        region=row.region,
        age_from=row.age_from,
        age_until=row.age_until,
        living=row.living,
        tags=row.tags,
        monthly_minutes=row.monthly_minutes,
        budget_minutes=account.limit or 0,
        granted_minutes=account.debits - account.credits,
        left_minutes=account.available or 0,
        from_month=row.from_month,
        ended_on=row.ended_on,
        runs=_runs(reading, row.id),
    )


def _runs(reading: Reading, programme_id: str) -> tuple[RunView, ...]:
    lapsed = reading.session.execute(
        select(GrantMonth.month, func.sum(GrantMonth.lapsed_minutes))
        .where(GrantMonth.book == reading.book, GrantMonth.programme_id == programme_id)
        .group_by(GrantMonth.month)
    )
    lapsed_by_month = dict(lapsed.all())
    rows = reading.session.scalars(
        select(GrantRun)
        .where(GrantRun.book == reading.book, GrantRun.programme_id == programme_id)
        .order_by(GrantRun.month.desc())
    )
    return tuple(
        RunView(
            month=row.month,
            granted=row.granted,
            unfunded=row.unfunded,
            lapsed_minutes=int(lapsed_by_month.get(row.month, 0)),
            begun_at=row.begun_at,
            finished_at=row.finished_at,
        )
        for row in rows
    )
