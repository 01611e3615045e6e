"""The job that has the published checkpoints cosigned by witnesses: other bodies' servers that only cosign growth.

Their signatures are added to the published checkpoint. While new entries keep coming the newest one is often not
cosigned yet; so the last that was is kept beside it, and receipts are made under that one where it covers them.
"""

from datetime import datetime, timedelta

import structlog

from ledger.checkpoint import open_checkpoint
from ledger.errors import LedgerError
from ledger.log_errors import NoAnswer
from ledger.note import split_note
from ledger.proofs import prove_consistency
from ledger.tile_folder import TileFolder
from ledger.witness_client import WitnessClient
from timebank.actors import system
from timebank.book_keys import signed_keys
from timebank.books import BookView, book_view
from timebank.durable import put_file
from timebank.high_water import HighWater
from timebank.jobs import Job
from timebank.published_logs import WITNESSED, published_nodes
from timebank.settings import Settings, WitnessAddress
from timebank.signing import signs_here, size_of
from timebank.writer import Bank

log = structlog.get_logger()

PATIENCE_SECONDS = 5.0
ASKED_AGAIN_AFTER = timedelta(minutes=1)
"""A witness that did not cosign is left alone so long: the books do not wait for it."""


class Cosigner:
    """Asks the witnesses for the books that are signed on this machine. One thread at a time uses it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sizes: dict[tuple[str, str], int] = {}  # of log and witness: what it has cosigned last
        self._not_before: dict[tuple[str, str], datetime] = {}

    def is_due(self, bank: Bank, book: str) -> bool:
        """Tell whether a witness may be asked about a checkpoint it has not cosigned."""
        if not self._settings.witnesses:
            return False
        here = book_view(bank, book)
        if not signs_here(self._settings, here.log):
            return False
        return bool(self._missing(bank, here, self._folder(here.log).checkpoint()))

    def ask(self, bank: Bank, book: str) -> int:
        """Ask the witnesses whose signature is missing, publish what they sign, and return how many did."""
        here = book_view(bank, book)
        note = self._folder(here.log).checkpoint()
        missing = self._missing(bank, here, note)
        if note is None:
            return 0
        cosigned = note
        for witness in missing:
            cosigned = self._asked(bank, here, witness, cosigned)
        if cosigned == note:
            return 0
        self._publish(here.log, cosigned)
        return len(split_note(cosigned)[1]) - len(split_note(note)[1])

    def _missing(self, bank: Bank, book: BookView, note: bytes | None) -> list[WitnessAddress]:
        if note is None:
            return []
        with bank.reading(system(book.book)) as reading:
            own = signed_keys(reading.connection, self._settings, book)
        keys = [*own, *(one.key for one in self._settings.witnesses)]
        there = {one.key for one in open_checkpoint(note, keys).cosigned}
        now = bank.clock.now()
        return [
            one
            for one in self._settings.witnesses
            if one.key not in there and self._not_before.get((book.log, one.key.name), now) <= now
        ]

    def _asked(self, bank: Bank, book: BookView, witness: WitnessAddress, note: bytes) -> bytes:
        """Return the checkpoint with the witness's signature, or as it was."""
        place = (book.log, witness.key.name)
        nodes = published_nodes(self._settings, book.log, size_of(note))
        client = WitnessClient(witness.url, [witness.key], PATIENCE_SECONDS)
        try:
            cosigned = client.cosign(
                note, self._sizes.get(place, 0), lambda old, new: prove_consistency(nodes, old, new)
            )
        except LedgerError as refused:
            level = log.info if isinstance(refused, NoAnswer) else log.error
            level("not_cosigned", book=book.log, witness=witness.key.name, reason=str(refused))
            self._not_before[place] = bank.clock.now() + ASKED_AGAIN_AFTER
            return note
        self._sizes[place] = cosigned.size
        return cosigned.note

    def _publish(self, name: str, cosigned: bytes) -> None:
        folder = self._folder(name)
        put_file(self._settings.published(name) / WITNESSED, cosigned)
        with HighWater(self._settings.high_water_file(name)).held():  # nobody publishes a newer one meanwhile
            published = folder.checkpoint()
            if published is not None and split_note(published)[0] == split_note(cosigned)[0]:
                folder.publish(cosigned)

    def _folder(self, name: str) -> TileFolder:
        return TileFolder(self._settings.published(name))


def cosigning(settings: Settings) -> Job:
    """Return the job that asks the witnesses of the settings."""
    cosigner = Cosigner(settings)
    return Job("cosign", timedelta(seconds=2), cosigner.ask, cosigner.is_due)
