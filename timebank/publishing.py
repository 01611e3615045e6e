"""The job that signs and publishes the books' logs, a few seconds after something new is in them.

The order keeps us from ever signing two histories, whenever the process is stopped: (1) the head extends the last
one signed; (2) tiles and entry bundles stand as files; (3) the signed checkpoint is the high-water mark; (4) it is
published. A run that was stopped is taken up by the next one: nothing that stands is written otherwise, and what
is the mark already is not signed again.
"""

from datetime import timedelta

import structlog
from sqlalchemy import Connection

from ledger.checkpoint import Checkpoint, sign_checkpoint
from ledger.growth import check_bytes
from ledger.keys import SigningKey
from ledger.note import split_note
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from ledger.tile_folder import TileFolder
from timebank.actors import system
from timebank.books import BookView, books_here
from timebank.high_water import HighWater
from timebank.jobs import Job
from timebank.settings import Settings
from timebank.signed_heads import why_not_signed
from timebank.signing import signing_key, size_of
from timebank.writer import Bank

log = structlog.get_logger()


class Publisher:
    """Publishes the books whose signing key is on this machine. One thread at a time uses it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folders: dict[str, TileFolder] = {}

    def is_behind(self, bank: Bank, book: str) -> bool:
        """Tell whether the published checkpoint is not yet that of the book as it stands."""
        if not self._settings.signing_key_file(book).exists():
            return False
        mark, published = self._mark(book).read(), self._folder(book).checkpoint()
        if mark is None or published is None or split_note(mark)[0] != split_note(published)[0]:
            return True
        with bank.reading(system(book)) as reading:
            return SqlStore(reading.connection, book).head().size != size_of(mark)

    def publish(self, bank: Bank, book: str) -> int:
        """Sign and publish the book as it stands; return how many entries are signed that were not.

        A book that does not extend what was signed is not written from now on.

        Raises:
            NotTheBooksKey: the key on this machine is not the book's.
            IntegrityError: what the database or the published files hold does not fit together.
            HighWaterMoved: somebody moved the mark meanwhile without holding it.
        """
        mark = self._mark(book)
        with mark.held(), bank.reading(system(book)) as reading:
            here = next(one for one in books_here(reading.connection) if one.book == book)
            key = signing_key(self._settings, here)
            last = mark.read()
            reason = why_not_signed(reading.connection, here, last)
            if reason is None:
                assert last is not None, "a book without a mark is not the signed one"
                return self._publish(reading.connection, here, last, key)
        log.error("not_the_signed_book", book=book, reason=str(reason))
        bank.read_only[book] = reason
        return 0

    def _publish(self, connection: Connection, book: BookView, last: bytes, key: SigningKey) -> int:
        store, nodes = SqlStore(connection, book.book), SqlNodes(connection, book.book)
        head, folder = store.head(), self._folder(book.book)
        now, signed = Checkpoint(book.origin, head.size, head.root), size_of(last)
        check_bytes(nodes, store, signed, now)
        folder.extend(nodes, store, now.size)
        note = last
        if now.size > signed:
            note = sign_checkpoint(now, key)
            self._mark(book.book).move(last, note)
        folder.publish(note)
        return now.size - signed

    def _mark(self, book: str) -> HighWater:
        return HighWater(self._settings.high_water_file(book))

    def _folder(self, book: str) -> TileFolder:
        if book not in self._folders:
            self._folders[book] = TileFolder(self._settings.published_folder / book)
        return self._folders[book]


def publishing(settings: Settings) -> Job:
    """Return the job that publishes the logs of the books whose key is here."""
    publisher = Publisher(settings)
    return Job("publish", timedelta(seconds=2), publisher.publish, publisher.is_behind)
