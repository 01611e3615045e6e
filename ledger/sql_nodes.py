"""The tree's stored subtrees in an SQL database, read by place: what proofs and tiles are made of."""

# ruff: noqa: S608 - the statements are made of this file's constants alone; every value is bound.

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from ledger.errors import IntegrityError, StoreFailed
from ledger.proofs import Place


class SqlNodes:
    """The tree of one book in the table `ledger_node`. Keeps the guarantees of `Nodes` and `Runs`.

    Reads within the transaction of the caller's connection.
    """

    def __init__(self, connection: Connection, book: str) -> None:
        self._connection = connection
        self._book = book
        self._driver: Any = connection.dialect.loaded_dbapi
        self._mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"

    def read_nodes(self, places: Sequence[Place]) -> list[bytes]:
        if not places:
            return []
        values = [value for level, index in places for value in (self._book, level, index)]
        (hashes,) = self._rows(_places_sql(len(places), self._mark), values)
        for place, found in zip(places, hashes, strict=True):
            if found is None:
                raise IntegrityError(f"book {self._book} lacks node {place[1]} of level {place[0]}")
        return [bytes(found) for found in hashes]

    def read_run(self, level: int, start: int, stop: int) -> list[bytes]:
        query = (
            "SELECT hash FROM ledger_node WHERE book = ? AND level = ? AND idx >= ? AND idx < ? ORDER BY idx"
        )
        rows = self._rows(query.replace("?", self._mark), [self._book, level, start, stop])
        if len(rows) != stop - start:
            raise IntegrityError(f"book {self._book} lacks nodes {start} to {stop - 1} of level {level}")
        return [bytes(data) for (data,) in rows]

    def _rows(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        cursor = self._connection.connection.cursor()
        try:
            cursor.execute(sql, values)
            rows: Sequence[Any] = cursor.fetchall()
        except self._driver.Error as error:
            raise StoreFailed(f"book {self._book}: {error}") from error
        finally:
            cursor.close()
        return rows


@lru_cache(maxsize=256)
def _places_sql(places: int, mark: str) -> str:
    """Return one row with a column a place: with a statement each, handing over costs more than looking up."""
    one = f"(SELECT hash FROM ledger_node WHERE book = {mark} AND level = {mark} AND idx = {mark})"
    return f"SELECT {', '.join([one] * places)}"
