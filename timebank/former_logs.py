"""Entries of a book wherever they stand: in the log it writes now, or in one that this continues."""

from collections.abc import Collection

from sqlalchemy import Connection

from ledger.entry import Entry, parse
from ledger.log_name import logs_up_to
from ledger.rows import Found
from ledger.sql_store import SqlStore


def find_in_logs(connection: Connection, log: str, ids: Collection[str]) -> dict[str, Found]:
    """Return the entries with these ids; one that was carried over as it stands in the newest log that has it."""
    found: dict[str, Found] = {}
    for name in logs_up_to(log):
        missing = set(ids) - found.keys()
        if not missing:
            break
        found |= SqlStore(connection, name).find(missing)
    return found


def find_entry(connection: Connection, log: str, id_: str) -> Entry | None:
    """Return the entry with an id, None where no log of the book has it."""
    found = find_in_logs(connection, log, [id_]).get(id_)
    return None if found is None else parse(found.bytes)
