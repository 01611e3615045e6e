"""Guards in the database that keep history from being changed through SQL.

Triggers refuse every UPDATE and DELETE on entries, postings and tree nodes, and what else would make a row another:
on SQLite an INSERT over an existing one, since INSERT OR REPLACE passes the first two, on PostgreSQL a TRUNCATE.
They slow an attacker down; what gives him away is the audit, which also reports a guard that is missing or reads
otherwise than here.
"""

from sqlalchemy import Connection

from ledger import postgresql_guards, sqlite_guards

KEYS = {
    "ledger_entry": (("book", "seq"), ("book", "prev"), ("book", "id"), ("book", "ref"), ("book", "answers")),
    "ledger_posting": (("book", "seq", "handle", "unit"), ("book", "handle", "unit", "version")),
    "ledger_node": (("book", "level", "idx"),),
}
"""The append-only tables, and the columns whose values together are taken at most once."""


def create(connection: Connection) -> None:
    """Create the guards that are missing. Within the caller's transaction."""
    if connection.dialect.name == "postgresql":
        postgresql_guards.create(connection, KEYS)
    else:
        sqlite_guards.create(connection, KEYS)


def missing(connection: Connection) -> list[str]:
    """Return the names of triggers that are not there or read otherwise, and of unique keys that are not there."""
    database = postgresql_guards if connection.dialect.name == "postgresql" else sqlite_guards
    keys = [
        f"{table} unique ({', '.join(key)})"
        for table, wanted in KEYS.items()
        for key in set(wanted) - database.unique_keys(connection, table)
    ]
    return sorted([*database.missing(connection, KEYS), *keys])
