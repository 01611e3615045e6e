"""A book in an SQL database, over a connection whose transaction belongs to the caller.

Statements are written out and go to the driver's cursor: an executed Core construct costs ten times as
much as the database's own work on such a row, and a post makes eight of them. The tables are in tables.py.
"""

# ruff: noqa: S608 - the statements are made of this file's constants alone; every value is bound.

import contextlib
import itertools
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, select

from ledger import guards
from ledger.account import Account, Key
from ledger.errors import IntegrityError, StoreFailed
from ledger.grammar import HASH_BYTES, format_time, read_time
from ledger.rows import EntryRow, Found, NodeRow, PostingRow, StatementRow
from ledger.store import NO_ENTRY, Appended, Head
from ledger.tables import ledger_head, metadata

__all__ = ["SqlStore", "metadata"]

_ENTRY = "book, seq, id, prev, kind, recorded, service, site, policy, ref, with_id, answers, bytes"
_POSTING = (
    "book, seq, handle, unit, version, side, amount, held, debits, credits, pending_debits, pending_credits"
)
_NODE = "book, level, idx, hash"
_TERMS = "handle, unit, class, belongs_to, credit_limit, status"
_COUNTERS = "debits, credits, pending_debits, pending_credits, version, last"

STREAMED_AT_ONCE = 1000  # rows
_STREAMS = itertools.count()


def _insert(table: str, columns: str) -> str:
    marks = ", ".join("?" for _ in columns.split(", "))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"


_INSERT_ENTRY = _insert("ledger_entry", _ENTRY)
_INSERT_POSTING = _insert("ledger_posting", _POSTING)
_INSERT_NODE = _insert("ledger_node", _NODE)
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in f"credit_limit, status, {_COUNTERS}".split(", "))
_PUT_ACCOUNT = (
    _insert("ledger_account", f"book, {_TERMS}, {_COUNTERS}")
    + f" ON CONFLICT (book, handle, unit) DO UPDATE SET {_CHANGES}"
)
_BEGIN_HEAD = _insert("ledger_head", "size, leaf_hash, recorded, policy, edge, book")
_MOVE_HEAD = (
    "UPDATE ledger_head SET size = ?, leaf_hash = ?, recorded = ?, policy = ?, edge = ?"
    " WHERE book = ? AND size = ? AND leaf_hash = ?"
)


