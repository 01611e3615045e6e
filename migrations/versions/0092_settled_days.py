"""An index by the day of settlement: reports of a period read that period, not the whole book."""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.create_index("ix_service_settled", "service", ["book", "state", "settled_on"], unique=False)
