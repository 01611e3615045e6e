"""A database administrator's edits: with all guards lifted and put back, each is found, and named for what it is."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from ledger import guards
from ledger.audit import audit
from ledger.checkpoint import Checkpoint
from ledger.entry import encode, parse
from ledger.errors import IntegrityError as LedgerIntegrityError
from ledger.errors import LedgerError
from ledger.growth import check_extends
from ledger.log_errors import HistoryChanged
from ledger.merkle import grow, leaf_hash
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from ledger.tables import ledger_account, ledger_entry, ledger_head, ledger_node, ledger_posting
from tests.ledger.desk import BOOK, ORIGIN, sqlite_engine
from torture.small_book import SECRETS, changed, contents, make_book
from torture.table import Row, Scale

SEED = 2026
ENTRIES = 40
TAILS = 0.3
"""How many of the deletions of entries go on to the end."""

TABLES = (ledger_entry, ledger_posting, ledger_node, ledger_account, ledger_head)
DRIFT = frozenset({"PROJECTION_DRIFT"})
ABOUT_THE_HEAD = DRIFT | {"TAIL_SHORT", "BEYOND_HEAD", "BAD_TREE"}
KINDS = {
    "ledger_entry.bytes": frozenset({"EDITED"}),
    "ledger_entry.book": frozenset({"GAP", "TAIL_SHORT"}),
    "ledger_entry.seq": frozenset({"GAP", "TAIL_SHORT"}),
    "ledger_entry": DRIFT,
    "ledger_posting": DRIFT,
    "ledger_account": DRIFT,
    "ledger_head": ABOUT_THE_HEAD,
    "ledger_node": frozenset({"BAD_TREE"}),
    "deleted ledger_entry": frozenset({"GAP", "TAIL_SHORT"}),
    "inserted ledger_entry": frozenset({"BEYOND_HEAD"}),
    "swapped bytes": frozenset({"EDITED"}),
    "guard": frozenset({"GUARD_MISSING"}),
    "rehashed": frozenset({"EDITED", "BAD_TREE", "MALFORMED"}),
    "rewritten": frozenset({"FORK"}),
}
"""By what was edited, the kinds of which at least one must be among the findings."""


@dataclass(slots=True)
class Edits:
    """What came of it: how many edits of each sort changed something, and how many the tables themselves refused."""

    done: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)


def measure_edits(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the row of one book."""
    edits = edit_at_random(folder, scale.of(2_000, 150))
    made = edits.done.total()
    right = 100 * (1 - len(edits.misnamed) / made)
    figure = f"{made:,} edits, {edits.refused:,} more refused by the tables, {right:.2f} % rightly named"
    yield Row("a database administrator's edits", "SQLite", figure, (*edits.wrong, *edits.misnamed))


def edit_at_random(folder: Path, count: int, seed: int = SEED) -> Edits:
    """Make so many edits that change something, each on the untouched book."""
    make_book(folder / "book.sqlite3", ENTRIES)
    engine = sqlite_engine(folder / "book.sqlite3")
    outcome, chance = Edits(), random.Random(seed)
    with engine.connect() as connection:
        before = contents(connection)
        signed = _checkpoint(connection)
        connection.rollback()
        while outcome.done.total() < count:
            with connection.begin() as transaction:
                editor = Editor(connection, chance)
                try:
                    sort = chance.choice(EDITS)(editor)
                except (IntegrityError, StatementError):
                    outcome.refused += 1
                else:
                    if sort == "guard" or changed(before, contents(connection)):
                        outcome.done[sort] += 1
                        _judge(connection, signed, sort, f"{sort} ({editor.says})", outcome)
                transaction.rollback()
    engine.dispose()
    return outcome


