"""How Alembic reaches the database: through the writer's engine, the whole upgrade in one transaction.

The transaction begins IMMEDIATE, so of several processes started together one upgrades and the others find it
done. A new migration is drafted by ``alembic -c migrations/alembic.ini revision --autogenerate -m "what changes"``
and then read and corrected by hand.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from timebank import schema
from timebank.db import writer_engine


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
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=schema.METADATA,
                transactional_ddl=True,  # SQLite can; Alembic assumes it cannot, and would leave half a version behind
                render_item=render_plain_type,
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


upgrade()
