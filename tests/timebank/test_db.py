"""The connections to the embedded database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from timebank.db import reader_engine, sqlite, writer_engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "timebank.sqlite3"
    connection = sqlite.connect(str(made))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE things (name TEXT)")
    connection.close()
    return made


def test_a_writer_takes_no_connection_that_only_reads(file: Path) -> None:
    """A failing disk may refuse the file for writing once and never again: the next connection has to be a new one."""
    engine = writer_engine(f"sqlite:///file:{file}?mode=ro&uri=true")

    with pytest.raises(OperationalError, match="readonly"), engine.connect():
        pass
    engine.dispose()


def test_asking_whether_it_can_write_writes_nothing(file: Path) -> None:
    engine = writer_engine(f"sqlite:///{file}")

    with engine.begin() as connection:
        assert connection.scalar(text("PRAGMA user_version")) == 0
    engine.dispose()


def test_a_reader_cannot_write(file: Path) -> None:
    engine = reader_engine(f"sqlite:///{file}")

    with pytest.raises(OperationalError, match="readonly"), engine.begin() as connection:
        connection.execute(text("INSERT INTO things VALUES ('cup')"))
    engine.dispose()


@pytest.mark.parametrize("engine_for", [writer_engine, reader_engine])
def test_a_statement_stays_prepared_however_many_came_before_it(
    file: Path, engine_for: Callable[[str], Engine]
) -> None:
    engine = engine_for(f"sqlite:///{file}")
    prepared = []

    with engine.connect() as connection:
        for number in range(1000):
            connection.exec_driver_sql(f"SELECT {number}")
        driver: Any = connection.connection.driver_connection
        driver.set_authorizer(lambda *asked: prepared.append(asked) or 0)  # SQLite asks once as it prepares
        for _ in range(3):
            connection.exec_driver_sql("SELECT 2000")
            connection.exec_driver_sql("SELECT 3000")
        driver.set_authorizer(None)
    engine.dispose()

    assert len(prepared) == 2
