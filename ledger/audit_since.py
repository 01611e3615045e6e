"""The audit of what was written since an earlier one: in time with the new entries, whatever stands before them.

That the old entries are still those of the earlier audit is seen from their root (a consistency proof over the stored
tree); that the new ones are what the tree has hashed, from their bytes. Each then passes the rules, from the counters
that its accounts' rows had before. What only the whole can show (interior nodes, accounts that nothing has moved,
guards) is left to the whole audit; the kinds of findings are the same.
"""

from collections.abc import Iterator
from itertools import islice

from ledger.account import Account, AccountTerms, Key, opened
from ledger.audit_rules import RULES
from ledger.audit_states import StateCheck
from ledger.audit_step import Named, Standing, Step, after_of, move_on, named
from ledger.checkpoint import Checkpoint
from ledger.commitment import Secrets
from ledger.entry import Entry, parse
from ledger.errors import IntegrityError, Malformed
from ledger.finding import Finding, Report
from ledger.grammar import MAX_NUMBER
from ledger.growth import check_extends
from ledger.log_errors import HistoryChanged, LogWentBack
from ledger.merkle import leaf_hash
from ledger.own_lines import Accounts
from ledger.proofs import Nodes
from ledger.rows import EntryRow, PostingRow, account_as_of, holds_numbers, posting_rows
from ledger.store import Head, Records

LINES_READ = 20


def audit_since(store: Records, nodes: Nodes, audited: Checkpoint, secrets: Secrets | None = None) -> Report:
    """Audit the entries after the first `audited.size`, whose root was `audited.root` then."""
    return NewEntries(store, nodes, audited, secrets).run()


