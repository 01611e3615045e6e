"""Guards in the database that keep history from being changed through SQL.

Triggers refuse every UPDATE and DELETE on entries, postings and tree nodes, and every INSERT over an existing
row: INSERT OR REPLACE passes the first two. They slow an attacker down; what gives him away is the audit,
which also reports a guard that is missing or reads otherwise than here.
"""

# ruff: noqa: S608 - the statements are made of this file's constants alone.

from sqlalchemy import Connection

_KEYS = {
    "ledger_entry": (("book", "seq"), ("book", "prev"), ("book", "id"), ("book", "ref"), ("book", "answers")),
    "ledger_posting": (("book", "seq", "handle", "unit"), ("book", "handle", "unit", "version")),
    "ledger_node": (("book", "level", "idx"),),
}
_WITH_ROWID = (
    "ledger_entry",
)  # a row may also be replaced by its hidden rowid, -1 unless the INSERT names it


def create(connection: Connection) -> None:
    """Create the triggers that are missing. Within the caller's transaction."""
    for name, sql in _triggers().items():
        if _present_triggers(connection).get(name) != sql:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(sql)


def missing(connection: Connection) -> list[str]:
    """Return the names of triggers that are not there or read otherwise, and of unique keys that are not there."""
    present = _present_triggers(connection)
    triggers = [name for name, sql in _triggers().items() if present.get(name) != sql]
    keys = [
        f"{table} unique ({', '.join(key)})"
        for table, wanted in _KEYS.items()
        for key in set(wanted) - _unique_keys(connection, table)
    ]
    return sorted(triggers + keys)


def _present_triggers(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row.name: row.sql for row in rows}


def _unique_keys(connection: Connection, table: str) -> set[tuple[str, ...]]:
    indexes = connection.exec_driver_sql(f"SELECT name FROM pragma_index_list('{table}') WHERE \"unique\"")
    return {
        tuple(
            column
            for (column,) in connection.exec_driver_sql(
                "SELECT name FROM pragma_index_info(?) ORDER BY seqno", (index,)
            )
        )
        for (index,) in indexes.fetchall()
    }


def _triggers() -> dict[str, str]:
    triggers: dict[str, str] = {}
    for table, keys in _KEYS.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        taken = " OR ".join(
            _taken(table, key) for key in (*keys, *([("rowid",)] if table in _WITH_ROWID else []))
        )
        triggers |= {
            f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"{table}_no_replace": (
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}"
            ),
        }
    return triggers


def _taken(table: str, key: tuple[str, ...]) -> str:
    """One EXISTS a key: joined by OR inside a single EXISTS they would search the whole book."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
