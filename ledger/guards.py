"""Guards in the database that keep history from being changed through SQL.

Triggers refuse every UPDATE and DELETE on entries, postings and tree nodes, and every INSERT over an existing
row: INSERT OR REPLACE passes the first two. They slow an attacker down; what gives him away is the audit,
which also reports a guard that is missing or reads otherwise than here.
"""

# ruff: noqa: S608 - the statements are made of this file's constants alone.

from sqlalchemy import Connection, text

# One EXISTS a key: joined by OR inside a single EXISTS they would search the whole book. A row may also be
# replaced by its hidden rowid where the table has one; it is -1 unless the INSERT names it.
_KEYS = {
    "ledger_entry": (
        "book = NEW.book AND seq = NEW.seq",
        "book = NEW.book AND prev = NEW.prev",
        "book = NEW.book AND id = NEW.id",
        "book = NEW.book AND ref = NEW.ref",
        "book = NEW.book AND answers = NEW.answers",
        "rowid = NEW.rowid",
    ),
    "ledger_posting": (
        "book = NEW.book AND seq = NEW.seq AND handle = NEW.handle AND unit = NEW.unit",
        "book = NEW.book AND handle = NEW.handle AND unit = NEW.unit AND version = NEW.version",
    ),
    "ledger_node": ("book = NEW.book AND level = NEW.level AND idx = NEW.idx",),
}


def create(connection: Connection) -> None:
    """Create the guards that are missing. Within the caller's transaction."""
    wanted = _sqlite_triggers()
    for name in missing(connection):
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        # The trigger bodies hold no bind parameters, and a colon in one would be taken for such by text().
        connection.exec_driver_sql(wanted[name])


def missing(connection: Connection) -> list[str]:
    """Return the names of guards that are not there or read otherwise, sorted."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    present = {row.name: row.sql for row in rows}
    return sorted(name for name, sql in _sqlite_triggers().items() if present.get(name) != sql)


def _sqlite_triggers() -> dict[str, str]:
    triggers: dict[str, str] = {}
    for table, keys in _KEYS.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in keys)
        triggers |= {
            f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"{table}_no_replace": (
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}"
            ),
        }
    return triggers
