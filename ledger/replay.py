"""All entries of a published log carried out again: every rule judged, every balance made anew.

Needs nothing but the entries' bytes. The rules are those of the audit; only what a database holds beside the
bytes has no part in it, and the states that entries commit to stay closed, because their secrets are not here.
Memory grows with the accounts and with the entries that others name, not with the log.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ledger.account import Account, AccountTerms, Key, opened
from ledger.audit_rules import RULES, a_seal_fixes_what_stood, columns_follow_from_bytes
from ledger.audit_step import Named, Standing, Step, after_of, move_on, named
from ledger.entry import Entry, parse
from ledger.errors import Malformed
from ledger.finding import Finding
from ledger.memory_store import MemoryStore
from ledger.own_lines import Genesis, Seal
from ledger.published_log import PublishedLog
from ledger.rebuild import Gathered, Progress, tile_of
from ledger.rows import Found, entry_row
from ledger.seal import SealTally

# The audit's rule of seals reads an entry an account; here the seals are made as the entries pass. Columns are made
# from the bytes, so that there is nothing to compare.
_NOT_HERE = (a_seal_fixes_what_stood, columns_follow_from_bytes)
_RULES = {kind: tuple(one for one in rules if one[1] not in _NOT_HERE) for kind, rules in RULES.items()}


@dataclass(frozen=True, slots=True)
class Total:
    """All accounts of one class in one unit. `reserved` is set aside in them, `coming` is set aside for them."""

    unit: str
    class_: str
    accounts: int
    balance: int
    reserved: int
    coming: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """What all entries together say. `entries` is how many were carried out: all, unless one made no sense."""

    book: str
    entries: int
    accounts: int
    totals: tuple[Total, ...]
    findings: tuple[Finding, ...]


class NamedEntries(MemoryStore):
    """As a store for the rules: only the entries that some ref or with names, and where they stand."""

    def __init__(self, book: str, log: PublishedLog, size: int) -> None:
        super().__init__(book)
        self._log = log
        self._size = size
        self._seqs: dict[str, int] = {}

    def remember(self, id_: str, seq: int) -> int:
        """Let this entry be found from now on, and return the seq under its id: another one's if that was first."""
        return self._seqs.setdefault(id_, seq)

    def find(self, ids: Collection[str]) -> dict[str, Found]:
        return {
            id_: Found(seq, self._bytes(seq), None) for id_ in ids if (seq := self._seqs.get(id_)) is not None
        }

    def _bytes(self, seq: int) -> bytes:
        tile = tile_of(seq, self._size)
        return self._log.entries(tile.bundle)[seq - tile.start]


class Replay:
    """Carries what is known at each entry. Use once."""

    def __init__(self, log: PublishedLog, origin: str, size: int, gathered: Gathered) -> None:
        self._log = log
        self._origin = origin
        self._size = size
        self._gathered = gathered
        self._store = NamedEntries("", log, size)
        self._standing = Standing(self._store)
        self._states: dict[Key, bytes] = {}
        self._seals: dict[int, Seal] = {}
        self._findings: list[Finding] = []
        self._prev: bytes | None = None
        self._done = 0

    def run(self, progress: Progress) -> Replayed:
        """Carry out all entries in order; one that makes no sense ends it."""
        for start, hashes, entries in self._log.leaves(self._size):
            for leaf, data in zip(hashes, entries, strict=True):
                if not self._take(data):
                    return self._result()
                self._prev = leaf
            progress("balances", start + len(entries), self._size)
        return self._result()

    def _take(self, data: bytes) -> bool:
        seq = self._done
        try:
            entry = parse(data)
        except Malformed as error:
            self._find("MALFORMED", None, str(error))
            return False
        if seq == 0:
            self._store.book = entry.book
            self._check_origin(entry)
        if entry.seq != seq:
            self._find("MALFORMED", entry, f"it calls itself entry {entry.seq}")
            return False
        self._judge(entry, data)
        if entry.id in self._gathered.named and (first := self._store.remember(entry.id, seq)) != seq:
            self._find("DUPLICATE_ID", entry, f"entry {first} has this id already")
        self._done += 1
        if seq in self._gathered.sealed:
            self._seals[seq] = seal_of_accounts(seq, self._standing.accounts.values(), self._states)
        return True

    def _check_origin(self, entry: Entry) -> None:
        if isinstance(entry.body, Genesis) and entry.body.origin != self._origin:
            self._find("BAD_GENESIS", entry, f"it opens {entry.body.origin}, but {self._origin} signs it")

    def _judge(self, entry: Entry, data: bytes) -> None:
        before = tuple(self._account(entry, (leg.handle, leg.unit)) for leg in entry.postings)
        after = after_of(entry, before, self._standing)
        step = Step(
            entry_row(entry, data), entry, self._prev, self._standing, self._ref(entry), before, after
        )
        for kind, rule in _RULES[entry.kind]:
            if (says := rule(step)) is not None:
                self._find(kind, entry, says)
        if isinstance(entry.body, Seal) and self._seals.get(entry.body.at) != entry.body:
            self._find("BAD_SEAL", entry, f"it is not the seal of entry {entry.body.at}")
        move_on(step)
        for leg in entry.postings:
            self._states[leg.handle, leg.unit] = leg.state

    def _account(self, entry: Entry, key: Key) -> Account:
        account = self._standing.accounts.get(key)
        if account is None:
            self._find("UNKNOWN_ACCOUNT", entry, f"account {key[0]} in {key[1]} was never opened")
            account = opened(AccountTerms(*key, class_="member", limit=None))
            self._standing.doubted.add(key)
        return account

    def _ref(self, entry: Entry) -> Named | None:
        if entry.ref is None:
            return None
        reserve = self._standing.reserves.get(entry.ref)
        if reserve is not None:
            return reserve
        found = self._store.find([entry.ref]).get(entry.ref)
        return None if found is None else named(parse(found.bytes))

    def _find(self, kind: str, entry: Entry | None, says: str) -> None:
        self._findings.append(Finding(kind, self._done, None if entry is None else entry.id, says))

    def _result(self) -> Replayed:
        accounts = self._standing.accounts.values()
        return Replayed(
            self._store.book, self._done, len(accounts), totals_of(accounts), tuple(self._findings)
        )


def totals_of(accounts: Iterable[Account]) -> tuple[Total, ...]:
    """Return the sums of each unit and class, by unit and class."""
    sums: dict[tuple[str, str], list[int]] = {}
    for account in accounts:
        row = sums.setdefault((account.unit, account.class_), [0, 0, 0, 0])
        figures = (1, account.balance, account.pending_debits, account.pending_credits)
        row[:] = (so_far + figure for so_far, figure in zip(row, figures, strict=True))
    return tuple(Total(unit, class_, *row) for (unit, class_), row in sorted(sums.items()))


def seal_of_accounts(at: int, accounts: Iterable[Account], states: dict[Key, bytes]) -> Seal:
    """Return the seal of these accounts as entry `at` has just left them."""
    tally = SealTally()
    for account in sorted(accounts, key=lambda account: account.key):
        if account.key in states:  # an account that nothing has moved has no state yet
            tally.add(account.handle, account.unit, states[account.key])
            tally.count(account.unit, account.debits, account.pending_debits)
    return tally.seal(at)
