"""The town of these tests is settled once and copied for each; hashes are cheap.

What Argon2 costs is no concern of a test of rules, and three hundred of them need not register the cast each.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from ledger import guards
from tests.town import BOOK, Town, settle_town
from timebank.actors import system
from timebank.books import OpenBook, open_book
from timebank.clock import SHANGHAI, SetClock
from timebank.crypto import Vault
from timebank.db import reader_engine, writer_engine
from timebank.members import hashing
from timebank.schema import METADATA
from timebank.writer import Bank

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=SHANGHAI)
"""When the town was settled: the moment at which every test begins."""


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Town]:
    """The file of a settled town, closed, and who lives there."""
    path = tmp_path_factory.mktemp("settled") / "timebank.sqlite3"
    clock = SetClock(MONDAY)
    bank = open_at(path, clock, is_new=True)
    bank.run(open_book, OpenBook("上林县", f"test.invalid/log/{BOOK}", "test+00000000+AQAB"), system(BOOK))
    town = settle_town(bank, clock)
    bank.close()
    return path, town


@pytest.fixture
def town(settled: tuple[Path, Town], tmp_path: Path, clock: SetClock) -> Iterator[Town]:
    """The cast in its town, a fresh copy."""
    path, settled_town = settled
    bank = open_at(shutil.copy(path, tmp_path / path.name), clock)
    yield replace(settled_town, bank=bank, clock=clock)
    bank.close()


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
