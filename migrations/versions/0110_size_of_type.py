"""The size of type a member asked for goes with the account to another phone."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0101"
branch_labels = None
depends_on = None


def text(length: int) -> sa.types.TypeEngine[str]:
    """Return the type of an added column, ordered by its bytes on every engine."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Add a column."""
    op.add_column("member", sa.Column("type_size", text(8), nullable=True))
