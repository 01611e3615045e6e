"""A book's rows, and the one place that says how they follow from an entry and the accounts it leaves.

Plain named tuples with the tables' columns in their order: they cross the store's boundary by the thousand,
and a database driver takes them as they are.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.account import Account, Side
from ledger.entry import Entry
from ledger.grammar import format_time
from ledger.own_lines import Import, Refuse
from ledger.transfer import deltas


class EntryRow(NamedTuple):
    """The bytes of an entry and the columns derived from them."""

    book: str
    seq: int
    id: str
    prev: bytes
    kind: str
    recorded: str
    service: str | None
    site: str | None
    policy: int
    ref: str | None
    with_id: str | None
    answers: str | None
    bytes: bytes


class PostingRow(NamedTuple):
    """One posting with the counters of its account after it."""

    book: str
    seq: int
    handle: str
    unit: str
    version: int
    side: Side
    amount: int
    held: int | None
    debits: int
    credits: int
    pending_debits: int
    pending_credits: int


class NodeRow(NamedTuple):
    """The root of a full subtree of `2 ** level` leaves; level 0 are the leaf hashes."""

    book: str
    level: int
    idx: int
    hash: bytes


class Found(NamedTuple):
    """An entry found by its id, and the id of the entry that closed it, if any."""

    seq: int
    bytes: bytes
    closed_by: str | None


class StatementRow(NamedTuple):
    """One posting of an account with the particulars of its entry."""

    posting: PostingRow
    entry: EntryRow


def answer_key(origin: str, index: int) -> str:
    """Return what names an export of another book, answered at most once."""
    return f"{origin} {index}"


def entry_row(entry: Entry, data: bytes) -> EntryRow:
    """Return the row of an entry: the one place that says how columns follow from bytes."""
    body = entry.body
    return EntryRow(
        entry.book,
        entry.seq,
        entry.id,
        entry.prev,
        entry.kind,
        format_time(entry.recorded),
        None if entry.service is None else entry.service.isoformat(),
        entry.site,
        entry.policy,
        entry.ref,
        entry.with_id,
        answer_key(body.origin, body.index) if isinstance(body, Import | Refuse) else None,
        data,
    )


def posting_rows(entry: Entry, accounts: Sequence[Account]) -> list[PostingRow]:
    """Return the rows of an entry's postings; `accounts` are theirs, after the entry, in the same order."""
    return [
        PostingRow(
            entry.book,
            entry.seq,
            account.handle,
            account.unit,
            account.version,
            posting.side,
            posting.amount,
            posting.held,
            account.debits,
            account.credits,
            account.pending_debits,
            account.pending_credits,
        )
        for posting, account in zip(
            entry.postings, accounts, strict=False
        )  # an `account` entry moves nothing
    ]


def holds_numbers(row: PostingRow | Account) -> bool:
    """Tell whether a row has whole numbers for its counters; a database may hold anything in their place."""
    return all(
        type(value) is int
        for value in (row.version, row.debits, row.credits, row.pending_debits, row.pending_credits)
    )


def account_before(account: Account, row: PostingRow, kind: str) -> Account:
    """Return the account with the counters it had before that posting of an entry of this kind."""
    posted, pending = deltas(kind, row.amount, row.held)
    undone = account_as_of(account, row).moved(row.side, -posted, -pending, row.seq)
    return undone._replace(version=row.version - 1, last=None)


def account_as_of(account: Account, row: PostingRow | None) -> Account:
    """Return the account with the counters it had after that posting."""
    if row is None:
        return account
    return account._replace(
        debits=row.debits,
        credits=row.credits,
        pending_debits=row.pending_debits,
        pending_credits=row.pending_credits,
        version=row.version,
        last=row.seq,
    )
