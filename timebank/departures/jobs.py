"""The job that freezes the accounts of those who are gone, and closes them when nothing is left or claimed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from ledger.tables import ledger_account
from timebank.actors import system
from timebank.departures.commands import CloseDeparture, FreezeDeparture
from timebank.departures.estates import close_departure
from timebank.departures.model import Departure, DepartureState
from timebank.departures.use_cases import freeze_departure
from timebank.errors import Conflict
from timebank.jobs import Job
from timebank.members.model import Member
from timebank.units import MINUTES
from timebank.work import Reading
from timebank.writer import Bank

PAGE = 100


def end_departures(bank: Bank, book: str) -> int:
    """Freeze what is due, close what is done; return how many departures moved on."""
    moved = 0
    for departure_id in _ids(bank, book, _to_freeze):
        moved += _unless_changed(bank, book, freeze_departure, FreezeDeparture(departure_id))
    for departure_id in _ids(bank, book, _to_close):
        moved += _unless_changed(bank, book, close_departure, CloseDeparture(departure_id))
    return moved


def is_departure_due(bank: Bank, book: str) -> bool:
    """Tell whether a departure is to be frozen or closed."""
    return bool(_ids(bank, book, _to_freeze) or _ids(bank, book, _to_close))


DEPARTURES = Job("departures", timedelta(minutes=10), end_departures, is_departure_due)


def _ids(bank: Bank, book: str, due: Any) -> list[str]:
    with bank.reading(system(book)) as reading:
        return list(reading.session.scalars(due(reading).limit(PAGE)))


def _to_freeze(reading: Reading) -> Select[Any]:
    return (
        select(Departure.id)
        .where(
            Departure.book == reading.book,
            Departure.state == DepartureState.PENDING,
            Departure.due_on < reading.business_clock.today(),
        )
        .order_by(Departure.due_on)
    )


def _to_close(reading: Reading) -> Select[Any]:
    account = ledger_account.c
    return (
        select(Departure.id)
        .join(Member, (Member.book == Departure.book) & (Member.id == Departure.member_id))
        .join(
            ledger_account,
            (account.book == reading.log) & (account.handle == Member.handle) & (account.unit == MINUTES),
        )
        .where(
            Departure.book == reading.book,
            Departure.state == DepartureState.FROZEN,
            account.pending_debits == 0,
            account.pending_credits == 0,
            or_(
                account.debits == account.credits,
                Departure.claim_until < reading.business_clock.today(),
            ),
        )
        .order_by(Departure.id)
    )


def _unless_changed(bank: Bank, book: str, use_case: Any, command: object) -> int:
    """Run one step; somebody may have taken it back or claimed in between, which is no fault. Return 1 if done."""
    try:
        bank.run(use_case, command, system(book))
    except Conflict:
        return 0
    return 1