class Editor:
    """A hand with full access. `says` is what it did last."""

    def __init__(self, connection: Connection, chance: random.Random) -> None:
        self._connection, self._chance = connection, chance
        self.says = ""

    def column(self) -> str:
        """Give one column of one row another value."""
        table = self._chance.choice(TABLES)
        column: Column[Any] = self._chance.choice([*table.columns])
        row = self._row(table)
        value = self._other(table, column, row[column.name])
        self._update(table, row, {column.name: value})
        name = f"{table.name}.{column.name}"
        return name if name in KINDS else table.name

    def deletion(self) -> str:
        """Delete one row, or all from one on."""
        table = self._chance.choice(TABLES)
        row = self._row(table)
        key = {column.name: row[column.name] for column in table.primary_key}
        where = " AND ".join(f"{name} = ?" for name in key)
        if table is ledger_entry and self._chance.random() < TAILS:
            where = where.replace("seq =", "seq >=")
        with _guards_lifted(self._connection):
            self._connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {where}", (*key.values(),))
        self.says = f"{table.name} {where} {key}"
        return "deleted ledger_entry" if table is ledger_entry else table.name

    def swap(self) -> str:
        """Let two entries change places."""
        first, second = (self._row(ledger_entry) for _ in range(2))
        self._update(ledger_entry, first, {"bytes": second["bytes"]})
        self._update(ledger_entry, second, {"bytes": first["bytes"]})
        return "swapped bytes"

    def insertion(self) -> str:
        """Insert a row made of another."""
        table = self._chance.choice((ledger_entry, ledger_posting, ledger_node, ledger_account))
        row = self._row(table)
        number = self._chance.randrange(1_000, 2_000)
        fresh: dict[str, Any] = {
            "seq": number,
            "id": f"another-{number}",
            "prev": self._chance.randbytes(32),
            "idx": number,
            "handle": f"{number}".rjust(20, "2"),
            "version": number,
            "ref": None,
            "answers": None,
        }
        values = {**row, **{name: value for name, value in fresh.items() if name in row}}
        with _guards_lifted(self._connection):
            self._connection.execute(insert(table).values(values))
        self.says = f"{table.name} {number}"
        return "inserted ledger_entry" if table is ledger_entry else table.name

    def rehash(self) -> str:
        """Edit an entry and make its leaf in the tree anew."""
        row = self._row(ledger_entry)
        data = self._edited(row["bytes"])
        self._update(ledger_entry, row, {"bytes": data})
        with _guards_lifted(self._connection):
            self._set("ledger_node", {"level": 0, "idx": row["seq"]}, {"hash": leaf_hash(data)})
        return "rehashed"

    def guard(self) -> str:
        """Drop a guard and leave it so."""
        name = (
            f"{self._chance.choice([*guards.KEYS])}_no_{self._chance.choice(('update', 'delete', 'replace'))}"
        )
        self._connection.exec_driver_sql(f"DROP TRIGGER {name}")
        self.says = name
        return "guard"

    def rewriting(self) -> str:
        """Rewrite an entry and all after it, tree and head, so that the book agrees with itself."""
        first = max(1, self._row(ledger_entry)["seq"])
        rows = self._connection.exec_driver_sql("SELECT bytes FROM ledger_entry ORDER BY seq")
        edge: tuple[bytes, ...] = ()
        leaf = b""
        with _guards_lifted(self._connection):
            for seq, entry in enumerate(map(parse, rows.scalars().all())):
                memo = self._chance.randbytes(32) if seq == first else entry.memo
                data = encode(entry if seq < first else replace(entry, prev=leaf, memo=memo))
                self._set("ledger_entry", {"seq": seq}, {"bytes": data, "prev": leaf if seq else entry.prev})
                leaf = leaf_hash(data)
                edge, completed = grow(edge, seq, leaf)
                for level, node in enumerate((leaf, *completed)):
                    self._set("ledger_node", {"level": level, "idx": seq >> level}, {"hash": node})
            self._set("ledger_head", {}, {"leaf_hash": leaf, "edge": b"".join(edge)})
        self.says = f"from entry {first}"
        return "rewritten"

    def _row(self, table: Table) -> dict[str, Any]:
        rows = self._connection.execute(select(table)).mappings().all()
        return dict(self._chance.choice(rows))

    def _other(self, table: Table, column: Column[Any], value: Any) -> Any:
        """Return another value for a column: a near one, a strange one, or that of another row."""
        others: list[Any] = [None, self._row(table)[column.name]]
        if isinstance(value, bytes):
            others += [self._edited(value), bytes(32)]
        elif isinstance(value, int):
            others += [value + 1, value - 1, -value, 99]
        else:
            others += ["x", f"{value}1", "450126"]
        return self._chance.choice(others)

    def _edited(self, data: bytes) -> bytes:
        place = self._chance.randrange(len(data))
        return data[:place] + bytes([data[place] ^ (1 << self._chance.randrange(8))]) + data[place + 1 :]

    def _update(self, table: Table, row: dict[str, Any], values: dict[str, Any]) -> None:
        key = {column.name: row[column.name] for column in table.primary_key}
        with _guards_lifted(self._connection):
            self._set(table.name, key, values)
        self.says = f"{table.name} {key}: {values}"

    def _set(self, table: str, key: dict[str, Any], values: dict[str, Any]) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        where = " AND ".join(["TRUE", *(f"{name} = ?" for name in key)])
        self._connection.exec_driver_sql(
            f"UPDATE {table} SET {names} WHERE {where}", (*values.values(), *key.values())
        )


EDITS = (
    *(Editor.column,) * 6,
    Editor.deletion,
    Editor.swap,
    Editor.insertion,
    Editor.rehash,
    Editor.guard,
    Editor.rewriting,
)


def _judge(connection: Connection, signed: Checkpoint, sort: str, what: str, outcome: Edits) -> None:
    """Note an edit that nobody finds, or that is found as something else."""
    found = {finding.kind for finding in audit(SqlStore(connection, BOOK), secrets=SECRETS)}
    if _is_another_history(connection, signed):
        found.add("FORK")
    if not found:
        outcome.wrong.append(f"{what} was not found")
    elif not found & KINDS[sort]:
        outcome.misnamed.append(f"{what} was found as {sorted(found)}")


def _checkpoint(connection: Connection) -> Checkpoint:
    head = SqlStore(connection, BOOK).head()
    return Checkpoint(ORIGIN, head.size, head.root)


def _is_another_history(connection: Connection, signed: Checkpoint) -> bool:
    """Tell whether the book does not extend what was signed: what its own machine asks before it signs again."""
    try:
        check_extends(SqlNodes(connection, BOOK), signed, _checkpoint(connection))
    except HistoryChanged:
        return True
    except (LedgerError, LedgerIntegrityError):
        return False
    return False


@contextmanager
def _guards_lifted(connection: Connection) -> Iterator[None]:
    for table in guards.KEYS:
        for act in ("update", "delete", "replace"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{act}")
    yield
    guards.create(connection)
