"""Whether grants agree with the ledger: once a month for each elder, nothing lost on the way, never beyond the budget.

For each month of a member: granted = spent + lapsed + held, where granted and lapsed are what the row says, spent is
what services were paid from the month's account less what came back, and held is what the account still has.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select
from sqlalchemy.orm import aliased

from ledger.account import Account
from ledger.audit import Finding
from ledger.log_name import logs_up_to
from ledger.sql_store import SqlStore
from ledger.tables import ledger_account, ledger_entry, ledger_posting
from timebank.entry_purposes import EntryPurpose, Purpose
from timebank.grants.model import GrantMonth, GrantRun, Programme
from timebank.needs.model import Payer
from timebank.services.records import Reserve
from timebank.units import MINUTES

PAGE = 500

Row = Any
"""A member's month, with the number and the account of its programme."""
Moved = Counter[tuple[str, str]]
"""Minutes by kind of entry and side of the posting."""


def grants_drifted(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the months of members that the ledger tells otherwise."""
    paid = _paid(connection, store.book)
    for page in _months(connection, store.book):
        handles = [row.handle for row in page]
        given, moved = _given(connection, store, handles), _moved(connection, store, handles)
        accounts = store.accounts([(handle, MINUTES) for handle in handles])
        for row in page:
            account = accounts.get((row.handle, MINUTES))
            if account is None:
                says = f"its account {row.handle} was never opened"
            else:
                says = _wrong(row, account, given[row.handle], moved[row.handle], paid.get(row.handle, 0))
            if says:
                whose = f"the grant {row.number} of {row.month:%Y-%m} to member {row.member_id}"
                yield Finding("GRANT_DRIFT", None, row.entry_id, f"{whose}: {says}")


def grants_astray(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the accounts of grants that are nobody's month: whoever holds one was granted twice, or past the rules."""
    named = exists().where(GrantMonth.book == store.book, GrantMonth.handle == ledger_account.c.handle)
    rows = select(ledger_account.c.handle).where(
        ledger_account.c.book == store.log, ledger_account.c["class"] == "grant", ~named
    )
    for handle in connection.scalars(rows):
        yield Finding("GRANT_DRIFT", None, None, f"account {handle} is a grant of no member's month")


def budgets_overrun(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the programmes that granted other than their months say, more than their budget, or out of count."""
    programmes = select(Programme.id, Programme.number, Programme.handle).where(Programme.book == store.book)
    granted = _sums(connection, store.book)
    for programme in connection.execute(programmes).all():
        account = store.accounts([(programme.handle, MINUTES)]).get((programme.handle, MINUTES))
        minutes = granted.get(programme.id, 0)
        debited = _moved(connection, store, [programme.handle])[programme.handle]["transfer", "debit"]
        if account is None or debited != minutes:
            says = f"its months add up to {minutes} minutes, the ledger's to {debited}"
            yield Finding("GRANT_DRIFT", None, None, f"programme {programme.number}: {says}")
        elif account.limit is not None and account.debits - account.credits > account.limit:
            out = account.debits - account.credits
            says = f"{out} minutes are out, beyond the budget of {account.limit}"
            yield Finding("GRANT_DRIFT", None, None, f"programme {programme.number}: {says}")
    for number, month, says_granted, members in _miscounted(connection, store.book):
        says = f"its run of {month:%Y-%m} counts {says_granted} members, there are {members}"
        yield Finding("GRANT_DRIFT", None, None, f"programme {number}: {says}")


def _wrong(row: Row, account: Account, given: Sequence[tuple[str, int]], moved: Moved, paid: int) -> str:
    """Return what is wrong with a member's month, "" where nothing is."""
    if list(given) != [(row.entry_id, row.minutes)]:
        return f"the ledger grants {[minutes for _, minutes in given]} minutes, the row {row.minutes}"
    lapsed, settled = moved["expire", "debit"], moved["settle", "debit"]
    if lapsed != row.lapsed_minutes:
        return f"{lapsed} minutes lapsed, the row says {row.lapsed_minutes}"
    if settled != paid:
        return f"{settled} minutes were settled from it, the services say {paid}"
    came_back = moved["reverse", "credit"] + moved["transfer", "credit"] - row.minutes
    spent = settled + moved["transfer", "debit"] - came_back
    if row.minutes != spent + row.lapsed_minutes + account.balance:
        return f"{row.minutes} granted, {spent} spent, {row.lapsed_minutes} lapsed, {account.balance} held"
    return "" if row.state == account.status else f"the row is {row.state}, the account {account.status}"


def _months(connection: Connection, book: str) -> Iterator[Sequence[Row]]:
    """Give the months a page at a time, by their accounts."""
    same = (Programme.book == GrantMonth.book) & (Programme.id == GrantMonth.programme_id)
    wanted = (
        select(
            GrantMonth.handle,
            GrantMonth.member_id,
            GrantMonth.month,
            GrantMonth.minutes,
            GrantMonth.lapsed_minutes,
            GrantMonth.state,
            GrantMonth.entry_id,
            Programme.number,
        )
        .join(Programme, same)
        .where(GrantMonth.book == book)
        .order_by(GrantMonth.handle)
        .limit(PAGE)
    )
    after = ""
    while page := connection.execute(wanted.where(GrantMonth.handle > after)).all():
        yield page
        after = page[-1].handle


def _given(
    connection: Connection, store: SqlStore, handles: Sequence[str]
) -> dict[str, list[tuple[str, int]]]:
    """Return the entries by which programmes gave to their members' months, each with its minutes."""
    source = aliased(ledger_posting)
    rows = connection.execute(
        select(ledger_posting.c.handle, ledger_entry.c.id, ledger_posting.c.amount)
        .join(
            ledger_entry,
            (ledger_entry.c.book == ledger_posting.c.book) & (ledger_entry.c.seq == ledger_posting.c.seq),
        )
        .join(source, (source.c.book == ledger_posting.c.book) & (source.c.seq == ledger_posting.c.seq))
        .join(
            ledger_account,
            (ledger_account.c.book == ledger_posting.c.book)
            & (ledger_account.c.handle == ledger_posting.c.handle)
            & (ledger_account.c.belongs_to == source.c.handle),
        )
        .where(
            ledger_posting.c.book.in_(logs_up_to(store.log)),
            ledger_posting.c.handle.in_(handles),
            ledger_posting.c.side == "credit",
            ledger_entry.c.kind == "transfer",
            _moves_anew(store),
        )
        .order_by(ledger_posting.c.book, ledger_posting.c.seq)
    )
    given: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for handle, entry_id, amount in rows:
        given[handle].append((entry_id, amount))
    return given


def _moved(connection: Connection, store: SqlStore, handles: Sequence[str]) -> dict[str, Moved]:
    rows = connection.execute(
        select(
            ledger_posting.c.handle,
            ledger_entry.c.kind,
            ledger_posting.c.side,
            func.sum(ledger_posting.c.amount),
        )
        .join(
            ledger_entry,
            (ledger_entry.c.book == ledger_posting.c.book) & (ledger_entry.c.seq == ledger_posting.c.seq),
        )
        .where(
            ledger_posting.c.book.in_(logs_up_to(store.log)),
            ledger_posting.c.handle.in_(handles),
            _moves_anew(store),
        )
        .group_by(ledger_posting.c.handle, ledger_entry.c.kind, ledger_posting.c.side)
    )
    moved: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for handle, kind, side, amount in rows:
        moved[handle][kind, side] = int(amount)
    return moved


def _moves_anew(store: SqlStore) -> ColumnElement[bool]:
    """Leave out what only carries a balance over into the next log of the book."""
    return ~exists().where(
        EntryPurpose.book == store.book,
        EntryPurpose.entry_id == ledger_entry.c.id,
        EntryPurpose.purpose == Purpose.CARRIED,
    )


def _paid(connection: Connection, book: str) -> dict[str, int]:
    """Return what the services say that was settled from each grant, read once: no index leads to a payer."""
    rows = connection.execute(
        select(Reserve.payer, func.sum(Reserve.settled_minutes))
        .where(Reserve.book == book, Reserve.pay_from == Payer.GRANT)
        .group_by(Reserve.payer)
    )
    return {payer: int(minutes) for payer, minutes in rows}


def _sums(connection: Connection, book: str) -> dict[str, int]:
    rows = connection.execute(
        select(GrantMonth.programme_id, func.sum(GrantMonth.minutes))
        .where(GrantMonth.book == book)
        .group_by(GrantMonth.programme_id)
    )
    return {programme: int(minutes) for programme, minutes in rows}


def _miscounted(connection: Connection, book: str) -> Iterator[Row]:
    """Give the runs that count other members than have the month."""
    members = func.count(GrantMonth.member_id)
    of_run = (
        (GrantMonth.book == GrantRun.book)
        & (GrantMonth.programme_id == GrantRun.programme_id)
        & (GrantMonth.month == GrantRun.month)
    )
    yield from connection.execute(
        select(Programme.number, GrantRun.month, GrantRun.granted, members)
        .join(Programme, (Programme.book == GrantRun.book) & (Programme.id == GrantRun.programme_id))
        .outerjoin(GrantMonth, of_run)
        .where(GrantRun.book == book)
        .group_by(Programme.number, GrantRun.month, GrantRun.granted)
        .having(members != GrantRun.granted)
    )
