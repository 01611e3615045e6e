"""What every test may ask for: a bank over a fresh SQLite file, and a clock that stands where it is set."""

import os
from collections.abc import Iterator
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
from timebank.schema import METADATA
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
    url = f"sqlite:///{tmp_path / 'timebank.sqlite3'}"
    writer = writer_engine(url)
    with writer.begin() as connection:
        for metadata in METADATA:
            metadata.create_all(connection)
        guards.create(connection)
    bank = Bank(writer, reader_engine(url), Vault(bytes(32)), clock)
    yield bank
    bank.close()


@pytest.fixture
def bank(empty_bank: Bank) -> Bank:
    """A bank with the open, empty book of 上林县."""
    empty_bank.run(open_book, OpenBook("上林县", ORIGIN, "test+00000000+AQAB"), system(BOOK))
    return empty_bank


@pytest.fixture
def town(bank: Bank, clock: SetClock) -> Town:
    """The cast in its town; Wang has 120 stored minutes, Meng none."""
    town = settle_town(bank, clock)
    bank.run(give_minutes, GiveMinutes(town.wang.member_id, 120), system(BOOK))
    return town
