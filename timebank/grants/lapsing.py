"""The end of a month: what is left of a grant goes back to its programme, and its account is closed.

Where something is still set aside for a service of that month, the account is frozen first and swept when the
service has settled or was called off.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from ledger.account import Account
from ledger.tables import ledger_account
from timebank.actors import Actor, system
from timebank.grants.commands import LapsePage, SweepPage
from timebank.grants.model import GrantMonth, MonthState, first_of_month
from timebank.units import MINUTES
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

PAGE = 100
"""Accounts handled by one command: as many as one ledger entry changes."""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """How many months a page looked at, and the minutes that went back to the programmes."""

    months: int
    minutes: int


def lapse_page(uow: UnitOfWork, command: LapsePage, actor: Actor) -> Lapsed:
    """End the next open months gone by: closed where nothing is set aside, else frozen; the system does."""
    months = _months(uow, _gone(uow))
    idle: list[tuple[GrantMonth, Account]] = []
    busy: list[GrantMonth] = []
    for month in months:
        account = uow.ledger.account(month.handle)
        if account.pending_debits or account.pending_credits:
            busy.append(month)
            month.state = MonthState.FROZEN
        else:
            idle.append((month, account))
    if busy:
        uow.ledger.set_status([month.handle for month in busy], "frozen")
    return Lapsed(len(months), _close(uow, idle))


def sweep_page(uow: UnitOfWork, command: SweepPage, actor: Actor) -> Lapsed:
    """Close the next frozen months of which nothing is set aside any more; the system does."""
    months = _months(uow, _idle_frozen(uow))
    return Lapsed(len(months), _close(uow, [(month, uow.ledger.account(month.handle)) for month in months]))


def lapse_due(bank: Bank, book: str) -> int:
    """Lapse what is due, page by page; return how many accounts were ended."""
    return _all_pages(lambda: bank.run(lapse_page, LapsePage(), system(book))) + _all_pages(
        lambda: bank.run(sweep_page, SweepPage(), system(book))
    )


def is_lapse_due(bank: Bank, book: str) -> bool:
    """Tell whether a month gone by is still open, or a frozen one waits to be swept."""
    with bank.reading(system(book)) as reading:
        return any(
            reading.session.execute(statement.limit(1)).first() is not None
            for statement in (_gone(reading), _idle_frozen(reading))
        )


def _all_pages(page: Callable[[], Lapsed]) -> int:
    total = 0
    while (lapsed := page()).months:
        total += lapsed.months
        if lapsed.months < PAGE:
            break
    return total


def _gone(reading: Reading) -> Select[Any]:
    """Return the statement that finds open months gone by."""
    this_month = first_of_month(reading.business_clock.today())
    return (
        select(GrantMonth)
        .where(
            GrantMonth.book == reading.book,
            GrantMonth.state == MonthState.OPEN,
            GrantMonth.month < this_month,
        )
        .order_by(GrantMonth.month, GrantMonth.handle)
    )


def _idle_frozen(reading: Reading) -> Select[Any]:
    """Return the statement that finds frozen months of which nothing is set aside."""
    account = ledger_account.c
    same = (account.book == reading.log) & (account.handle == GrantMonth.handle) & (account.unit == MINUTES)
    return (
        select(GrantMonth)
        .join(ledger_account, same)
        .where(
            GrantMonth.book == reading.book,
            GrantMonth.state == MonthState.FROZEN,
            account.pending_debits == 0,
            account.pending_credits == 0,
        )
        .order_by(GrantMonth.month, GrantMonth.handle)
    )


def _months(uow: UnitOfWork, statement: Select[Any]) -> Sequence[GrantMonth]:
    months: Sequence[GrantMonth] = uow.session.scalars(statement.limit(PAGE)).all()
    uow.people.load(month.member_id for month in months)
    return months


def _close(uow: UnitOfWork, months: Sequence[tuple[GrantMonth, Account]]) -> int:
    if not months:
        return 0
    lapsed = 0
    for month, account in months:
        if account.balance:
            uow.ledger.expire(month.handle, account.of, account.balance)
        month.state, month.lapsed_minutes = MonthState.CLOSED, account.balance
        lapsed += account.balance
    uow.ledger.set_status([month.handle for month, _ in months], "closed")
    return lapsed
