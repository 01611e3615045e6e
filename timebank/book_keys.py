"""The keys of a book's log: those its entries announce, and the proofs that each was handed over by the one before.

The proof of a change is made under the last checkpoint the old key signs, and cannot be made again once that key is
destroyed. So it is kept in a file of its own, which backups hold.
"""

from pathlib import Path

from sqlalchemy import Connection

from ledger.book_acts import book_acts
from ledger.key_chain import follow_keys, format_chain, keys_after, unrevoked
from ledger.keys import VerifierKey, parse_vkey
from ledger.own_lines import KeyChange
from timebank.book_rows import current_log
from timebank.books import BookView
from timebank.durable import put_file
from timebank.settings import Settings


def book_keys(connection: Connection, book: BookView) -> tuple[VerifierKey, ...]:
    """Return the keys that the entries here announce, each with its term; the newest is the last."""
    keys: tuple[VerifierKey, ...] = (parse_vkey(book.vkey),)
    for entry in book_acts(connection, book.log, "key"):
        assert isinstance(entry.body, KeyChange), "such entries change keys"
        keys = keys_after(keys, entry.body)
    return keys


def signed_keys(connection: Connection, settings: Settings, book: BookView) -> tuple[VerifierKey, ...]:
    """Return the keys that have signed checkpoints of a book, also after entries that are not here any more.

    None counts as revoked: what was signed here was signed, and the log goes on from there.
    """
    return unrevoked(follow_keys(book_keys(connection, book), Handovers(settings, book.log).chain()))


def log_keys(connection: Connection, settings: Settings, log: BookView) -> tuple[VerifierKey, ...]:
    """Return the keys of a log as anybody is told of them; some of a former one are known from their proofs alone."""
    keys = book_keys(connection, log)
    if current_log(connection, log.book) == log.log:
        return keys
    return follow_keys(keys, Handovers(settings, log.log).chain())


def key_in_force(keys: tuple[VerifierKey, ...], size: int) -> VerifierKey:
    """Return the key that signs checkpoints of so many entries."""
    return next(
        key
        for key in reversed(keys)
        if key.term.first_size <= size and (key.term.last_size is None or size <= key.term.last_size)
    )


class Handovers:
    """The proofs of a log's changes of key, one file each, named by the number of the entry."""

    def __init__(self, settings: Settings, log: str) -> None:
        self._folder = settings.handovers(log)

    def chain(self) -> bytes:
        """Return all of them as `ledger.key_chain` lays them out."""
        files = self._folder.iterdir() if self._folder.exists() else ()
        numbers = sorted(int(file.name) for file in files if file.name.isdigit())
        return format_chain(self._file(number).read_bytes() for number in numbers)

    def has(self, seq: int) -> bool:
        """Tell whether the proof of the change by this entry is kept."""
        return self._file(seq).exists()

    def keep(self, seq: int, proof: bytes) -> None:
        """Keep the proof of the change by this entry. Durable on return."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        put_file(self._file(seq), proof)

    def _file(self, seq: int) -> Path:
        return self._folder / str(seq)
