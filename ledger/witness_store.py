"""What a witness remembers, in one SQLite file: for each log the last checkpoint it cosigned."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ledger.errors import StoreFailed
from ledger.witness import NOTHING_YET, Cosigned, Judge, WitnessAnswer

_TABLE = """
CREATE TABLE IF NOT EXISTS cosigned (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL
) WITHOUT ROWID
"""
_PUT = """
INSERT INTO cosigned (origin, size, root, note) VALUES (?, ?, ?, ?)
ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note
"""
WAIT_SECONDS = 10.0


class WitnessFile:
    """Keeps the guarantees of `WitnessStore`. Several processes may use one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._connect()) as connection:
            self._run(connection, _TABLE)

    def advance(self, origin: str, judge: Judge) -> WitnessAnswer | Cosigned:
        with closing(self._connect()) as connection:
            self._run(connection, "BEGIN IMMEDIATE")  # nobody else from before reading until after storing
            row = self._run(connection, "SELECT size, root, note FROM cosigned WHERE origin = ?", origin)
            outcome = judge(NOTHING_YET if row is None else Cosigned(*row))
            if isinstance(outcome, Cosigned):
                self._run(connection, _PUT, origin, outcome.size, outcome.root, outcome.note)
            self._run(connection, "COMMIT")
            return outcome

    def _connect(self) -> sqlite3.Connection:
        """Open the file; closing it ends a transaction that did not come to its commit."""
        try:
            connection = sqlite3.connect(self._path, timeout=WAIT_SECONDS, isolation_level=None)
            # With a rollback journal, and the folder synced too when the journal goes: survives a power cut.
            connection.execute("PRAGMA synchronous = EXTRA")
        except sqlite3.Error as error:
            raise StoreFailed(f"{self._path}: {error}") from error
        return connection

    def _run(
        self, connection: sqlite3.Connection, sql: str, *values: str | int | bytes
    ) -> tuple[int, bytes, bytes] | None:
        try:
            row: tuple[int, bytes, bytes] | None = connection.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise StoreFailed(f"{self._path}: {error}") from error
        return row
