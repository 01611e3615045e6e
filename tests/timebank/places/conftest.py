"""An open, empty book on a real database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import timebank.members.model
import timebank.places.model  # noqa: F401 - its tables are created below
from ledger import guards
from ledger.tables import metadata as ledger_metadata
from timebank.actors import system
from timebank.books import OpenBook, create_signing_key, open_book, origin_of
from timebank.clock import SetClock
from timebank.crypto import Vault
from timebank.db import Base, reader_engine, writer_engine
from timebank.writer import Bank

BOOK = "450125"


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))  # Monday, 09:00 in Shanghai


@pytest.fixture
def bank(tmp_path: Path, clock: SetClock) -> Iterator[Bank]:
    url = f"sqlite:///{tmp_path / 'bank.sqlite3'}"
    writer = writer_engine(url)
    with writer.begin() as connection:
        Base.metadata.create_all(connection)
        ledger_metadata.create_all(connection)
        guards.create(connection)
    bank = Bank(writer, reader_engine(url), Vault(bytes(32)), clock)
    origin = origin_of("demo.invalid", BOOK)
    vkey = create_signing_key(tmp_path / "keys" / BOOK, origin)
    bank.run(open_book, OpenBook("上林县", origin, vkey), system(BOOK))
    yield bank
    bank.close()
