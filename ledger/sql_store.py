"""A book in an SQL database, over a connection whose transaction belongs to the caller.

Statements are written out and go to the driver's cursor: an executed Core construct costs ten times as
much as the database's own work on such a row, and a post makes eight of them. The tables are in tables.py.
"""

# ruff: noqa: S608 - the statements are made of this file's constants alone; every value is bound.

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, select

from ledger import guards
from ledger.account import Account, Key
from ledger.errors import IntegrityError, StoreFailed
from ledger.grammar import HASH_BYTES, format_time, read_time
from ledger.log_name import book_of
from ledger.rows import EntryRow, Found, NodeRow, PostingRow, StatementRow
from ledger.statements import (
    BEGIN_HEAD,
    COUNTERS,
    ENTRY,
    FOUND_COLUMNS,
    INSERT_ENTRY,
    INSERT_NODE,
    INSERT_POSTING,
    MOVE_HEAD,
    NODE,
    POSTING,
    PUT_ACCOUNT,
    TERMS,
    accounts_sql,
    append_sql,
    entries_at_sql,
    find_sql,
    look_up_sql,
    numbered,
    read_columns,
)
from ledger.store import NO_ENTRY, Appended, Head
from ledger.tables import ledger_head, metadata

__all__ = ["SqlStore", "metadata"]

STREAMED_AT_ONCE = 1000  # rows
_STREAMS = itertools.count()
_ENTRY, _POSTING, _NODE = map(read_columns, (ENTRY, POSTING, NODE))


