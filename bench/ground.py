"""A book to measure: a file with the tables and guards of an installation, an issue account and some members."""

import hashlib
import shutil
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from ledger import guards
from ledger.account import AccountTerms
from ledger.book import Book, Particulars
from ledger.entry import entry_id
from ledger.sql_store import SqlStore
from ledger.transfer import Leg
from timebank.db import writer_engine
from timebank.schema import METADATA

BOOK = "450125"
ORIGIN = f"bench.invalid/log/{BOOK}"
VKEY = f"{ORIGIN}+00000000+AQAB"
START = datetime(2026, 1, 1, tzinfo=UTC)
IMPORTED_AT_ONCE = 1000
Transfer = tuple[Particulars, Leg, Leg]


def handle(number: int) -> str:
    """Return the handle of an account by number; the issue account's is 0."""
    digits = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return digits.rjust(20, "z")


class Secrets:
    """The secrets of all handles, derived from them."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def secrets_of(self, handles: Collection[str]) -> Mapping[str, bytes]:
        """Return a secret for each handle."""
        for name in handles:
            if name not in self._known:
                self._known[name] = hashlib.sha256(name.encode()).digest()
        return {name: self._known[name] for name in handles}


class Ground:
    """A database with an open book of so many members' accounts: a SQLite file, or what an address names."""

    def __init__(self, path: Path, members: int, url: str = "") -> None:
        self.path, self.members = path, members
        self.engine: Engine = writer_engine(url or f"sqlite:///{path}")
        self._secrets = Secrets()

    def create(self) -> None:
        """Make the tables, the guards and the accounts."""
        with self.engine.begin() as connection:
            for metadata in METADATA:
                metadata.create_all(connection)
            guards.create(connection)
        terms = [AccountTerms(handle(0), "min", "issue", BOOK, None)]
        terms += [AccountTerms(handle(1 + number), "min", "member") for number in range(self.members)]
        with self.engine.begin() as connection:
            book = self.book(connection)
            book.genesis(self._particulars(-1), ORIGIN, VKEY)
            for begin in range(0, len(terms), 100):
                book.open_accounts(self._particulars(-2 - begin), terms[begin : begin + 100])

    def copy(self, path: Path) -> "Ground":
        """Return the same book in another file."""
        self.close()
        shutil.copyfile(self.path, path)
        return Ground(path, self.members)

    def close(self) -> None:
        """Let go of the file; the last connection folds the write-ahead log into it."""
        self.engine.dispose()

    def book(self, connection: Connection) -> Book:
        """Return the book within a transaction."""
        return Book(BOOK, SqlStore(connection, BOOK), self._secrets)

    def post(self, book: Book, number: int) -> None:
        """Post the transfer of this number: a minute from the issue account to one of the members."""
        self.post_made(book, self.make(number))

    def make(self, number: int) -> Transfer:
        """Return the transfer of this number, which its caller makes before it is posted."""
        payee = handle(1 + number % self.members)
        return self._particulars(number), Leg(handle(0), "min", 1), Leg(payee, "min", 1)

    @staticmethod
    def post_made(book: Book, transfer: Transfer) -> None:
        """Post a transfer that was made before."""
        particulars, debit, credit = transfer
        book.transfer(particulars, [debit], [credit])

    def fill(self, first: int, count: int) -> None:
        """Post so many transfers, many a commit."""
        for begin in range(first, first + count, IMPORTED_AT_ONCE):
            with self.engine.begin() as connection:
                book = self.book(connection)
                for number in range(begin, min(begin + IMPORTED_AT_ONCE, first + count)):
                    self.post(book, number)

    @staticmethod
    def _particulars(number: int) -> Particulars:
        new_id = entry_id(b"bench", "nong", str(number), 0)
        return Particulars(new_id, START + timedelta(seconds=max(0, number) // 10), policy=0)
