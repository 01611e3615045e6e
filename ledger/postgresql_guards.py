"""The guards as PostgreSQL has them: three triggers a table that share one function, and rights withdrawn.

The triggers fire a statement, not a row, so that appending pays nothing for them; ALWAYS, so that setting
`session_replication_role` does not silence them. A superuser has every right whatever is withdrawn: to him only the
triggers speak.
"""

# ruff: noqa: S608 - the statements are made of the ledger's own names alone.

from collections.abc import Iterable

from sqlalchemy import Connection

_FUNCTION = "ledger_append_only"
_REFUSE = (
    "BEGIN RAISE EXCEPTION USING"
    " MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation'; END"
)
_ACTS = ("UPDATE", "DELETE", "TRUNCATE")


def create(connection: Connection, tables: Iterable[str]) -> None:
    """Create the triggers that are missing, and withdraw the rights to what they refuse."""
    if not (absent := missing(connection, tables)):
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSE}$$"
    )
    for table in tables:
        connection.exec_driver_sql(f"REVOKE {', '.join(_ACTS)} ON {table} FROM PUBLIC, CURRENT_USER")
        for name, definition in _triggers(table).items():
            if name in absent:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                connection.exec_driver_sql(definition)
                connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def missing(connection: Connection, tables: Iterable[str]) -> list[str]:
    """Return the names of triggers that are not there or would not refuse, and of rights that should not be."""
    return [
        name
        for table in tables
        for found in (_absent_triggers(connection, table), _rights(connection, table))
        for name in found
    ]


def unique_keys(connection: Connection, table: str) -> set[tuple[str, ...]]:
    """Return the columns of each unique index of a table."""
    rows = connection.exec_driver_sql(
        "SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_index i"
        " CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
        f" WHERE i.indrelid = '{table}'::regclass AND i.indisunique AND i.indisvalid GROUP BY i.indexrelid"
    )
    return {tuple(columns) for (columns,) in rows}


def _triggers(table: str) -> dict[str, str]:
    """Return each trigger's definition as PostgreSQL itself spells it."""
    names = {f"{table}_no_{act.lower()}": act for act in _ACTS}
    return {
        name: f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        for name, act in names.items()
    }


def _absent_triggers(connection: Connection, table: str) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled::text, p.prosrc"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        f" WHERE t.tgrelid = '{table}'::regclass"
    )
    present = {name: tuple(rest) for name, *rest in rows}
    return [
        name
        for name, definition in _triggers(table).items()
        if present.get(name) != (definition, "A", _REFUSE)
    ]


def _rights(connection: Connection, table: str) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT act FROM (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS acts (act) WHERE"
        f" has_table_privilege('{table}', act)"
        " AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
    )
    return [f"{table} right to {act}" for (act,) in rows]
