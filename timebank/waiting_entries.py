"""How long entries of a book have waited to be signed and published: seconds, unless something stands in the way."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from ledger.entry import parse
from ledger.sql_store import SqlStore
from ledger.tile_folder import CHECKPOINT
from timebank.settings import Settings
from timebank.signing import signs_here, size_of


def waiting_since(connection: Connection, settings: Settings, log: str) -> datetime | None:
    """Return since when the oldest entry waits that no published checkpoint covers; None where none does.

    It waits from when it was recorded, and no longer than since the last checkpoint was published. Where the log is
    signed on another machine nobody here can tell.
    """
    if not signs_here(settings, log):
        return None
    published = settings.published(log) / CHECKPOINT
    last = published if published.exists() else settings.high_water_file(log)
    if not last.exists():
        return None  # the book may only be read, and says why
    size = size_of(last.read_bytes())
    for _, data in SqlStore(connection, log).entry_bytes(size, size + 1):
        return max(parse(data).recorded, datetime.fromtimestamp(last.stat().st_mtime, UTC))
    return None
