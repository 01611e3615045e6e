"""An audit says from which entry on it has read.

Revision ID: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; every audit so far was of a whole book."""
    with op.batch_alter_table("audit_run") as table:
        table.add_column(sa.Column("since", sa.Integer(), nullable=False, server_default="0"))
        table.alter_column("since", server_default=None)


def downgrade() -> None:
    """Remove it, and the audits that were not of a whole book."""
    op.execute("DELETE FROM audit_run WHERE since > 0")
    with op.batch_alter_table("audit_run") as table:
        table.drop_column("since")
