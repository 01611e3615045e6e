"""The guards as SQLite has them: three triggers a table, compared with the text they were made with."""

# ruff: noqa: S608 - the statements are made of the ledger's own names alone.

from collections.abc import Mapping

from sqlalchemy import Connection

Keys = Mapping[str, tuple[tuple[str, ...], ...]]

_WITH_ROWID = (
    "ledger_entry",
)  # a row may also be replaced by its hidden rowid, -1 unless the INSERT names it


def create(connection: Connection, keys: Keys) -> None:
    """Create the triggers that are missing."""
    for name, sql in _triggers(keys).items():
        if _present_triggers(connection).get(name) != sql:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(sql)


def missing(connection: Connection, keys: Keys) -> list[str]:
    """Return the names of triggers that are not there or read otherwise."""
    present = _present_triggers(connection)
    return [name for name, sql in _triggers(keys).items() if present.get(name) != sql]


def unique_keys(connection: Connection, table: str) -> set[tuple[str, ...]]:
    """Return the columns of each unique index of a table."""
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


def _present_triggers(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row.name: row.sql for row in rows}


def _triggers(keys: Keys) -> dict[str, str]:
    triggers: dict[str, str] = {}
    for table, unique in keys.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        taken = " OR ".join(
            _taken(table, key) for key in (*unique, *([("rowid",)] if table in _WITH_ROWID else []))
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
