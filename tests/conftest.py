"""What every test may ask for: a bank over a fresh database, a clock that stands, and the cast in its town.

The town is settled once and its database copied for each test: three hundred tests need not register the cast each.
A test marked `both_engines`, or in a folder of `ON_BOTH_ENGINES`, runs on SQLite and on PostgreSQL; all others run
on SQLite.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ledger import guards
from ledger.keys import format_vkey
from tests.ledger.signers import signer
from tests.postgres import Postgres, running_postgres
from tests.town import GiveMinutes, Town, give_minutes, settle_town
from timebank.actors import system
from timebank.books import OpenBook, open_book
from timebank.clock import SHANGHAI, Clock, SetClock
from timebank.crypto import Vault
from timebank.db import reader_engine, writer_engine
from timebank.publishing import Publisher
from timebank.schema import METADATA
from timebank.settings import Settings
from timebank.signing import begin_log
from timebank.writer import Bank

gc.set_threshold(200_000, 50, 50)
"""Tests keep much and leave little in circles: looking for these as often as by default took a fifth of their time."""

BOOK = "450125"
ORIGIN = f"test.invalid/log/{BOOK}"
VKEY = format_vkey(ORIGIN, signer(ORIGIN).public.public_key)
"""The key of a book that signs nothing."""

ENGINES = ("sqlite", "postgresql")
ON_BOTH_ENGINES = [
    Path(__file__).parent / "timebank" / name
    for name in ("needs", "notices", "services", "points", "shop", "gifts", "departures")
]
"""The folders of the care itself, whose every test runs on both engines, marked or not."""

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=SHANGHAI)
"""A working Monday morning without holidays near: where every test begins."""

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody who changed a statement try everything on the server too."""
    parser.addoption("--both-engines", action="store_true", help="run every test on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on both engines where it is marked so."""
    if "database" in metafunc.fixturenames and is_for_both(metafunc):
        metafunc.parametrize("database", ENGINES, indirect=True)


def is_for_both(metafunc: pytest.Metafunc) -> bool:
    """Tell whether a test is to run on both engines."""
    return (
        metafunc.definition.get_closest_marker("both_engines") is not None
        or any(folder in metafunc.definition.path.parents for folder in ON_BOTH_ENGINES)
        or bool(metafunc.config.getoption("--both-engines"))
    )


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The engine of the test's database."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL, started when the first test asks for it."""
    with running_postgres() as postgres:
        yield postgres


@pytest.fixture(scope="session")
def postgres_tables(postgres: Postgres) -> Iterator[str]:
    """The address of a database of the server with all tables and nothing in them: a template."""
    url = postgres.create()
    create_tables(url)
    yield url
    postgres.drop(url)


@pytest.fixture
def clock() -> SetClock:
    """The clock of the test's bank."""
    return SetClock(MONDAY)


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all tables and nothing in them."""
    if database == "sqlite":
        url = f"sqlite:///{tmp_path / 'timebank.sqlite3'}"
        create_tables(url)
        yield url
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.create(copy_of=request.getfixturevalue("postgres_tables"))
        yield url
        postgres.drop(url)


@pytest.fixture
def empty_bank(empty_url: str, clock: SetClock) -> Iterator[Bank]:
    """A bank without any book."""
    bank = open_url(empty_url, clock)
    yield bank
    bank.close()


@pytest.fixture
def bank(empty_bank: Bank) -> Bank:
    """A bank with the open, empty book of 上林县."""
    empty_bank.run(open_book, OpenBook("上林县", ORIGIN, VKEY), system(BOOK))
    return empty_bank


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Town]:
    """The file of a settled town, closed, in a home with its signing key, and who lives there."""
    home = tmp_path_factory.mktemp("settled")
    path = home / "timebank.sqlite3"
    settings = Settings(home, f"sqlite:///{path}")
    create_tables(settings.database_url)
    return path, settle_at(settings.database_url, begin_log(settings, BOOK, ORIGIN))


@pytest.fixture(scope="session")
def settled_on_postgres(postgres: Postgres, postgres_tables: str) -> Iterator[tuple[str, Town]]:
    """The address of a settled town's database of the server, and who lives there."""
    url = postgres.create(copy_of=postgres_tables)
    yield url, settle_at(url)
    postgres.drop(url)


@pytest.fixture
def town(request: pytest.FixtureRequest, database: str, tmp_path: Path, clock: SetClock) -> Iterator[Town]:
    """The cast in its town, a fresh copy; Wang has 120 stored minutes, Meng none."""
    if database == "sqlite":
        path, settled_town = request.getfixturevalue("settled")
        bank = open_at(shutil.copy(path, tmp_path / "town.sqlite3"), clock)
        yield replace(settled_town, bank=bank, clock=clock)
        bank.close()
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        template, settled_town = request.getfixturevalue("settled_on_postgres")
        url = postgres.create(copy_of=template)
        bank = open_url(url, clock)
        yield replace(settled_town, bank=bank, clock=clock)
        bank.close()
        postgres.drop(url)


@pytest.fixture
def signed_town(settled: tuple[Path, Town], tmp_path: Path, clock: SetClock) -> Iterator[Town]:
    """The town in a home of its own, with the key that signs its log; nothing is published yet."""
    path, settled_town = settled
    home = shutil.copytree(path.parent, tmp_path / "home")
    bank = open_at(home / path.name, clock)
    yield replace(settled_town, bank=bank, clock=clock)
    bank.close()


@pytest.fixture
def signed_settings(tmp_path: Path) -> Settings:
    """The settings of that home."""
    return Settings(tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'timebank.sqlite3'}")


def settle_at(url: str, vkey: str = VKEY) -> Town:
    """Open the book and settle the town in an empty database."""
    clock = SetClock(MONDAY)
    bank = open_url(url, clock)
    bank.run(open_book, OpenBook("上林县", ORIGIN, vkey), system(BOOK))
    town = settle_town(bank, clock)
    bank.run(give_minutes, GiveMinutes(town.wang.member_id, 120), system(BOOK))
    bank.close()
    return town


def publish(town: Town, settings: Settings) -> int:
    """Sign and publish the town's log, and return its size."""
    Publisher(settings).publish(town.bank, BOOK)
    with town.bank.reading(system(BOOK)) as reading:
        return reading.ledger.book.head().size


def open_url(url: str, clock: Clock) -> Bank:
    """Return a bank over a database that has its tables."""
    return Bank(writer_engine(url), reader_engine(url), Vault(bytes(32)), clock)


def open_at(path: Path, clock: SetClock) -> Bank:
    """Return a bank over a SQLite file that has its tables."""
    return open_url(f"sqlite:///{path}", clock)


def create_tables(url: str) -> None:
    """Create all tables and guards."""
    engine = writer_engine(url)
    with engine.begin() as connection:
        for metadata in METADATA:
            metadata.create_all(connection)
        guards.create(connection)
    engine.dispose()
