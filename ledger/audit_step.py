"""What the audit carries from entry to entry, and what it knows of the one it is at."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ledger.account import Account, Key, Side, opened
from ledger.entry import Entry
from ledger.kinds import KINDS
from ledger.own_lines import Accounts, Import, PolicyChange, Refuse
from ledger.rows import EntryRow, answer_key
from ledger.store import NO_ENTRY, Store
from ledger.transfer import deltas


class Named(NamedTuple):
    """What the rules ask of the entry that a ref names; a leg is side, handle, unit and amount."""

    id: str
    seq: int
    kind: str
    legs: tuple[tuple[Side, str, str, int], ...]


def named(entry: Entry) -> Named:
    """Return an entry as it looks to one whose ref names it."""
    legs = tuple((p.side, p.handle, p.unit, p.amount) for p in entry.postings)
    return Named(entry.id, entry.seq, entry.kind, legs)


@dataclass(slots=True)
class Standing:
    """What the entries up to here have left.

    `rows_differ`: a posting's row was not what the bytes say. `unsure`: an entry could not be read, so a
    reference may lead nowhere without being wrong. Its id is `unreadable`; the accounts it may have opened or
    changed are `doubted`: nothing is said of their terms.
    """

    store: Store
    accounts: dict[Key, Account] = field(default_factory=dict)
    reserves: dict[str, Named] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    recorded: datetime = NO_ENTRY.recorded
    policy: int = 0
    rows_differ: bool = False
    unsure: bool = False
    unreadable: set[str] = field(default_factory=set)
    doubted: set[Key] = field(default_factory=set)
    all_doubted: bool = False

    def doubts(self, key: Key) -> bool:
        """Tell whether the account's terms may be others than the readable entries say."""
        return self.all_doubted or key in self.doubted


@dataclass(slots=True)
class Step:
    """One entry under audit: its row, what its bytes say, and its accounts before and after it.

    `prev` is the leaf hash of the entry before, None where nobody knows it; `ref` the entry it closes.
    """

    row: EntryRow
    entry: Entry
    prev: bytes | None
    standing: Standing
    ref: Named | None
    before: tuple[Account, ...]
    after: tuple[Account, ...]


def after_of(entry: Entry, before: tuple[Account, ...], standing: Standing) -> tuple[Account, ...]:
    """Return the accounts that an entry moves, opens or changes as it leaves them, from its bytes alone."""
    if isinstance(entry.body, Accounts):
        known = [standing.accounts.get((line.handle, line.unit)) for line in entry.body.lines]
        return tuple(
            opened(line) if account is None else account.under(line)
            for account, line in zip(known, entry.body.lines, strict=True)
        )
    return tuple(
        account.moved(p.side, *deltas(entry.kind, p.amount, p.held), entry.seq)
        for p, account in zip(entry.postings, before, strict=True)
    )


def move_on(step: Step) -> None:
    """Let the entry stand: what it leaves is what the next one meets."""
    entry, standing = step.entry, step.standing
    standing.recorded = entry.recorded
    for account in step.after:
        standing.accounts[account.key] = account
    if KINDS[entry.kind].reserves:
        standing.reserves[entry.id] = named(entry)
    elif entry.kind == "reverse" and entry.ref is not None:
        standing.reversed.add(entry.ref)
    elif entry.ref is not None:
        standing.reserves.pop(entry.ref, None)
    body = entry.body
    if isinstance(body, PolicyChange):
        standing.policy = body.version
    elif isinstance(body, Import | Refuse):
        standing.answered.add(answer_key(body.origin, body.index))
