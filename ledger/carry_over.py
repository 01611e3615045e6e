"""What a continued log begins with: every account as it stood, by entries that anybody can follow.

A log whose last entries are lost past recovery is not written any more; the next one carries over what is left. Its
entries after the genesis say, in this order:

1. each account opens with its class, still without a limit, so that no order of what follows is refused;
2. transfers give each account its balance: those below zero pay, those above receive, each unit adds up to zero.
   None gives to two accounts, since whoever holds a receipt of it reads all its postings;
3. reservations that stand open are made again under their old ids, so that what names them still finds them;
4. each account gets its limit and its status back.

What stands here are steps 1, 2 and 4, made of the accounts alone; `Book.carry_over` is step 3.
"""

from collections.abc import Iterator, Sequence

from ledger.account import Account, AccountTerms
from ledger.entry import MAX_POSTINGS
from ledger.errors import IntegrityError
from ledger.own_lines import MAX_ACCOUNT_LINES
from ledger.transfer import Leg

Legs = tuple[list[Leg], list[Leg]]
"""Debits and credits."""
MOST_PAYERS = MAX_POSTINGS - 1
"""Beside the one account that receives."""


def opening_terms(accounts: Sequence[Account]) -> Iterator[list[AccountTerms]]:
    """Yield, an entry at a time, how the accounts are opened: without limits, whatever their status was."""
    return _pages([AccountTerms(one.handle, one.unit, one.class_, one.of, limit=None) for one in accounts])


def closing_terms(accounts: Sequence[Account]) -> Iterator[list[AccountTerms]]:
    """Yield, an entry at a time, the limits and status that the accounts had; those of step 1 need no line."""
    terms = [
        AccountTerms(one.handle, one.unit, one.class_, one.of, one.limit, one.status)
        for one in accounts
        if (one.limit, one.status) != (None, "open")
    ]
    return _pages(terms)


def balances(accounts: Sequence[Account]) -> Iterator[Legs]:
    """Yield, an entry at a time, the transfers that give new accounts the balances of these.

    Raises:
        IntegrityError: the balances of a unit do not add up to zero.
    """
    for unit in sorted({one.unit for one in accounts}):
        yield from _balances(unit, [one for one in accounts if one.unit == unit])


def _balances(unit: str, accounts: Sequence[Account]) -> Iterator[Legs]:
    """Let those who pay give each of those who receive its balance, and begin another entry where one is full."""
    paying = [(one.handle, -one.balance) for one in accounts if one.balance < 0]
    receiving = [(one.handle, one.balance) for one in accounts if one.balance > 0]
    if sum(amount for _, amount in paying) != sum(amount for _, amount in receiving):
        raise IntegrityError(f"the balances in {unit} do not add up to zero")
    for payee, due in receiving:
        debits = _take(paying, unit, due)
        for start in range(0, len(debits), MOST_PAYERS):
            page = debits[start : start + MOST_PAYERS]
            yield page, [Leg(payee, unit, sum(leg.amount for leg in page))]


def _take(paying: list[tuple[str, int]], unit: str, due: int) -> list[Leg]:
    """Take what is due of the last of those who pay, and of the one before where that is not enough."""
    debits = []
    while due:
        payer, owed = paying.pop()
        amount = min(owed, due)
        debits.append(Leg(payer, unit, amount))
        due -= amount
        if owed > amount:
            paying.append((payer, owed - amount))
    return debits


def _pages(terms: list[AccountTerms]) -> Iterator[list[AccountTerms]]:
    for start in range(0, len(terms), MAX_ACCOUNT_LINES):
        yield terms[start : start + MAX_ACCOUNT_LINES]
