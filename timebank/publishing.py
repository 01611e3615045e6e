"""The job that signs and publishes the books' logs, a few seconds after something new is in them.

The order keeps us from ever signing two histories, whenever the process is stopped: (1) the head extends the last
one signed; (2) tiles and entry bundles stand as files; (3) the signed checkpoint is the high-water mark; (4) it is
published. A run that was stopped is taken up by the next one: nothing that stands is written otherwise, and what
is the mark already is not signed again.

Where a new key takes over, the checkpoint that ends with its announcement is signed first, by the old key, as the
proof of the handover; what comes after is the new key's.
"""

from datetime import timedelta

import structlog
from sqlalchemy import Connection

from ledger.book_acts import book_acts
from ledger.checkpoint import Checkpoint, sign_checkpoint
from ledger.entry import encode
from ledger.growth import check_bytes
from ledger.key_chain import KEYS
from ledger.keys import VerifierKey
from ledger.note import split_note
from ledger.proofs import root_at
from ledger.receipt import format_receipt, make_receipt
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from ledger.tile_folder import TileFolder
from timebank.actors import system
from timebank.book_keys import Handovers, book_keys, key_in_force
from timebank.books import BookView, book_view
from timebank.high_water import HighWater
from timebank.jobs import Job
from timebank.settings import Settings
from timebank.signed_heads import why_not_signed
from timebank.signing import signing_key, signs_here, size_of
from timebank.writer import Bank

log = structlog.get_logger()


class Publisher:
    """Publishes the books whose signing key is on this machine. One thread at a time uses it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folders: dict[str, TileFolder] = {}

    def is_behind(self, bank: Bank, book: str) -> bool:
        """Tell whether the published checkpoint is not yet that of the book as it stands."""
        with bank.reading(system(book)) as reading:
            name = reading.log
            size = SqlStore(reading.connection, name).head().size
        if not signs_here(self._settings, name):
            return False
        mark, published = self._mark(name).read(), self._folder(name).checkpoint()
        if mark is None or published is None or split_note(mark)[0] != split_note(published)[0]:
            return True
        return size != size_of(mark)

    def publish(self, bank: Bank, book: str) -> int:
        """Sign and publish the book as it stands; return how many entries are signed that were not.

        A book that does not extend what was signed is not written from now on.

        Raises:
            NotTheBooksKey: the key on this machine is not the book's, or stays sealed.
            IntegrityError: what the database or the published files hold does not fit together.
            HighWaterMoved: somebody moved the mark meanwhile without holding it.
        """
        here = book_view(bank, book)
        mark = self._mark(here.log)
        with mark.held(), bank.reading(system(book)) as reading:
            last = mark.read()
            reason = why_not_signed(reading.connection, self._settings, here, last)
            if reason is None:
                assert last is not None, "a book without a mark is not the signed one"
                return self._publish_whole(reading.connection, here, last)
        log.error("not_the_signed_book", book=book, reason=str(reason))
        bank.read_only[book] = reason
        return 0

    def _publish_whole(self, connection: Connection, book: BookView, last: bytes) -> int:
        """Publish up to the head, with a stop where a key ends; return how many entries are newly signed."""
        self._keep_handovers(connection, book, last)  # in case the last run was stopped before it did
        keys, signed = book_keys(connection, book), size_of(last)
        size = SqlStore(connection, book.log).head().size
        ends = {key.term.last_size for key in keys if key.term.last_size is not None}
        for stop in sorted({end for end in ends if signed < end < size} | {size}):
            last = self._publish(connection, book, last, keys, stop)
        return size - signed

    def _publish(
        self, connection: Connection, book: BookView, last: bytes, keys: tuple[VerifierKey, ...], size: int
    ) -> bytes:
        """Publish so many entries and return the signed checkpoint over them."""
        store, nodes = SqlStore(connection, book.log), SqlNodes(connection, book.log)
        folder, signed = self._folder(book.log), size_of(last)
        key = signing_key(self._settings, book.log, key_in_force(keys, size))
        now = Checkpoint(book.origin, size, root_at(nodes, size))
        check_bytes(nodes, store, signed, now)
        folder.extend(nodes, store, size)
        note = last
        if size > signed:
            note = sign_checkpoint(now, key)
            self._mark(book.log).move(last, note)
            self._keep_handovers(connection, book, note)
        folder.publish(note)
        return note

    def _keep_handovers(self, connection: Connection, book: BookView, note: bytes) -> None:
        """Keep the proofs of the changes of key that a new checkpoint is the first to cover, and publish them."""
        handovers, nodes = Handovers(self._settings, book.log), SqlNodes(connection, book.log)
        for entry in book_acts(connection, book.log, "key"):
            if entry.seq < size_of(note) and not handovers.has(entry.seq):
                receipt = make_receipt(nodes, entry.seq, encode(entry), note)
                handovers.keep(entry.seq, format_receipt(receipt))
        self._folder(book.log).put(KEYS, handovers.chain())

    def _mark(self, name: str) -> HighWater:
        return HighWater(self._settings.high_water_file(name))

    def _folder(self, name: str) -> TileFolder:
        if name not in self._folders:
            self._folders[name] = TileFolder(self._settings.published(name))
        return self._folders[name]


def publishing(settings: Settings) -> Job:
    """Return the job that publishes the logs of the books whose key is here."""
    publisher = Publisher(settings)
    return Job("publish", timedelta(seconds=2), publisher.publish, publisher.is_behind)
