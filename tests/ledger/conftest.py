"""Fixtures of the ledger's tests: an engine on a fresh database, and desks with an open book.

A test marked `both_engines` runs on a PostgreSQL too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ledger.audit import audit
from ledger.memory_store import MemoryStore
from tests.conftest import ENGINES, is_for_both
from tests.ledger.desk import BOOK, Desk, create_ledger, desk_at, server_engine, sqlite_engine
from tests.ledger.tampering import Hand, a_day
from tests.postgres import Postgres


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each store it is meant for."""
    engines = ENGINES if is_for_both(metafunc) else ENGINES[:1]
    if "desk" in metafunc.fixturenames:
        metafunc.parametrize("desk", ["memory", *engines], indirect=True)
    elif "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a fresh database with the ledger's tables and guards."""
    with ledger_on(request.param, request, tmp_path) as engine:
        yield engine


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """An open book, on each store in turn."""
    if request.param == "memory":
        yield Desk(MemoryStore(BOOK)).open()
        return
    with ledger_on(request.param, request, tmp_path) as engine, desk_at(engine) as desk:
        yield desk.open()


@contextmanager
def ledger_on(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """Give an engine of this kind on a fresh database."""
    if kind == "sqlite":
        engine = sqlite_engine(folder / "ledger.db")
        create_ledger(engine)
        yield engine
        engine.dispose()
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.create(copy_of=request.getfixturevalue("postgres_tables"))
        engine = server_engine(url)
        yield engine
        engine.dispose()
        postgres.drop(url)


@pytest.fixture
def hand(engine: Engine) -> Iterator[Hand]:
    """A hand on a day of all kinds of entries."""
    with desk_at(engine) as desk:
        a_day(desk)
        yield Hand(desk)


@pytest.fixture
def audits_clean(desk: Desk) -> Iterator[None]:
    """Ask after the test that the book audits clean, with all states opened."""
    yield
    assert audit(desk.store, secrets=desk.safe) == []
