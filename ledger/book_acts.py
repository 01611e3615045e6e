"""The entries by which a book speaks of itself, found by their kind without reading the others: keys and seals."""

from sqlalchemy import Connection, select

from ledger.entry import Entry, parse
from ledger.tables import BOOK_ACTS, ledger_entry


def book_acts(connection: Connection, log: str, kind: str, newest: int | None = None) -> list[Entry]:
    """Return the entries of a kind, `key` or `seal`, first to last; with `newest` only so many of the last."""
    of_kind = select(ledger_entry.c.bytes).where(
        BOOK_ACTS, ledger_entry.c.book == log, ledger_entry.c.kind == kind
    )
    rows = connection.scalars(of_kind.order_by(ledger_entry.c.seq.desc()).limit(newest))
    return [parse(bytes(data)) for data in rows][::-1]