class SqlStore:
    """One book in the tables of `metadata`. Keeps the guarantees of `Store` and `Records`."""

    def __init__(self, connection: Connection, book: str) -> None:
        self._connection = connection
        self._book = book
        self._driver: Any = connection.dialect.loaded_dbapi
        self._mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        self._is_server = connection.dialect.name == "postgresql"
        self._cursor: Any = None

    @property
    def book(self) -> str:
        return self._book

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
            [self._book],
        )
        for size, leaf, recorded, policy, edge in rows:
            return Head(size, bytes(leaf), read_time(recorded), policy, _split_edge(edge))
        return NO_ENTRY

    def find(self, ids: Collection[str]) -> dict[str, Found]:
        return _found(self._rows(_find_sql(len(ids)), [self._book, *ids]))

    def look_up(
        self, ids: Collection[str], keys: Collection[Key]
    ) -> tuple[dict[str, Found], dict[Key, Account]]:
        if not self._is_server or not keys:
            return self.find(ids), self.accounts(keys)
        with self._sent_together():
            found = self._execute(self._new_cursor(), _find_sql(len(ids)), [self._book, *ids])
            known = self._execute(self._new_cursor(), _accounts_sql(len(keys)), [self._book, *_flat(keys)])
        return _found(found.fetchall()), _accounts(known.fetchall())

    def answered(self, answers: str) -> bool:
        query = "SELECT 1 FROM ledger_entry WHERE book = ? AND answers = ?"
        return bool(self._rows(query, [self._book, answers]))

    def accounts(self, keys: Collection[Key]) -> dict[Key, Account]:
        if not keys:
            return {}
        return _accounts(self._rows(_accounts_sql(len(keys)), [self._book, *_flat(keys)]))

    def append(self, appended: Appended) -> None:
        with self._sent_together():
            self._write(_INSERT_ENTRY, [appended.entry])
            self._write(_INSERT_POSTING, appended.postings)
            self._write(_INSERT_NODE, appended.nodes)
            self._write(_PUT_ACCOUNT, [self._account_row(account) for account in appended.accounts])
            moved = self._move_head(appended.before, appended.after)
        if moved.rowcount != 1:
            raise IntegrityError(f"the head of book {self._book} is no longer at {appended.before.size}")

    def _account_row(self, a: Account) -> tuple[Any, ...]:
        return (
            self._book,
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

    def _move_head(self, before: Head, after: Head) -> Any:
        """Compare and set: whoever read another head than `before` moves none, and loses here if nowhere earlier.

        Returns the cursor that counts them; a server's is its own, since it counts when all sent together is done.
        """
        cursor = self._new_cursor() if self._is_server else self._own_cursor()
        values = [
            after.size,
            after.leaf_hash,
            format_time(after.recorded),
            after.policy,
            b"".join(after.edge),
        ]
        if before.size == 0:
            return self._execute(cursor, _BEGIN_HEAD, [*values, self._book])
        return self._execute(cursor, _MOVE_HEAD, [*values, self._book, before.size, before.leaf_hash])

    def postings_of(self, seq: int) -> list[PostingRow]:
        query = f"SELECT {_POSTING} FROM ledger_posting WHERE book = ? AND seq = ? ORDER BY handle, unit"
        return [PostingRow(*row) for row in self._rows(query, [self._book, seq])]

    def statement(self, key: Key, before_version: int | None, limit: int) -> list[StatementRow]:
        posting = ", ".join(f"p.{column}" for column in _POSTING.split(", "))
        entry = ", ".join(f"e.{column}" for column in _ENTRY.split(", "))
        below = "" if before_version is None else " AND p.version < ?"
        rows = self._rows(
            f"SELECT {posting}, {entry} FROM ledger_posting p"
            " JOIN ledger_entry e ON e.book = p.book AND e.seq = p.seq"
            f" WHERE p.book = ? AND p.handle = ? AND p.unit = ?{below} ORDER BY p.version DESC LIMIT ?",
            [self._book, *key, *([] if before_version is None else [before_version]), limit],
        )
        split = len(PostingRow._fields)
        return [StatementRow(PostingRow(*row[:split]), _entry_row(row[split:])) for row in rows]

    def newest_postings(self, at: int) -> Iterator[PostingRow]:
        rows = self._stream(
            f"SELECT {_POSTING} FROM ledger_posting p WHERE book = ? AND seq <= ? AND NOT EXISTS ("
            "SELECT 1 FROM ledger_posting n WHERE n.book = p.book AND n.handle = p.handle AND n.unit = p.unit"
            " AND n.version = p.version + 1 AND n.seq <= ?) ORDER BY handle, unit",
            [self._book, at, at],
        )
        return map(PostingRow._make, rows)

    def entry_bytes(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        query = "SELECT seq, bytes FROM ledger_entry WHERE book = ? AND seq >= ? AND seq < ? ORDER BY seq"
        fetch = self._rows if stop - start <= STREAMED_AT_ONCE else self._stream
        return ((seq, _as_bytes(data)) for seq, data in fetch(query, [self._book, start, stop]))

    def entry_rows(self) -> Iterator[EntryRow]:
        query = f"SELECT {_ENTRY} FROM ledger_entry WHERE book = ? ORDER BY seq"
        return map(_entry_row, self._stream(query, [self._book]))

    def posting_rows(self) -> Iterator[PostingRow]:
        query = f"SELECT {_POSTING} FROM ledger_posting WHERE book = ? ORDER BY seq, handle, unit"
        return map(PostingRow._make, self._stream(query, [self._book]))

    def node_rows(self, level: int) -> Iterator[NodeRow]:
        query = f"SELECT {_NODE} FROM ledger_node WHERE book = ? AND level = ? ORDER BY idx"
        return map(NodeRow._make, self._stream(query, [self._book, level]))

    def account_rows(self) -> Iterator[Account]:
        query = f"SELECT {_TERMS}, {_COUNTERS} FROM ledger_account WHERE book = ? ORDER BY handle, unit"
        return (Account(*row) for row in self._stream(query, [self._book]))

    def id_of(self, seq: int) -> str | None:
        for (id_,) in self._rows("SELECT id FROM ledger_entry WHERE book = ? AND seq = ?", [self._book, seq]):
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

    def _new_cursor(self, **options: Any) -> Any:
        if not self._connection.in_transaction():
            raise IntegrityError("the ledger is used within a transaction of its caller")
        return self._connection.connection.cursor(**options)

    def _execute(self, cursor: Any, sql: str, values: Sequence[Any]) -> Any:
        try:
            cursor.execute(self._marked(sql), values)
        except self._driver.Error as error:
            raise self._named(error) from error
        return cursor

    def _marked(self, sql: str) -> str:
        """Return the statement with the driver's own mark for a value."""
        return sql if self._mark == "?" else sql.replace("?", self._mark)

    def _named(self, error: Exception) -> Exception:
        """Return the driver's error as one of ours."""
        kind = IntegrityError if isinstance(error, self._driver.IntegrityError) else StoreFailed
        return kind(f"book {self._book}: {error}")

    @contextlib.contextmanager
    def _sent_together(self) -> Iterator[None]:
        """Have a server do all statements of the block in one round trip; their errors come at its end."""
        if not self._is_server:
            yield
            return
        try:
            with self._connection.connection.driver_connection.pipeline():  # type: ignore[union-attr]  # psycopg's
                yield
        except self._driver.Error as error:
            raise self._named(error) from error

    def _write(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement for each row."""
        cursor = self._own_cursor()
        try:
            cursor.executemany(self._marked(sql), rows)
        except self._driver.Error as error:
            raise self._named(error) from error

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        rows: list[Any] = self._run(sql, values).fetchall()
        return rows

    def _stream(self, sql: str, values: Sequence[Any]) -> Iterator[Any]:
        cursor = self._execute(self._stream_cursor(), sql, values)
        try:
            while rows := cursor.fetchmany(STREAMED_AT_ONCE):
                yield from rows
            cursor.close()  # one that is given up before its end goes with its transaction
        except self._driver.Error as error:
            raise self._named(error) from error

    def _stream_cursor(self) -> Any:
        if not self._is_server:
            return self._new_cursor()
        # A cursor without a name would fetch all its rows at once.
        return self._new_cursor(name=f"ledger_{next(_STREAMS)}")


@lru_cache(maxsize=8)
def _lock_clause(dialect: Dialect) -> str:
    """Return what locks a selected row: Core knows which databases need it, and that SQLite does not."""
    locked = select(ledger_head).with_for_update().compile(dialect=dialect)
    return " FOR UPDATE" if str(locked).endswith(" FOR UPDATE") else ""


@lru_cache(maxsize=128)
def _find_sql(ids: int) -> str:
    marks = ", ".join("?" * ids)
    return (
        "SELECT id, seq, bytes, (SELECT c.id FROM ledger_entry c WHERE c.book = e.book AND c.ref = e.id)"
        f" FROM ledger_entry e WHERE book = ? AND id IN ({marks})"
    )


def _found(rows: Sequence[Any]) -> dict[str, Found]:
    return {id_: Found(seq, _as_bytes(data), closed_by) for id_, seq, data, closed_by in rows}


def _accounts(rows: Sequence[Any]) -> dict[Key, Account]:
    return {(row[0], row[1]): Account(*row) for row in rows}


def _flat(keys: Collection[Key]) -> list[str]:
    return [part for key in keys for part in key]


@lru_cache(maxsize=128)
def _accounts_sql(keys: int) -> str:
    pairs = ", ".join(["(?, ?)"] * keys)
    query = f"SELECT {_TERMS}, {_COUNTERS} FROM ledger_account WHERE book = ?"
    return f"{query} AND (handle, unit) IN (VALUES {pairs})"


def _entry_row(row: Sequence[Any]) -> EntryRow:
    """Return the row as it is stored, so that the audit sees bytes that were turned into text."""
    entry = EntryRow(*row)
    return entry._replace(bytes=bytes(entry.bytes)) if isinstance(entry.bytes, memoryview) else entry


def _as_bytes(value: bytes | memoryview | str) -> bytes:
    """Return a BLOB as bytes: a driver may give a memoryview, and SQLite text where somebody stored text."""
    return value.encode() if isinstance(value, str) else bytes(value)


def _split_edge(edge: bytes) -> tuple[bytes, ...]:
    return tuple(bytes(edge[at : at + HASH_BYTES]) for at in range(0, len(edge), HASH_BYTES))