class NewEntries:
    """Carries what is known at each new entry. Use once."""

    def __init__(self, store: Records, nodes: Nodes, audited: Checkpoint, secrets: Secrets | None) -> None:
        self._store, self._nodes, self._audited = store, nodes, audited
        # References may lead to before the new entries, and so do the policies: nothing is said of either.
        self._standing = Standing(store, unsure=True)
        self._states = StateCheck(secrets)
        self._findings: list[Finding] = []
        self._size = audited.size
        self._prev: bytes | None = None

    def run(self) -> Report:
        """Audit all new entries, in order."""
        start = self._audited.size
        head = self._head()
        if head is not None and self._goes_on(head):
            self._begin()
            for row in self._store.entry_rows(start):
                self._take(row, head)
            if self._size < head.size:
                self._find("TAIL_SHORT", self._size, None, f"the head counts {head.size} entries")
            elif self._prev not in (None, head.leaf_hash):
                self._find("PROJECTION_DRIFT", self._size - 1, None, "the head has another leaf hash")
            self._compare_accounts()
        entries = self._size - start
        return Report(entries, self._states.opened, self._states.erased, tuple(self._findings))

    def _head(self) -> Head | None:
        try:
            return self._store.head()
        except (Malformed, IntegrityError) as error:
            self._find("PROJECTION_DRIFT", None, None, f"the head cannot be read: {error}")
            return None

    def _goes_on(self, head: Head) -> bool:
        """Tell whether there is something to audit behind what was audited before."""
        audited = self._audited
        try:
            check_extends(self._nodes, audited, Checkpoint(audited.origin, head.size, head.root))
        except LogWentBack:
            self._find("TAIL_SHORT", head.size, None, f"{audited.size} entries were audited before")
            return False
        except HistoryChanged:
            self._find("FORK", None, None, f"the first {audited.size} entries are not those audited before")
        except IntegrityError as error:
            self._find("BAD_TREE", None, None, str(error))
        return True

    def _begin(self) -> None:
        if self._size:
            self._prev = self._stored_leaf(self._size - 1)
            for row in islice(self._store.entry_rows(self._size - 1), 1):
                if (last := _parsed(row)) is not None:
                    self._standing.recorded = last.recorded
        for row in self._store.entry_rows(self._size):
            if row.kind == "account" and (entry := _parsed(row)) and isinstance(entry.body, Accounts):
                self._standing.doubted |= {(line.handle, line.unit) for line in entry.body.lines}

    def _take(self, row: EntryRow, head: Head) -> None:
        if type(row.seq) is not int:
            self._find("MALFORMED", None, str(row.id), f"its number is {row.seq!r}")
            return
        if row.seq >= head.size:
            self._find("BEYOND_HEAD", row.seq, row.id, f"the head counts only {head.size} entries")
            return
        if row.seq > self._size:
            self._find("GAP", self._size, None, f"entries {self._size} to {row.seq - 1} are missing")
            self._prev = None
        self._size = row.seq + 1
        leaf = leaf_hash(row.bytes) if type(row.bytes) is bytes else b""
        stored = self._stored_leaf(row.seq)
        prev, self._prev = self._prev, stored
        if leaf != stored:
            self._find("EDITED", row.seq, row.id, "its bytes are not those that were hashed")
            return
        entry = _parsed(row)
        if entry is None:
            self._find("MALFORMED", row.seq, row.id, "its bytes are no entry")
            return
        self._judge(row, entry, prev)

    def _judge(self, row: EntryRow, entry: Entry, prev: bytes | None) -> None:
        before = tuple(self._account(row, (leg.handle, leg.unit)) for leg in entry.postings)
        if isinstance(entry.body, Accounts):
            for line in entry.body.lines:
                self._know((line.handle, line.unit), row.seq)
        step = Step(
            row,
            entry,
            prev,
            self._standing,
            self._ref(entry),
            before,
            after_of(entry, before, self._standing),
        )
        for kind, rule in RULES[entry.kind]:
            if (says := rule(step)) is not None:
                self._find(kind, row.seq, row.id, says)
        expected = sorted(posting_rows(entry, step.after), key=lambda posting: (posting.handle, posting.unit))
        if self._store.postings_of(row.seq) != expected:
            self._find(
                "PROJECTION_DRIFT", row.seq, row.id, "the rows of its postings are not what the bytes say"
            )
        for posting, after, earlier in zip(entry.postings, step.after, before, strict=False):
            if not self._states.is_right(after, earlier.last, row.seq, posting.state):
                says = f"the state of account {after.handle} in {after.unit} is another"
                self._find("BAD_STATE", row.seq, row.id, says)
        move_on(step)

    def _account(self, row: EntryRow, key: Key) -> Account:
        self._know(key, row.seq)
        account = self._standing.accounts.get(key)
        if account is None:
            self._find("UNKNOWN_ACCOUNT", row.seq, row.id, f"account {key[0]} in {key[1]} was never opened")
            account = opened(AccountTerms(*key, class_="member", limit=None))
            self._standing.accounts[key] = account
            self._standing.doubted.add(key)
        return account

    def _know(self, key: Key, seq: int) -> None:
        """Take an account as it stood before entry `seq`, the first time it is met."""
        if key in self._standing.accounts:
            return
        stored = self._store.accounts([key]).get(key)
        if stored is not None:
            limit = stored.limit if type(stored.limit) is int else None
            terms = AccountTerms(*key, stored.class_, stored.of, limit, stored.status)
            last = next((row for row in self._postings(key) if row.seq < seq and holds_numbers(row)), None)
            self._standing.accounts[key] = account_as_of(opened(terms), last)

    def _postings(self, key: Key) -> Iterator[PostingRow]:
        """Give an account's postings that belong to an entry, newest first."""
        before: int | None = MAX_NUMBER
        while type(before) is int and (lines := self._store.statement(key, before, LINES_READ)):
            yield from (line.posting for line in lines)
            before = lines[-1].posting.version

    def _ref(self, entry: Entry) -> Named | None:
        found = {} if entry.ref is None else self._store.find([entry.ref])
        for one in found.values():
            try:
                earlier = named(parse(one.bytes))
            except Malformed:
                return None
            if one.closed_by == entry.id and one.seq < self._audited.size:
                self._standing.reserves[earlier.id] = earlier
            return earlier
        return None

    def _compare_accounts(self) -> None:
        for key, account in self._standing.accounts.items():
            stored = self._store.accounts([key]).get(key)
            if stored is None or (not self._standing.doubts(key) and stored != account):
                says = f"account {key[0]} in {key[1]} is not as its entries left it"
                self._find("PROJECTION_DRIFT", account.last, None, says)

    def _stored_leaf(self, seq: int) -> bytes | None:
        try:
            return self._nodes.read_nodes([(0, seq)])[0]
        except IntegrityError:
            return None

    def _find(self, kind: str, seq: int | None, id_: str | None, says: str) -> None:
        self._findings.append(Finding(kind, seq, id_, says))


def _parsed(row: EntryRow) -> Entry | None:
    try:
        return parse(row.bytes) if type(row.bytes) is bytes else None
    except Malformed:
        return None
