"""The guards of PostgreSQL: history is neither changed nor emptied, whoever asks, and a missing guard is seen."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from ledger import guards
from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests.ledger.desk import BOOK, LI, WANG, create_ledger, desk_at, server_engine
from tests.postgres import Postgres

TABLES = tuple(guards.KEYS)
RESTRICT_VIOLATION = "23001"
NO_PRIVILEGE = "42501"


@pytest.fixture
def engine(postgres: Postgres, postgres_tables: str) -> Iterator[Engine]:
    url = postgres.create(copy_of=postgres_tables)
    engine = server_engine(url)
    with desk_at(engine) as desk:
        desk.open()
        desk.transfer(WANG, LI, 5)
    yield engine
    engine.dispose()
    postgres.drop(url)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection


def refusal(connection: Connection, statement: str) -> str:
    """Return the SQLSTATE with which a statement is refused."""
    with pytest.raises(DBAPIError) as refused, connection.begin_nested():
        connection.execute(text(statement))
    return str(refused.value.orig.sqlstate)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET book = book",
        "UPDATE {} SET book = book WHERE false",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "INSERT INTO {} SELECT * FROM {} ON CONFLICT (book, {}) DO UPDATE SET book = excluded.book",
    ],
)
def test_a_row_of_history_is_neither_changed_nor_removed(connection, table, statement):
    key = ", ".join(guards.KEYS[table][0][1:])

    assert refusal(connection, statement.format(table, table, key)) == RESTRICT_VIOLATION
    assert audit(SqlStore(connection, BOOK)) == []


def test_silencing_the_triggers_of_a_session_does_not_silence_these(connection):
    connection.execute(text("SET session_replication_role = replica"))

    assert refusal(connection, "DELETE FROM ledger_entry") == RESTRICT_VIOLATION


def test_no_account_is_pushed_beyond_its_limit(connection):
    statement = "UPDATE ledger_account SET debits = credits + 1 WHERE credit_limit = 0"

    with pytest.raises(DBAPIError, match="ck_ledger_account_limit"):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER ledger_entry_no_update ON ledger_entry", "ledger_entry_no_update"),
        ("DROP TRIGGER ledger_node_no_truncate ON ledger_node", "ledger_node_no_truncate"),
        ("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_delete", "ledger_entry_no_delete"),
        ("ALTER TABLE ledger_posting ENABLE TRIGGER ledger_posting_no_update", "ledger_posting_no_update"),
        ("ALTER TRIGGER ledger_entry_no_update ON ledger_entry RENAME TO other", "ledger_entry_no_update"),
    ],
)
def test_a_dropped_or_weakened_trigger_is_named_and_made_again(connection, statement, name):
    connection.execute(text(statement))

    assert guards.missing(connection) == [name]
    assert [finding.kind for finding in audit(SqlStore(connection, BOOK))] == ["GUARD_MISSING"]
    guards.create(connection)
    assert guards.missing(connection) == []


def test_a_trigger_that_watches_one_column_only_is_missing(connection):
    connection.execute(text("DROP TRIGGER ledger_entry_no_update ON ledger_entry"))
    connection.execute(
        text(
            "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE OF site ON ledger_entry"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
        )
    )
    connection.execute(text("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_update"))

    assert guards.missing(connection) == ["ledger_entry_no_update"]


def test_a_function_that_was_made_toothless_names_every_trigger_that_uses_it(connection):
    connection.execute(
        text(
            "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql"
            " AS $$BEGIN RETURN NULL; END$$"
        )
    )

    assert len(guards.missing(connection)) == 3 * len(TABLES)
    guards.create(connection)
    assert guards.missing(connection) == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP INDEX uq_ledger_entry_book_ref", "ledger_entry unique (book, ref)"),
        (
            "ALTER TABLE ledger_entry DROP CONSTRAINT uq_ledger_entry_book_prev",
            "ledger_entry unique (book, prev)",
        ),
    ],
)
def test_a_dropped_unique_key_is_named(connection, statement, name):
    connection.execute(text(statement))

    assert guards.missing(connection) == [name]


def test_the_owner_of_the_tables_has_no_right_to_change_history(postgres: Postgres):
    """Whoever is no superuser is stopped before any trigger, and may still do all that a book needs."""
    url = postgres.create()
    admin = server_engine(url)
    role = f"keeper_{make_url(url).database}"
    with admin.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"GRANT CREATE ON SCHEMA public TO {role}"))
    engine = server_engine(make_url(url).set(username=role).render_as_string(hide_password=False))
    try:
        create_ledger(engine)
        with desk_at(engine) as desk:
            desk.open()
        with engine.connect() as connection:
            assert refusal(connection, "DELETE FROM ledger_entry") == NO_PRIVILEGE
            assert refusal(connection, "UPDATE ledger_posting SET amount = 1") == NO_PRIVILEGE
            assert audit(SqlStore(connection, BOOK)) == []
            connection.execute(text(f"GRANT DELETE ON ledger_entry TO {role}"))
            assert guards.missing(connection) == ["ledger_entry right to DELETE"]
            guards.create(connection)
            assert guards.missing(connection) == []
    finally:
        engine.dispose()
        admin.dispose()
        postgres.drop(url)
        postgres.run(f"DROP ROLE {role}")
