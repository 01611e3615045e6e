"""Keys and seals are found without reading the other entries.

Revision ID: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None

ACTS = sa.text("kind IN ('key', 'seal')")


def upgrade() -> None:
    """Add the index; it is partial, so that no other entry pays for it."""
    op.create_index(
        "ix_ledger_entry_book_acts",
        "ledger_entry",
        ["book", "kind", "seq"],
        sqlite_where=ACTS,
        postgresql_where=ACTS,
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_ledger_entry_book_acts", "ledger_entry")
