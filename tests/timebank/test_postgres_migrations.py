"""The migrations on PostgreSQL: the same tables, texts in the order of their bytes, one upgrade among many."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from ledger import guards
from tests.postgres import Postgres
from tests.timebank.kernel import open_test_book
from timebank.bootstrap import NoMasterKey, master_key, migrate, open_bank
from timebank.db import writer_engine
from timebank.schema import METADATA, TABLES
from timebank.settings import Settings

NOT_BY_BYTES = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'
"""
MIGRATE = "import sys; from timebank.bootstrap import migrate; migrate(sys.argv[1])"


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    """The address of a database without any table."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = writer_engine(url)
    yield engine
    engine.dispose()


def test_upgrading_from_nothing_gives_the_tables_and_guards_of_the_code(url: str, engine: Engine) -> None:
    migrate(url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []  # type: ignore[arg-type]  # a sequence is taken too
        assert guards.missing(connection) == []


def test_every_text_is_ordered_by_its_bytes_whatever_the_language(url: str, engine: Engine) -> None:
    migrate(url)

    with engine.connect() as connection:
        assert connection.execute(text(NOT_BY_BYTES)).all() == []


def test_the_tables_of_the_code_order_texts_as_the_migrations_do(postgres_tables: str) -> None:
    engine = writer_engine(postgres_tables)
    with engine.connect() as connection:
        assert connection.execute(text(NOT_BY_BYTES)).all() == []
    engine.dispose()


def test_of_many_who_upgrade_at_once_one_does(url: str, engine: Engine) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, url], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]

    assert [process.communicate(timeout=60)[1].decode() for process in started] == ["", "", ""]
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"} | {
            one.name for one in TABLES
        }


def test_a_migration_that_fails_leaves_nothing_behind(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE volunteer_time (stands_in_the_way TEXT)"))

    with pytest.raises(Exception, match="already exists"):
        migrate(url)

    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["volunteer_time"]


def test_a_second_machine_without_the_master_key_does_not_make_another(url: str, tmp_path: Path) -> None:
    first, second = (Settings(home=tmp_path / name, database_url=url) for name in ("first", "second"))
    bank = open_bank(first)
    open_test_book(bank)
    bank.close()

    with pytest.raises(NoMasterKey):
        master_key(second)

    assert not second.master_key_file.exists()
