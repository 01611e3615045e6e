"""The migrations build exactly the tables of the code, with the ledger's guards, and keep the rules of sharding."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint, text

from ledger import guards
from timebank.bootstrap import migrate
from timebank.db import writer_engine
from timebank.schema import METADATA, TABLES

ALL_TABLES = """
import importlib, pkgutil, sys
import timebank
if sys.argv[1] == "all":
    for module in pkgutil.walk_packages(timebank.__path__, "timebank."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
from timebank import schema
print(*sorted(table.name for metadata in schema.METADATA for table in metadata.sorted_tables))
"""


def definitions(database: Path) -> set[str]:
    """Return the words with which tables, indexes and triggers were made; constraints may stand in any order."""
    engine = writer_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")).scalars().all()
    engine.dispose()
    return {" ".join(sorted(re.findall(r"[^\s(),\"]+", sql))) for sql in rows if "alembic_version" not in sql}


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    database = tmp_path / "migrated.sqlite3"
    migrate(f"sqlite:///{database}")
    return database


def test_upgrading_from_nothing_gives_the_tables_of_the_code(migrated: Path) -> None:
    engine = writer_engine(f"sqlite:///{migrated}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)  # type: ignore[arg-type]  # a sequence is taken too
    engine.dispose()

    assert differences == []


def test_every_word_of_the_definitions_is_the_same(migrated: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.sqlite3"
    engine = writer_engine(f"sqlite:///{made}")
    with engine.begin() as connection:
        for metadata in METADATA:
            metadata.create_all(connection)
        guards.create(connection)
    engine.dispose()

    assert definitions(migrated) == definitions(made)


def test_the_guards_stand(migrated: Path) -> None:
    engine = writer_engine(f"sqlite:///{migrated}")
    with engine.connect() as connection:
        assert guards.missing(connection) == []
    engine.dispose()


def test_upgrading_twice_changes_nothing(migrated: Path) -> None:
    before = definitions(migrated)

    migrate(f"sqlite:///{migrated}")

    assert definitions(migrated) == before


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    database = tmp_path / "half.sqlite3"
    engine = writer_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE volunteer_time (stands_in_the_way TEXT)"))
    engine.dispose()

    with pytest.raises(Exception, match="already exists"):
        migrate(f"sqlite:///{database}")

    assert definitions(database) == {"CREATE TABLE TEXT stands_in_the_way volunteer_time"}


def test_the_schema_names_every_table_there_is() -> None:
    known, all_there_are = (
        subprocess.run(
            [sys.executable, "-c", ALL_TABLES, which], capture_output=True, text=True, check=True
        ).stdout
        for which in ("schema", "all")
    )

    assert known == all_there_are


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_of_a_table_begins_with_the_book(table: Table) -> None:
    keys = [list(table.primary_key.columns), *(list(index.columns) for index in table.indexes)]
    keys += [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    foreign = [one for one in table.constraints if isinstance(one, ForeignKeyConstraint)]

    assert all(key[0].name == "book" for key in keys)
    assert all(next(iter(one.columns)).name == "book" for one in foreign)
    assert all(one.elements[0].target_fullname.endswith(".book") for one in foreign)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_database_hands_out_numbers(table: Table) -> None:
    assert table.autoincrement_column is None
    assert all(column.default is None or not column.default.is_sequence for column in table.columns)
    assert all(column.identity is None and column.server_default is None for column in table.columns)
