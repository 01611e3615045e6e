"""Making the page of the month before: once, in small steps, and going on where it stopped.

A correction that comes later is taken off the page in its own transaction.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, insert, select, update

from timebank.actors import Actor, system
from timebank.honours.model import HonourLine, HonourMonth
from timebank.honours.stars import stars_for
from timebank.jobs import Job
from timebank.members.consents import Consent, ConsentKind
from timebank.services.model import Service, ServiceState
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

PAGE = 200


@dataclass(frozen=True, slots=True)
class AddHonours:
    """Put the next of those who agreed on the page of a month, by id after the one named."""

    month: str
    after: str


@dataclass(frozen=True, slots=True)
class AddedHonours:
    """How many were put on the page, and whom to go on after; "" when all are."""

    added: int
    after: str


def month_of(day: date) -> str:
    """Return the month of a day: 2026-11."""
    return f"{day:%Y-%m}"


def month_before(today: date) -> str:
    """Return the month that was over last."""
    return month_of(today.replace(day=1) - timedelta(days=1))


def days_of(month: str) -> tuple[date, date]:
    """Return the first day of a month, and the first day after it."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1)


def add_honours(uow: UnitOfWork, command: AddHonours, actor: Actor) -> AddedHonours:
    """Put some of those who agreed on the page; with the last of them the page is made. Again changes nothing."""
    members = _who_agreed(uow, command.after)
    there = set(
        uow.session.scalars(
            select(HonourLine.member_id).where(
                HonourLine.book == uow.book,
                HonourLine.month == command.month,
                HonourLine.member_id.in_(members),
            )
        )
    )
    lines = [line for line in _lines(uow, command.month, members) if line["member_id"] not in there]
    if lines:
        uow.connection.execute(insert(HonourLine), lines)
    if len(members) == PAGE:
        return AddedHonours(len(lines), members[-1])
    uow.session.merge(HonourMonth(book=uow.book, month=command.month, made_at=uow.clock.now()))
    return AddedHonours(len(lines), "")


def take_off(uow: UnitOfWork, service: Service, minutes: int) -> None:
    """Take minutes of a corrected service off the page of the month in which it settled, if that is made."""
    assert service.settled_on is not None, "only a settled service is corrected"
    uow.connection.execute(
        update(HonourLine)
        .where(
            HonourLine.book == uow.book,
            HonourLine.month == month_of(service.settled_on),
            HonourLine.member_id == service.volunteer_id,
        )
        .values(minutes=HonourLine.minutes - minutes)
    )


def make_pages(bank: Bank, book: str) -> int:
    """Make the page of the month before; return how many are on it."""
    with bank.reading(system(book)) as reading:
        month = month_before(reading.business_clock.today())
    added, after = 0, ""
    while True:
        step = bank.run(add_honours, AddHonours(month, after), system(book))
        added, after = added + step.added, step.after
        if not after:
            return added


def is_page_due(bank: Bank, book: str) -> bool:
    """Tell whether the page of the month before is still to be made."""
    with bank.reading(system(book)) as reading:
        month = month_before(reading.business_clock.today())
        return reading.session.get(HonourMonth, (book, month)) is None


HONOURS = Job("honours", timedelta(hours=1), make_pages, is_page_due)


def _who_agreed(reading: Reading, after: str) -> list[str]:
    return list(
        reading.session.scalars(
            select(Consent.member_id)
            .where(
                Consent.book == reading.book,
                Consent.kind == ConsentKind.HONOUR,
                Consent.withdrawn_on.is_(None),
                Consent.member_id > after,
            )
            .distinct()
            .order_by(Consent.member_id)
            .limit(PAGE)
        )
    )


def _lines(reading: Reading, month: str, members: list[str]) -> list[dict[str, str | int]]:
    """Return the lines of those of the members who served in the month; stars are for all their service."""
    first, after_it = days_of(month)
    in_month = case((Service.settled_on >= first, Service.credited_minutes), else_=0)
    rows = reading.connection.execute(
        select(
            Service.volunteer_id,
            func.sum(in_month).label("minutes"),
            func.sum(Service.credited_minutes).label("in_all"),
        )
        .where(
            Service.book == reading.book,
            Service.volunteer_id.in_(members),
            Service.state == ServiceState.SETTLED,
            Service.settled_on < after_it,
        )
        .group_by(Service.volunteer_id)
    )
    return [
        {
            "book": reading.book,
            "month": month,
            "member_id": row.volunteer_id,
            "minutes": int(row.minutes),
            "stars": stars_for(int(row.in_all)),
        }
        for row in rows
        if row.minutes
    ]
