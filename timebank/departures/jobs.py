"""The job that freezes the accounts of those who are gone, and closes them when nothing is left or claimed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from ledger.tables import ledger_account
from timebank.departures.commands import CloseDeparture, FreezeDeparture
from timebank.departures.estates import close_departure
from timebank.departures.model import Claim, ClaimState, Departure, DepartureState
from timebank.departures.use_cases import freeze_departure
from timebank.due import Steps
from timebank.jobs import Job
from timebank.members.model import Member
from timebank.units import MINUTES
from timebank.work import Reading
from timebank.writer import Bank


def _to_freeze(reading: Reading) -> Select[Any]:
    return select(Departure.id).where(
        Departure.book == reading.book,
        Departure.state == DepartureState.PENDING,
        Departure.due_on < reading.business_clock.today(),
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
                (Departure.claim_until < reading.business_clock.today()) & ~_is_claimed(),
            ),
        )
    )


def _is_claimed() -> ColumnElement[bool]:
    """Return the condition that a claim waits for the second person."""
    of_departure = (Claim.book == Departure.book) & (Claim.departure_id == Departure.id)
    return exists().where(of_departure, Claim.state == ClaimState.PROPOSED)


_FREEZING = Steps(_to_freeze, freeze_departure, FreezeDeparture)
_CLOSING = Steps(_to_close, close_departure, CloseDeparture)


def end_departures(bank: Bank, book: str) -> int:
    """Freeze what is due, close what is done; return how many departures moved on."""
    return _FREEZING.do(bank, book) + _CLOSING.do(bank, book)


def is_departure_due(bank: Bank, book: str) -> bool:
    """Tell whether a departure is to be frozen or closed."""
    return _FREEZING.is_due(bank, book) or _CLOSING.is_due(bank, book)


DEPARTURES = Job("departures", timedelta(minutes=10), end_departures, is_departure_due)
