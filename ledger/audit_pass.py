"""One pass over a book, entry by entry: what was hashed, what it says, what it leaves, what the rows say of it.

Entries are taken in runs. The hashes of a run are compared all at once, and where they agree an entry that is clean
goes the short way (audit_clean.py). Wherever something differs, the long way of this file finds out what.
"""

import sys
from collections.abc import Callable

from ledger.account import Account, AccountTerms, Key, opened
from ledger.ahead import Ahead
from ledger.audit_clean import CleanPath
from ledger.audit_end import account_drifts, head_drift
from ledger.audit_rules import RULES
from ledger.audit_states import StateCheck
from ledger.audit_step import Named, Standing, Step, after_of, move_on, named
from ledger.audit_tree import TreeCheck
from ledger.commitment import Secrets
from ledger.entry import Entry, parse
from ledger.errors import IntegrityError, Malformed
from ledger.finding import Finding, Report
from ledger.merkle import leaf_hash
from ledger.rows import EntryRow, PostingRow, account_as_of, account_before, holds_numbers, posting_rows
from ledger.store import NO_ENTRY, Records

Progress = Callable[[int, int], None]  # entries done, entries in the head


class AuditPass:
    """Carries what the pass knows at each entry. Use once."""

    RUN = 1000  # entries that are taken at once

    def __init__(self, store: Records, secrets: Secrets | None, progress: Progress | None) -> None:
        self._store = store
        self._progress = progress or (lambda done, size: None)
        self._findings: list[Finding] = []
        self._standing = Standing(store)
        self._tree = TreeCheck(store, self._find_at)
        self._postings = Ahead(store.posting_rows())
        self._states = StateCheck(secrets)
        self._clean = CleanPath(self._standing, self._postings, self._states)
        self._head = NO_ENTRY
        self._prev: bytes | None = None  # the true leaf hash of the last entry, None where nobody knows it
        self._size = 0  # the seq that comes next
        self._entries = 0

    def run(self) -> Report:
        """Audit all, in order."""
        for name in self._store.missing_guards():
            self._findings.append(Finding("GUARD_MISSING", None, None, f"guard {name} is missing or altered"))
        self._read_head()
        rows = Ahead(self._store.entry_rows())
        while rows.next is not None:
            if self._entries:
                self._progress(self._entries, self._head.size)
            self._take_run(rows)
        self._end()
        self._progress(self._entries, self._head.size)
        return Report(self._entries, self._states.opened, self._states.erased, tuple(self._findings))

    def _read_head(self) -> None:
        try:
            self._head = self._store.head()
        except (Malformed, IntegrityError) as error:
            self._findings.append(
                Finding("PROJECTION_DRIFT", None, None, f"the head cannot be read: {error}")
            )

    def _take_run(self, rows: Ahead[EntryRow]) -> None:
        run = rows.look(self.RUN)
        leaves = self._hashes_of(run, rows.look(self.RUN + 1)[self.RUN :])
        if leaves is None:
            for _ in run:
                if (row := rows.take()) is not None:
                    self._examine(row, rows.next)
            return
        rows.skip(len(run))
        self._clean.look_up(run)
        for row, leaf in zip(run, leaves, strict=True):
            prev, self._prev = self._prev, leaf
            self._entries += 1
            self._size += 1
            if not self._clean.passes(row, prev):
                self._judge(row, prev, untouched=True)

    def _hashes_of(self, run: list[EntryRow], following: list[EntryRow]) -> list[bytes] | None:
        """Return the leaf hashes of the run and take them into the tree, if all that was hashed agrees."""
        stop = self._size + len(run)
        if [row.seq for row in run] != list(range(self._size, stop)) or stop > self._head.size > 0:
            return None
        if any(type(row.bytes) is not bytes for row in run):
            return None
        leaves = [leaf_hash(row.bytes) for row in run]
        named = [row.prev for row in [*run[1:], *following]]
        return leaves if named == leaves[: len(named)] and self._tree.push_all(leaves) else None

    def _examine(self, row: EntryRow, following: EntryRow | None) -> None:
        self._entries += 1
        if type(row.seq) is not int:
            self._findings.append(Finding("MALFORMED", None, str(row.id), f"its number is {row.seq!r}"))
            return
        if row.seq < self._size:
            self._find("DUPLICATE_SEQ", row, "another entry has this seq")
            return
        if row.seq >= self._head.size > 0:
            self._find("BEYOND_HEAD", row, f"the head counts only {self._head.size} entries")
            return
        if row.seq > self._size:
            self._pass_gap(row)
        prev = self._prev
        self._prev, untouched = self._weigh(row, following)
        self._tree.push(self._prev)
        self._size += 1
        self._judge(row, prev, untouched=untouched)

    def _judge(self, row: EntryRow, prev: bytes | None, *, untouched: bool) -> None:
        stored = self._take_postings(row.seq)
        entry = self._read(row) if untouched else None
        if entry is None:
            self._pass_over(row, stored)
        else:
            self._check(row, entry, prev, stored)

    def _weigh(self, row: EntryRow, following: EntryRow | None) -> tuple[bytes | None, bool]:
        """Return the true leaf hash of the entry, as well as it can be known, and whether its bytes are those."""
        computed = leaf_hash(row.bytes) if type(row.bytes) is bytes else b""
        stored = self._tree.take_leaf(row.seq)
        if computed == stored and (following is None or following.prev == computed):
            return computed, True
        named = self._named_after(row.seq, following)
        if computed == stored and (named in (None, computed) or self._tree.holds(row.seq, computed)):
            return computed, True  # where the next entry goes on from another, the fork is that one's
        if computed == named:
            self._find(
                "BAD_TREE", row, f"its leaf hash in the tree is {'missing' if stored is None else 'another'}"
            )
            return computed, True
        self._find("EDITED", row, "its bytes are not those that were hashed")
        return named if computed == stored or stored is None else stored, False

    def _named_after(self, seq: int, following: EntryRow | None) -> bytes | None:
        """Return the leaf hash of entry `seq` as the one after it has it, if that one is untouched itself."""
        if following is None:
            return self._head.leaf_hash if self._head.size == seq + 1 else None
        if following.seq != seq + 1 or type(following.bytes) is not bytes:
            return None
        if leaf_hash(following.bytes) != self._tree.next_leaf(seq + 1):
            return None
        try:
            entry = parse(following.bytes)
        except Malformed:
            return None
        return None if entry.kind == "genesis" else entry.prev

    def _read(self, row: EntryRow) -> Entry | None:
        try:
            return parse(row.bytes)
        except Malformed as error:
            self._find("MALFORMED", row, str(error))
            return None

    def _pass_gap(self, row: EntryRow) -> None:
        """Go on to the row over the entries that are missing before it."""
        span = (
            f"entry {self._size} is"
            if row.seq == self._size + 1
            else f"entries {self._size} to {row.seq - 1} are"
        )
        self._findings.append(Finding("GAP", self._size, None, f"{span} missing"))
        self._standing.unsure = True
        for seq in range(self._size, row.seq):
            leaf = self._tree.take_leaf(seq)
            self._prev = row.prev if leaf is None and seq == row.seq - 1 else leaf
            self._tree.push(self._prev)
            stored = self._take_postings(seq)
            self._go_by_rows(stored)
            self._standing.all_doubted |= not stored  # it may have opened or changed any account
        self._size = row.seq

    def _pass_over(self, row: EntryRow, stored: list[PostingRow]) -> None:
        """Go on after an entry whose bytes say nothing that can be trusted."""
        self._standing.unsure = True
        self._standing.unreadable.add(row.id)
        self._go_by_rows(stored)
        self._standing.all_doubted |= row.kind == "account"

    def _go_by_rows(self, stored: list[PostingRow]) -> None:
        for row in filter(holds_numbers, stored):
            account = self._account((row.handle, row.unit))
            self._standing.accounts[account.key] = account_as_of(account, row)

    def _account(self, key: Key) -> Account:
        """Return an account; one that no readable entry has opened as its row has it, its terms in doubt."""
        account = self._standing.accounts.get(key)
        if account is None:
            self._standing.doubted.add(key)
            account = self._store.accounts([key]).get(key)
            if account is None or not holds_numbers(account):
                account = opened(AccountTerms(*key, class_="member", limit=None))
        return account

    def _check(self, row: EntryRow, entry: Entry, prev: bytes | None, stored: list[PostingRow]) -> None:
        if self._standing.unsure:
            self._catch_up(entry, stored)
        before = self._before(row, entry)
        after = after_of(entry, before, self._standing)
        step = Step(row, entry, prev, self._standing, self._ref(entry), before, after)
        for kind, rule in RULES[entry.kind]:
            if (says := rule(step)) is not None:
                self._find(kind, row, says)
        expected = sorted(posting_rows(entry, after), key=lambda posting: (posting.handle, posting.unit))
        if stored != expected:
            self._standing.rows_differ = True
            self._find("PROJECTION_DRIFT", row, "the rows of its postings are not what the bytes say")
        self._open_states(step)
        move_on(step)

    def _catch_up(self, entry: Entry, stored: list[PostingRow]) -> None:
        """Where entries that could not be read have moved an account, begin from its counters in these rows."""
        for row in filter(holds_numbers, stored):
            key = (row.handle, row.unit)
            account = self._account(key)
            if account.version + 1 != row.version:
                self._standing.accounts[key] = account_before(account, row, entry.kind)
                self._states.unplaced.add(key)

    def _before(self, row: EntryRow, entry: Entry) -> tuple[Account, ...]:
        accounts = []
        for posting in entry.postings:
            key = (posting.handle, posting.unit)
            if key not in self._standing.accounts:
                self._standing.accounts[key] = opened(AccountTerms(*key, class_="member", limit=None))
                self._standing.doubted.add(key)
                self._find(
                    "UNKNOWN_ACCOUNT", row, f"account {posting.handle} in {posting.unit} was never opened"
                )
            accounts.append(self._standing.accounts[key])
        return tuple(accounts)

    def _ref(self, entry: Entry) -> Named | None:
        ref = entry.ref
        if ref is None or ref in self._standing.unreadable:
            return None
        reserve = self._standing.reserves.get(ref)
        if reserve is not None:
            return reserve
        found = self._store.find([ref]).get(ref)
        try:
            return None if found is None else named(parse(found.bytes))
        except Malformed:
            return None

    def _open_states(self, step: Step) -> None:
        for posting, account, before in zip(step.entry.postings, step.after, step.before, strict=False):
            if not self._states.is_right(account, before.last, step.entry.seq, posting.state):
                says = f"the state of account {account.handle} in {account.unit} is another"
                self._find("BAD_STATE", step.row, says)

    def _take_postings(self, seq: int) -> list[PostingRow]:
        rows = []
        while (row := self._postings.next) is not None and (type(row.seq) is not int or row.seq <= seq):
            self._postings.take()
            if type(row.seq) is not int:
                self._find_at("PROJECTION_DRIFT", None, f"a posting belongs to an entry {row.seq!r}")
            elif row.seq == seq:
                rows.append(row)
            else:
                self._find_at("PROJECTION_DRIFT", row.seq, "a posting belongs to no entry")
        return rows

    def _end(self) -> None:
        """Check what can only be checked when all entries have passed: head, accounts, nothing left over."""
        short = self._head.size > self._size
        if short:
            self._findings.append(
                Finding("TAIL_SHORT", self._size, None, f"the head counts {self._head.size} entries")
            )
        else:
            self._take_postings(sys.maxsize)
            self._tree.end()
            if (
                says := head_drift(self._head, self._size, self._prev, self._tree, self._standing)
            ) is not None:
                self._find_at("PROJECTION_DRIFT", self._size - 1, says)
        for account, says in account_drifts(self._store, self._standing, tail_lost=short):
            self._find_at("PROJECTION_DRIFT", account.last, says)

    def _find(self, kind: str, row: EntryRow, says: str) -> None:
        self._findings.append(Finding(kind, row.seq, row.id, says))

    def _find_at(self, kind: str, seq: int | None, says: str) -> None:
        id_ = None if seq is None else self._store.id_of(seq)
        self._findings.append(Finding(kind, seq, id_, says))
