"""The audit of a large book on two cores: its entries here, all that hangs on them in a process beside.

Either reads within a transaction of its own. What is compared with each other is read by the same one, so it does not
matter that they may be of different moments.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from sqlalchemy import Connection

from ledger.sql_store import SqlStore
from timebank.book_audit import (
    BesideEntries,
    BookAudit,
    Progress,
    audit_beside_entries,
    audit_book,
    audit_entries,
    put_together,
    tell_nobody,
)
from timebank.crypto import Vault, read_master_key
from timebank.db import reader_engine
from timebank.settings import Settings

WORTH_IT = 20_000
"""Entries of a book from which on a second process pays: it takes a second to start."""


def audit_on_cores(
    settings: Settings,
    connection: Connection,
    vault: Vault,
    book: str,
    progress: Progress = tell_nobody,
    worth_it: int = WORTH_IT,
) -> BookAudit:
    """Audit a book, with the help of a second core from `worth_it` entries on."""
    if SqlStore(connection, book).id_of(worth_it - 1) is None:
        return audit_book(connection, vault, book, progress)
    # A fresh process, not a fork: threads and connections of this one must not come along.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        beside = pool.submit(_beside_entries, settings, book)
        entries = audit_entries(connection, vault, book, progress)
        return put_together(book, entries, beside.result())


def _beside_entries(settings: Settings, book: str) -> BesideEntries:
    engine = reader_engine(settings.database_url)
    try:
        with engine.begin() as connection:
            return audit_beside_entries(connection, Vault(read_master_key(settings.master_key_file)), book)
    finally:
        engine.dispose()
