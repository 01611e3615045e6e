"""A book in memory: for tests, for trying things out, and for checking a log that was read from elsewhere."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ledger.account import Account, Key
from ledger.errors import IntegrityError
from ledger.rows import EntryRow, Found, NodeRow, PostingRow, StatementRow
from ledger.store import NO_ENTRY, Appended, Head


@dataclass
class MemoryStore:
    """Keeps the guarantees of `Store` and `Records` but for durability: it lives as long as the process.

    It knows no transactions; a caller who wants to go back appends nothing, or starts a new one.
    """

    book: str
    _head: Head = NO_ENTRY
    _entries: list[EntryRow] = field(default_factory=list)
    _seq_by_id: dict[str, int] = field(default_factory=dict)
    _closed_by: dict[str, str] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)
    _postings: dict[int, list[PostingRow]] = field(default_factory=dict)
    _by_account: dict[Key, list[PostingRow]] = field(default_factory=dict)
    _accounts: dict[Key, Account] = field(default_factory=dict)
    _levels: list[list[NodeRow]] = field(default_factory=list)

    def lock_head(self) -> Head:
        return self._head

    def head(self) -> Head:
        return self._head

    def find(self, ids: Collection[str]) -> dict[str, Found]:
        rows = [self._entries[self._seq_by_id[id_]] for id_ in ids if id_ in self._seq_by_id]
        return {row.id: Found(row.seq, row.bytes, self._closed_by.get(row.id)) for row in rows}

    def look_up(
        self, ids: Collection[str], keys: Collection[Key]
    ) -> tuple[dict[str, Found], dict[Key, Account]]:
        return self.find(ids), self.accounts(keys)

    def answered(self, answers: str) -> bool:
        return answers in self._answered

    def accounts(self, keys: Collection[Key]) -> dict[Key, Account]:
        return {key: self._accounts[key] for key in keys if key in self._accounts}

    def append(self, appended: Appended) -> None:
        entry = appended.entry
        self._require_new(appended)
        self._head = appended.after
        self._entries.append(entry)
        self._seq_by_id[entry.id] = entry.seq
        if entry.ref is not None:
            self._closed_by[entry.ref] = entry.id
        if entry.answers is not None:
            self._answered.add(entry.answers)
        for posting in appended.postings:
            self._postings.setdefault(posting.seq, []).append(posting)
            self._by_account.setdefault((posting.handle, posting.unit), []).append(posting)
        for node in appended.nodes:
            if node.level == len(self._levels):
                self._levels.append([])
            self._levels[node.level].append(node)
        self._accounts |= {account.key: account for account in appended.accounts}

    def _require_new(self, appended: Appended) -> None:
        entry = appended.entry
        if appended.before != self._head or entry.seq != len(self._entries):
            raise IntegrityError(f"the head of book {self.book} is no longer at {appended.before.size}")
        if entry.id in self._seq_by_id or entry.ref in self._closed_by or entry.answers in self._answered:
            raise IntegrityError(f"book {self.book}: entry {entry.seq} takes a key that is taken")
        for posting in appended.postings:
            if posting.version != len(self._by_account.get((posting.handle, posting.unit), ())) + 1:
                raise IntegrityError(
                    f"book {self.book}: version {posting.version} of {posting.handle} is taken"
                )

    def postings_of(self, seq: int) -> list[PostingRow]:
        return sorted(self._postings.get(seq, ()), key=lambda row: (row.handle, row.unit))

    def statement(self, key: Key, before_version: int | None, limit: int) -> list[StatementRow]:
        rows = self._by_account.get(key, [])
        below = rows if before_version is None else rows[: before_version - 1]
        return [StatementRow(row, self._entries[row.seq]) for row in reversed(below)][:limit]

    def newest_postings(self, at: int) -> Iterator[PostingRow]:
        for _, rows in sorted(self._by_account.items()):
            if upto := [row for row in rows if row.seq <= at]:
                yield upto[-1]

    def entry_bytes(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        return ((row.seq, row.bytes) for row in self._entries[start:stop])

    def entries_at(self, seqs: Collection[int]) -> dict[int, bytes]:
        return {seq: self._entries[seq].bytes for seq in seqs if seq < len(self._entries)}

    def entry_rows(self, start: int = 0) -> Iterator[EntryRow]:
        return iter(self._entries[start:])

    def posting_rows(self) -> Iterator[PostingRow]:
        return (row for seq in sorted(self._postings) for row in self.postings_of(seq))

    def node_rows(self, level: int) -> Iterator[NodeRow]:
        return iter(self._levels[level] if level < len(self._levels) else ())

    def account_rows(self) -> Iterator[Account]:
        return (account for _, account in sorted(self._accounts.items()))

    def id_of(self, seq: int) -> str | None:
        return self._entries[seq].id if 0 <= seq < len(self._entries) else None

    def missing_guards(self) -> list[str]:
        return []
