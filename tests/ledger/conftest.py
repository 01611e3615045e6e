"""Fixtures of the ledger's tests: an engine on a fresh SQLite file, and desks with an open book."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ledger.memory_store import MemoryStore
from tests.ledger.desk import BOOK, Desk, create_ledger, desk_at, sqlite_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = sqlite_engine(tmp_path / "ledger.db")
    create_ledger(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["memory", "sql"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """An open book, on each store in turn."""
    if request.param == "memory":
        yield Desk(MemoryStore(BOOK)).open()
    else:
        with desk_at(request.getfixturevalue("engine")) as desk:
            yield desk.open()
