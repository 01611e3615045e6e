"""A book whose log is signed: the installation of the publishing tests."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.checkpoint import SignedCheckpoint, open_checkpoint
from ledger.sql_store import SqlStore
from tests.conftest import create_tables, open_at
from tests.timebank.kernel import BOOK, Give, give
from timebank.actors import system
from timebank.book_keys import book_keys
from timebank.books import OpenBook, books_here, open_book
from timebank.clock import SetClock
from timebank.high_water import HighWater
from timebank.publishing import Publisher
from timebank.settings import Settings
from timebank.signed_heads import books_not_signed
from timebank.signing import begin_log
from timebank.writer import Bank

ORIGIN = f"time.example.cn/log/{BOOK}"


@dataclass
class SignedBook:
    """A home with an open book, its key and its mark."""

    settings: Settings
    clock: SetClock
    bank: Bank

    def give(self, count: int = 1) -> "SignedBook":
        """Write entries: two the first time, then one each time."""
        for given in [self.bank.submit(give, Give("wang", 10), system(BOOK)) for _ in range(count)]:
            given.result()
        return self

    def publish(self) -> int:
        """Publish with a new publisher, as a process that has just started."""
        return Publisher(self.settings).publish(self.bank, BOOK)

    def size(self) -> int:
        with self.bank.reading(system(BOOK)) as reading:
            return SqlStore(reading.connection, BOOK).head().size

    def published(self) -> SignedCheckpoint | None:
        path = self.settings.published_folder / BOOK / "checkpoint"
        return self.signed(path.read_bytes()) if path.exists() else None

    def mark(self) -> SignedCheckpoint:
        note = HighWater(self.settings.high_water_file(BOOK)).read()
        assert note is not None
        return self.signed(note)

    def signed(self, note: bytes) -> SignedCheckpoint:
        with self.bank.connect() as connection:
            return open_checkpoint(note, book_keys(connection, books_here(connection)[0]))

    def copy(self, name: str) -> Path:
        """Return a copy of the database as it stands."""
        self.bank.close()
        copy = shutil.copy(self.settings.database_file, self.settings.home / name)
        self.reopen()
        return Path(copy)

    def put_back(self, copy: Path) -> None:
        """Replace the database by a copy, and start again."""
        self.bank.close()
        shutil.copy(copy, self.settings.database_file)
        self.reopen()

    def reopen(self) -> None:
        """Start the bank again, as `open_bank` does."""
        self.bank = open_at(self.settings.database_file, self.clock)
        with self.bank.connect() as connection:
            self.bank.read_only |= books_not_signed(connection, self.settings)

    def elsewhere(self, database: Path) -> "SignedBook":
        """Return the same home over another database: a second process that was given a copy."""
        settings = replace(self.settings, database_url=f"sqlite:///{database}")
        return SignedBook(settings, self.clock, open_at(database, self.clock))


def signed_book(home: Path, clock: SetClock) -> SignedBook:
    """Open a book the way `init` does."""
    settings = Settings(home, f"sqlite:///{home / 'timebank.sqlite3'}")
    vkey = begin_log(settings, BOOK, ORIGIN)
    create_tables(settings.database_url)
    bank = open_at(settings.database_file, clock)
    bank.run(open_book, OpenBook("上林县", ORIGIN, vkey), system(BOOK))
    return SignedBook(settings, clock, bank)
