"""A book may go on in another log: which one it writes, the ones before, and the log of each numbered entry."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None

NUMBERED = ("book", "service_entry", "points_entry", "audit_run")
"""The tables that tell of one of a book's logs by its number."""


def upgrade() -> None:
    """Add the number of the log, which was 1 so far, and the table of the logs that others continue."""
    for name in NUMBERED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("log", sa.Integer(), nullable=False, server_default="1"))
            table.alter_column("log", server_default=None)
    op.create_table(
        "former_log",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("log", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("vkey", sa.String(length=300), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("signed", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "log", name=op.f("pk_former_log")),
    )


def downgrade() -> None:
    """Remove them. A book that was continued would be written in its old log again: that is refused."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM former_log")):
        raise RuntimeError("a continued book cannot go back to a version that knows no continued books")
    op.drop_table("former_log")
    for name in reversed(NUMBERED):
        with op.batch_alter_table(name) as table:
            table.drop_column("log")
