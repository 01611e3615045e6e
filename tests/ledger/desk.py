"""A desk to try a book at: the cast's accounts, a ticking clock, ids and secrets that are the same each run."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, make_url

from ledger import guards
from ledger.account import AccountTerms
from ledger.book import Book, Particulars
from ledger.entry import entry_id
from ledger.sql_store import SqlStore, metadata
from ledger.store import Records
from ledger.transfer import Leg

BOOK = "450125"
ORIGIN = "demo.invalid/log/450125"
VKEY = f"{ORIGIN}+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
SITE = "45012510020101"
START = datetime(2026, 11, 22, 0, 57, 3, tzinfo=UTC)
DIGEST = hashlib.sha256(b"words and their salt").digest()


def handle(name: str) -> str:
    """Return the same well-formed handle for a name each time."""
    return name.ljust(20, "2")


ISSUE, WANG, LI, NONG, ZHAO = map(handle, ("issue", "wang", "li", "nong", "zhao"))
POOL, EXPIRED, LOSS, CLEARING = map(handle, ("pool", "expired", "loss", "clearing"))


def leg(who: str, amount: int, unit: str = "min") -> Leg:
    return Leg(who, unit, amount)


class Safe:
    """The holders' secrets; those of `destroyed` are gone."""

    def __init__(self) -> None:
        self.destroyed: set[str] = set()

    def secrets_of(self, handles: Collection[str]) -> Mapping[str, bytes]:
        return {
            name: hashlib.sha256(name.encode()).digest() for name in handles if name not in self.destroyed
        }


@dataclass
class Desk:
    """A book and the particulars of its next entries."""

    store: Records
    safe: Safe = field(default_factory=Safe)
    now: datetime = START
    count: int = 0

    def __post_init__(self) -> None:
        self.book = Book(BOOK, self.store, self.safe)

    def particulars(self, **values: Any) -> Particulars:
        """Return particulars with the next id, a second later."""
        self.now += timedelta(seconds=1)
        self.count += 1
        id_ = entry_id(b"book secret", "nong", str(self.count), 0)
        return Particulars(**{"id": id_, "recorded": self.now, "policy": 0} | values)

    def open(self) -> "Desk":
        """Write genesis, the cast's accounts and 600 minutes for Wang."""
        self.book.genesis(self.particulars(), ORIGIN, VKEY)
        members = [AccountTerms(who, "min", "member") for who in (WANG, LI, NONG, ZHAO)]
        issue = AccountTerms(ISSUE, "min", "issue", BOOK, 100_000)
        others = [
            AccountTerms(POOL, "min", "pool", SITE),
            AccountTerms(EXPIRED, "min", "expired", BOOK),
            AccountTerms(LOSS, "min", "loss", BOOK, None),
            AccountTerms(CLEARING, "min", "clearing", "450126", 5_000),
        ]
        self.book.open_accounts(self.particulars(), [issue, *members, *others])
        self.transfer(ISSUE, WANG, 600)
        return self

    def do(self, act: str, *arguments: Any) -> Any:
        """Carry out an act of the book with the next particulars."""
        return getattr(self.book, act)(self.particulars(), *arguments)

    def transfer(self, payer: str, payee: str, amount: int, **values: Any) -> Any:
        return self.book.transfer(self.particulars(**values), [leg(payer, amount)], [leg(payee, amount)])

    def reserve(self, payer: str, payee: str, amount: int, **values: Any) -> Any:
        return self.book.reserve(self.particulars(**values), [leg(payer, amount)], [leg(payee, amount)])


def sqlite_engine(path: Path) -> Engine:
    """Return an engine whose transactions take the write lock when they begin, as the bank's writer does."""
    engine = create_engine(f"sqlite:///{path}", module=pysqlite3.dbapi2)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def server_engine(url: str) -> Engine:
    """Return an engine over psycopg, each statement seeing what others committed before it."""
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"), isolation_level="READ COMMITTED", pool_size=10
    )


def create_ledger(engine: Engine) -> None:
    with engine.begin() as connection:
        metadata.create_all(connection)
        guards.create(connection)


@contextmanager
def desk_at(engine: Engine) -> Iterator[Desk]:
    """Give a desk within one transaction that is committed at the end."""
    with engine.begin() as connection:
        yield Desk(SqlStore(connection, BOOK))