class SqlStore:
    """One log of a book in the tables of `metadata`. Keeps the guarantees of `Store` and `Records`.

    `log` is its name (`ledger.log_name`): that of a book's only log is the book's code.
    """

    def __init__(self, connection: Connection, log: str) -> None:
        self._connection = connection
        self.log = log
        self._driver: Any = connection.dialect.loaded_dbapi
        self._is_server = connection.dialect.name == "postgresql"
        self._cursor: Any = None

    @property
    def book(self) -> str:
        return book_of(self.log)

    def lock_head(self) -> Head:
        lock = _lock_clause(self._connection.dialect)
        head = self._read_head(lock)
        if lock and head is NO_ENTRY:
            # There is no row to lock before the first entry. Locking the table instead makes other books wait once
            # in this book's life, when it is opened; a row put there to be locked would be a head that is none.
            self._run("LOCK TABLE ledger_head IN SHARE ROW EXCLUSIVE MODE", [])
            head = self._read_head(lock)
        return head

    def head(self) -> Head:
        return self._read_head("")

    def _read_head(self, lock: str) -> Head:
        rows = self._rows(
            f"SELECT size, leaf_hash, recorded, policy, edge FROM ledger_head WHERE book = ?{lock}",
            [self.log],
        )
        for size, leaf, recorded, policy, edge in rows:
            if [*map(type, (size, recorded, policy))] != [int, str, int]:
                raise IntegrityError(f"log {self.log}: its head holds values of other types")
            return Head(size, _as_bytes(leaf), read_time(recorded), policy, _split_edge(_as_bytes(edge)))
        return NO_ENTRY

    def find(self, ids: Collection[str]) -> dict[str, Found]:
        return _found(self._rows(find_sql(len(ids)), [self.log, *ids]))

    def look_up(
        self, ids: Collection[str], keys: Collection[Key]
    ) -> tuple[dict[str, Found], dict[Key, Account]]:
        if not self._is_server or not keys:
            return self.find(ids), self.accounts(keys)
        values = [self.log, *ids, self.log, *_flat(keys)]
        rows = self._rows(look_up_sql(len(ids), len(keys)), values)
        return (
            _found(row[:FOUND_COLUMNS] for row in rows if row[0] is not None),
            _accounts(row[FOUND_COLUMNS:] for row in rows if row[0] is None),
        )

    def answered(self, answers: str) -> bool:
        query = "SELECT 1 FROM ledger_entry WHERE book = ? AND answers = ?"
        return bool(self._rows(query, [self.log, answers]))

    def accounts(self, keys: Collection[Key]) -> dict[Key, Account]:
        if not keys:
            return {}
        return _accounts(self._rows(accounts_sql(len(keys)), [self.log, *_flat(keys)]))

    def append(self, appended: Appended) -> None:
        entry, postings, nodes = (
            self._keyed([appended.entry]),
            self._keyed(appended.postings),
            self._keyed(appended.nodes),
        )
        accounts = [self._account_row(account) for account in appended.accounts]
        move_head, head = self._head_moved(appended.before, appended.after)
        if self._is_server:
            groups = (entry, postings, nodes, accounts, [head])
            sql = append_sql(len(postings), len(nodes), len(accounts), is_first=move_head is BEGIN_HEAD)
            moved = self._run(sql, [value for rows in groups for row in rows for value in row])
        else:
            self._write(INSERT_ENTRY, entry)
            self._write(INSERT_POSTING, postings)
            self._write(INSERT_NODE, nodes)
            self._write(PUT_ACCOUNT, accounts)
            moved = self._run(move_head, head)
        if moved.rowcount != 1:
            raise IntegrityError(f"the head of log {self.log} is no longer at {appended.before.size}")

    def _keyed(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """Return the rows as they are stored, keyed by the log; those of a book's only log are so already."""
        return rows if self.log == self.book else [(self.log, *row[1:]) for row in rows]

    def _account_row(self, a: Account) -> tuple[Any, ...]:
        return (
            self.log,
            a.handle,
            a.unit,
            a.class_,
            a.of,
            a.limit,
            a.status,
            a.debits,
            a.credits,
            a.pending_debits,
            a.pending_credits,
            a.version,
            a.last,
        )

    def _head_moved(self, before: Head, after: Head) -> tuple[str, list[Any]]:
        """Compare and set: whoever read another head than `before` moves none, and loses if nowhere earlier."""
        values = [
            after.size,
            after.leaf_hash,
            format_time(after.recorded),
            after.policy,
            b"".join(after.edge),
            self.log,
        ]
        if before.size == 0:
            return BEGIN_HEAD, values
        return MOVE_HEAD, [*values, before.size, before.leaf_hash]

    def postings_of(self, seq: int) -> list[PostingRow]:
        query = f"SELECT {_POSTING} FROM ledger_posting WHERE book = ? AND seq = ? ORDER BY handle, unit"
        return [PostingRow(*row) for row in self._rows(query, [self.log, seq])]

    def statement(self, key: Key, before_version: int | None, limit: int) -> list[StatementRow]:
        posting, entry = read_columns(POSTING, "p"), read_columns(ENTRY, "e")
        below = "" if before_version is None else " AND p.version < ?"
        rows = self._rows(
            f"SELECT {posting}, {entry} FROM ledger_posting p"
            " JOIN ledger_entry e ON e.book = p.book AND e.seq = p.seq"
            f" WHERE p.book = ? AND p.handle = ? AND p.unit = ?{below} ORDER BY p.version DESC LIMIT ?",
            [self.log, *key, *([] if before_version is None else [before_version]), limit],
        )
        split = len(PostingRow._fields)
        return [StatementRow(PostingRow(*row[:split]), _entry_row(row[split:])) for row in rows]

    def newest_postings(self, at: int) -> Iterator[PostingRow]:
        rows = self._stream(
            f"SELECT {_POSTING} FROM ledger_posting p WHERE book = ? AND seq <= ? AND NOT EXISTS ("
            "SELECT 1 FROM ledger_posting n WHERE n.book = p.book AND n.handle = p.handle AND n.unit = p.unit"
            " AND n.version = p.version + 1 AND n.seq <= ?) ORDER BY handle, unit",
            [self.log, at, at],
        )
        return map(PostingRow._make, rows)

    def entry_bytes(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        query = "SELECT seq, bytes FROM ledger_entry WHERE book = ? AND seq >= ? AND seq < ? ORDER BY seq"
        fetch = self._rows if stop - start <= STREAMED_AT_ONCE else self._stream
        return ((seq, _as_bytes(data)) for seq, data in fetch(query, [self.log, start, stop]))

    def entries_at(self, seqs: Collection[int]) -> dict[int, bytes]:
        rows = self._rows(entries_at_sql(len(seqs)), [self.log, *seqs]) if seqs else ()
        return {seq: _as_bytes(data) for seq, data in rows}

    def entry_rows(self, start: int = 0) -> Iterator[EntryRow]:
        query = f"SELECT {_ENTRY} FROM ledger_entry WHERE book = ? AND seq >= ? ORDER BY seq"
        return itertools.chain.from_iterable(map(_entry_rows, self._batches(query, [self.log, start])))

    def posting_rows(self) -> Iterator[PostingRow]:
        query = f"SELECT {_POSTING} FROM ledger_posting WHERE book = ? ORDER BY seq, handle, unit"
        return map(PostingRow._make, self._stream(query, [self.log]))

    def node_rows(self, level: int) -> Iterator[NodeRow]:
        query = f"SELECT {_NODE} FROM ledger_node WHERE book = ? AND level = ? ORDER BY idx"
        return map(NodeRow._make, self._stream(query, [self.log, level]))

    def account_rows(self) -> Iterator[Account]:
        query = f"SELECT {TERMS}, {COUNTERS} FROM ledger_account WHERE book = ? ORDER BY handle, unit"
        return (Account(*row) for row in self._stream(query, [self.log]))

    def id_of(self, seq: int) -> str | None:
        for (id_,) in self._rows("SELECT id FROM ledger_entry WHERE book = ? AND seq = ?", [self.log, seq]):
            return str(id_)
        return None

    def missing_guards(self) -> list[str]:
        return guards.missing(self._connection)

    def _run(self, sql: str, values: Sequence[Any]) -> Any:
        """Run one statement on the store's own cursor and return it; the next statement ends its rows."""
        return self._execute(self._own_cursor(), sql, values)

    def _own_cursor(self) -> Any:
        if self._cursor is None:
            self._cursor = self._new_cursor()
        return self._cursor

    def _new_cursor(self, *, is_stream: bool = False) -> Any:
        if not self._connection.in_transaction():
            raise IntegrityError("the ledger is used within a transaction of its caller")
        if not self._is_server:
            return self._connection.connection.cursor()
        connection = self._connection.connection.driver_connection
        if is_stream:  # a cursor without a name would fetch all its rows at once
            return self._driver.RawServerCursor(connection, f"ledger_{next(_STREAMS)}")
        return self._driver.RawCursor(connection)

    def _execute(self, cursor: Any, sql: str, values: Sequence[Any]) -> Any:
        try:
            cursor.execute(numbered(sql) if self._is_server else sql, values)
        except self._driver.Error as error:
            raise self._named(error) from error
        return cursor

    def _named(self, error: Exception) -> Exception:
        """Return the driver's error as one of ours."""
        kind = IntegrityError if isinstance(error, self._driver.IntegrityError) else StoreFailed
        return kind(f"book {self.log}: {error}")

    def _write(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement for each row, on SQLite."""
        cursor = self._own_cursor()
        try:
            cursor.executemany(sql, rows)
        except self._driver.Error as error:
            raise self._named(error) from error

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        rows: list[Any] = self._run(sql, values).fetchall()
        return rows

    def _stream(self, sql: str, values: Sequence[Any]) -> Iterator[Any]:
        return itertools.chain.from_iterable(self._batches(sql, values))

    def _batches(self, sql: str, values: Sequence[Any]) -> Iterator[list[Any]]:
        cursor = self._execute(self._new_cursor(is_stream=True), sql, values)
        try:
            while rows := cursor.fetchmany(STREAMED_AT_ONCE):
                yield rows
            cursor.close()  # one that is given up before its end goes with its transaction
        except self._driver.Error as error:
            raise self._named(error) from error


@lru_cache(maxsize=8)
def _lock_clause(dialect: Dialect) -> str:
    """Return what locks a selected row: Core knows which databases need it, and that SQLite does not."""
    locked = select(ledger_head).with_for_update().compile(dialect=dialect)
    return " FOR UPDATE" if str(locked).endswith(" FOR UPDATE") else ""


def _found(rows: Iterable[Any]) -> dict[str, Found]:
    return {
        id_: Found(seq, _as_bytes(data), closed_by)
        for id_, seq, data, closed_by in rows
        if type(seq) is int  # an entry without a number is none; the audit names its row
    }


def _accounts(rows: Iterable[Any]) -> dict[Key, Account]:
    return {(row[0], row[1]): Account(*row) for row in rows}


def _flat(keys: Collection[Key]) -> list[str]:
    return [part for key in keys for part in key]


def _entry_rows(rows: list[Any]) -> Iterator[EntryRow]:
    """Return the rows as they are stored; a driver gives memoryviews for all of them or for none."""
    return map(_entry_row if isinstance(rows[0][-1], memoryview) else EntryRow._make, rows)


def _entry_row(row: Sequence[Any]) -> EntryRow:
    """Return the row as it is stored, so that the audit sees bytes that were turned into text."""
    entry = EntryRow(*row)
    return entry._replace(bytes=bytes(entry.bytes)) if isinstance(entry.bytes, memoryview) else entry


def _as_bytes(value: object) -> bytes:
    """Return a BLOB as bytes: a driver may give a memoryview, and SQLite whatever somebody stored."""
    if isinstance(value, str):
        return value.encode()
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _split_edge(edge: bytes) -> tuple[bytes, ...]:
    return tuple(edge[at : at + HASH_BYTES] for at in range(0, len(edge), HASH_BYTES))
