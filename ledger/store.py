"""Where a book is kept, and what every store must guarantee."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from ledger.account import Account, Key
from ledger.merkle import edge_root
from ledger.rows import EntryRow, Found, NodeRow, PostingRow, StatementRow


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: how many entries, and what the next one needs to know of them.

    `policy` is the last version announced; `edge` the roots of the tree's full subtrees, largest first.
    """

    size: int
    leaf_hash: bytes
    recorded: datetime
    policy: int
    edge: tuple[bytes, ...]

    @property
    def root(self) -> bytes:
        """The root of the tree over all entries."""
        return edge_root(self.edge)


# The head of a book without entries: everything comes after it.
NO_ENTRY = Head(0, b"", datetime.min.replace(tzinfo=UTC), 0, ())


@dataclass(frozen=True, slots=True)
class Appended:
    """All that one entry changes: its row, its postings, the tree nodes it completes, accounts, head."""

    before: Head
    after: Head
    entry: EntryRow
    postings: Sequence[PostingRow]
    nodes: Sequence[NodeRow]
    accounts: Sequence[Account]


class Store(Protocol):
    """One book's rows, as the writing side needs them.

    All calls work within a transaction that the caller has begun and will end; a store never begins, commits
    or rolls back, so an entry is durable when that transaction is. Reads see what this transaction wrote.
    Not for use by two threads at once.
    """

    @property
    def book(self) -> str:
        """The 6-digit code of the book."""

    def lock_head(self) -> Head:
        """Return the head (NO_ENTRY before the first entry); no other transaction moves it meanwhile."""

    def head(self) -> Head:
        """Return the head as this transaction sees it, without keeping others from moving it."""

    def find(self, ids: Collection[str]) -> dict[str, Found]:
        """Return the entries with these ids; unknown ids are left out."""

    def look_up(
        self, ids: Collection[str], keys: Collection[Key]
    ) -> tuple[dict[str, Found], dict[Key, Account]]:
        """Return what `find` and `accounts` return, in one go: from far away that is half the time."""

    def answered(self, answers: str) -> bool:
        """Tell whether an import or refuse already answers this `<origin> <index>`."""

    def accounts(self, keys: Collection[Key]) -> dict[Key, Account]:
        """Return the accounts with these keys; unknown ones are left out."""

    def append(self, appended: Appended) -> None:
        """Write one entry and all it changes, or raise IntegrityError and let the transaction be rolled back.

        Refuses where the head is no longer `appended.before`, or where any key is already taken: seq, prev,
        id, ref and answer of an entry, version of a posting, place of a node.
        """

    def postings_of(self, seq: int) -> list[PostingRow]:
        """Return the postings of one entry by handle and unit."""

    def statement(self, key: Key, before_version: int | None, limit: int) -> list[StatementRow]:
        """Return an account's postings, newest first, those below `before_version` if given."""

    def newest_postings(self, at: int) -> Iterator[PostingRow]:
        """Return each account's newest posting up to entry `at`, by handle and unit."""

    def entry_bytes(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Return seq and bytes of the entries from `start` up to but not including `stop`. Streams."""

    def entries_at(self, seqs: Collection[int]) -> dict[int, bytes]:
        """Return the bytes of a few entries by their numbers; those that are missing are left out."""


class Records(Store, Protocol):
    """Every stored row in a fixed order, for those who check the book. Streams; memory stays flat."""

    def entry_rows(self, start: int = 0) -> Iterator[EntryRow]:
        """Return all entries from `start` on by seq."""

    def posting_rows(self) -> Iterator[PostingRow]:
        """Return all postings by seq, handle and unit."""

    def node_rows(self, level: int) -> Iterator[NodeRow]:
        """Return all nodes of a level by index."""

    def account_rows(self) -> Iterator[Account]:
        """Return all accounts by handle and unit."""

    def id_of(self, seq: int) -> str | None:
        """Return the id that the row of an entry bears, None if there is no such row."""

    def missing_guards(self) -> list[str]:
        """Return the names of guards that should keep history from being changed and are not there."""
