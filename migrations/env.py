"""How Alembic reaches the database: through the writer's engine, the whole upgrade in one transaction.

Of several processes started together one upgrades and the others find it done: on SQLite the transaction begins
IMMEDIATE, on PostgreSQL it begins with a lock. A new migration is drafted by
``alembic -c migrations/alembic.ini revision --autogenerate -m "what changes"`` and then read and corrected by hand.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from timebank import schema
from timebank.db import is_server, writer_engine

UPGRADING = 7_262_453
"""The number under which a server knows that somebody upgrades."""


def render_plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what the database stores: a migration outlives the code it was drafted from."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def upgrade() -> None:
    """Bring the database to the wanted version."""
    url = context.config.get_main_option("sqlalchemy.url")
    assert url, "the database to upgrade is named by whoever calls Alembic"
    engine = writer_engine(url)
    try:
        with engine.begin() as connection:
            if is_server(connection):
                wait_for_others(connection)
            context.configure(
                connection=connection,
                target_metadata=schema.METADATA,
                transactional_ddl=True,  # SQLite can; Alembic assumes it cannot, and would leave half a version behind
                render_item=render_plain_type,
            )
            context.run_migrations()
    finally:
        engine.dispose()


def wait_for_others(connection: Connection) -> None:
    """Wait until nobody else upgrades, and keep others from it until this transaction ends.

    An advisory lock, because before the first version there is no row and no table to lock.
    """
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADING})")


upgrade()
