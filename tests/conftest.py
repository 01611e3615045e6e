"""What every test may ask for: a bank over a fresh SQLite file, a clock that stands, and the cast in its town.

The town is settled once and its file copied for each test: three hundred tests need not register the cast each.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ledger import guards
from tests.town import GiveMinutes, Town, give_minutes, settle_town
from timebank.actors import system
from timebank.books import OpenBook, open_book
from timebank.clock import SHANGHAI, SetClock
from timebank.crypto import Vault
from timebank.db import reader_engine, writer_engine
from timebank.publishing import Publisher
from timebank.schema import METADATA
from timebank.settings import Settings
from timebank.signing import begin_log
from timebank.writer import Bank

BOOK = "450125"
ORIGIN = f"test.invalid/log/{BOOK}"
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=SHANGHAI)
"""A working Monday morning without holidays near: where every test begins."""

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("house")


@pytest.fixture
def clock() -> SetClock:
    """The clock of the test's bank."""
    return SetClock(MONDAY)


@pytest.fixture
def empty_bank(tmp_path: Path, clock: SetClock) -> Iterator[Bank]:
    """A bank without any book."""
    bank = open_at(tmp_path / "timebank.sqlite3", clock, is_new=True)
    yield bank
    bank.close()


@pytest.fixture
def bank(empty_bank: Bank) -> Bank:
    """A bank with the open, empty book of 上林县."""
    empty_bank.run(open_book, OpenBook("上林县", ORIGIN, "test+00000000+AQAB"), system(BOOK))
    return empty_bank


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Town]:
    """The file of a settled town, closed, in a home with its signing key, and who lives there."""
    path = tmp_path_factory.mktemp("settled") / "timebank.sqlite3"
    clock = SetClock(MONDAY)
    vkey = begin_log(Settings(path.parent, f"sqlite:///{path}"), BOOK, ORIGIN)
    bank = open_at(path, clock, is_new=True)
    bank.run(open_book, OpenBook("上林县", ORIGIN, vkey), system(BOOK))
    town = settle_town(bank, clock)
    bank.run(give_minutes, GiveMinutes(town.wang.member_id, 120), system(BOOK))
    bank.close()
    return path, town


@pytest.fixture
def town(settled: tuple[Path, Town], tmp_path: Path, clock: SetClock) -> Iterator[Town]:
    """The cast in its town, a fresh copy; Wang has 120 stored minutes, Meng none."""
    path, settled_town = settled
    bank = open_at(shutil.copy(path, tmp_path / "town.sqlite3"), clock)
    yield replace(settled_town, bank=bank, clock=clock)
    bank.close()


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


def publish(town: Town, settings: Settings) -> int:
    """Sign and publish the town's log, and return its size."""
    Publisher(settings).publish(town.bank, BOOK)
    with town.bank.reading(system(BOOK)) as reading:
        return reading.ledger.book.head().size


def open_at(path: Path, clock: SetClock, *, is_new: bool = False) -> Bank:
    """Return a bank over a file, with tables where it is new."""
    url = f"sqlite:///{path}"
    writer = writer_engine(url)
    if is_new:
        with writer.begin() as connection:
            for metadata in METADATA:
                metadata.create_all(connection)
            guards.create(connection)
    return Bank(writer, reader_engine(url), Vault(bytes(32)), clock)
