"""The guards of the database: history is neither changed nor replaced, and a missing guard is seen."""

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import Engine, text

from ledger import guards
from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests.ledger.desk import BOOK, LI, WANG, desk_at

TABLES = ("ledger_entry", "ledger_posting", "ledger_node")


@pytest.fixture
def book(engine: Engine) -> Engine:
    with desk_at(engine) as desk:
        desk.open()
        desk.transfer(WANG, LI, 5)
    return engine


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET book = book",
        "UPDATE OR REPLACE {table} SET book = book",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table}",
    ],
)
def test_a_row_of_history_can_be_neither_changed_nor_removed_nor_replaced(book, table, statement):
    with book.begin() as connection, pytest.raises(Exception, match=f"{table} is append-only") as refusal:
        connection.execute(text(statement.format(table=table)))

    assert isinstance(refusal.value.__cause__, dbapi2.IntegrityError)


# An INSERT OR REPLACE removes every row that holds one of its keys: each key is tried with all others new.
NEW = {"seq": 99, "id": "'new'", "prev": "x'00'", "ref": "NULL", "answers": "NULL"}


@pytest.mark.parametrize("key", ["seq", "id", "prev", "ref", "rowid"])
def test_no_single_key_lets_an_entry_be_replaced(book, key):
    with desk_at(book) as desk:
        desk.count = 50
        desk.now = desk.book.head().recorded
        desk.do("release", desk.reserve(WANG, LI, 1).id, "timeout")
        values = NEW | {key: key}
        columns = "book, kind, recorded, policy, bytes, " + ", ".join(values)
        wanted = "book, kind, recorded, policy, bytes, " + ", ".join(map(str, values.values()))
        where = "ref IS NOT NULL"

        with pytest.raises(Exception, match="append-only"):
            desk.store._connection.execute(
                text(
                    f"INSERT OR REPLACE INTO ledger_entry ({columns}) SELECT {wanted} FROM ledger_entry WHERE {where}"
                )
            )


def test_a_posting_is_not_replaced_through_its_version(book):
    with book.begin() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(
            text(
                "INSERT OR REPLACE INTO ledger_posting SELECT book, 99, handle, unit, version, side, amount, held,"
                " debits, credits, pending_debits, pending_credits FROM ledger_posting"
            )
        )


def test_what_is_new_passes(book):
    with desk_at(book) as desk:
        desk.count, desk.now = 50, desk.book.head().recorded
        desk.transfer(WANG, LI, 1)


@pytest.mark.parametrize(
    "name", [f"{table}_no_{act}" for table in TABLES for act in ("update", "delete", "replace")]
)
def test_a_dropped_guard_is_named_and_made_again(book, name):
    with book.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {name}"))
        assert guards.missing(connection) == [name]
        assert [finding.kind for finding in audit(SqlStore(connection, BOOK))] == ["GUARD_MISSING"]

        guards.create(connection)
        assert guards.missing(connection) == []


def test_a_guard_that_was_made_toothless_is_missing(book):
    with book.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_entry_no_update"))
        toothless = "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END"
        connection.exec_driver_sql(toothless)

        assert guards.missing(connection) == ["ledger_entry_no_update"]
        guards.create(connection)
        assert guards.missing(connection) == []


def test_a_dropped_unique_index_is_named(book):
    with book.begin() as connection:
        connection.execute(text("DROP INDEX uq_ledger_entry_book_ref"))

        assert guards.missing(connection) == ["ledger_entry unique (book, ref)"]


def test_no_account_is_pushed_beyond_its_limit_through_sql(book):
    with book.begin() as connection, pytest.raises(Exception, match="ck_ledger_account_limit"):
        connection.execute(text("UPDATE ledger_account SET debits = credits + 1 WHERE credit_limit = 0"))
