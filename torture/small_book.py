"""A small ledger in a SQLite file, with entries of all kinds that move something: what edits and flips are tried on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ledger.tables import metadata
from tests.ledger.desk import LI, WANG, Safe, create_ledger, desk_at, sqlite_engine
from tests.ledger.test_audit import a_day

SECRETS = Safe()
Row = tuple[Any, ...]
Contents = dict[str, dict[Row, Row]]
"""All that a database holds: by table and key, the values with their types."""


def make_book(file: Path, size: int) -> None:
    """Write a book of so many entries to a file, and close it."""
    engine = sqlite_engine(file)
    create_ledger(engine)
    with desk_at(engine) as desk:
        a_day(desk)
        while desk.book.head().size < size:
            desk.transfer(WANG, LI, 1) if desk.count % 2 else desk.transfer(LI, WANG, 1)
    engine.dispose()


def contents(connection: Connection) -> Contents:
    """Return all rows of the ledger's tables."""
    held: Contents = {}
    for table in metadata.sorted_tables:
        places = [place for place, column in enumerate(table.columns) if column.primary_key]
        rows = connection.exec_driver_sql(f"SELECT * FROM {table.name}").fetchall()
        held[table.name] = {tuple(row[place] for place in places): tuple(row) for row in rows}
    return held


def changed(before: Contents, after: Contents) -> Mapping[str, set[Row]]:
    """Return the keys of the rows that differ, by table."""
    return {
        table: keys
        for table in before
        if (
            keys := {
                key
                for key in before[table].keys() | after[table].keys()
                if _typed(before[table].get(key)) != _typed(after[table].get(key))
            }
        )
    }


def _typed(row: Row | None) -> list[tuple[type, Any]] | None:
    return None if row is None else [(type(value), value) for value in row]
