"""The monthly pages of honours."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "honour_month",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "month", name=op.f("pk_honour_month")),
    )
    op.create_table(
        "honour_line",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_honour_line_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "month", "member_id", name=op.f("pk_honour_line")),
    )
    op.create_index("ix_honour_line_minutes", "honour_line", ["book", "month", "minutes"], unique=False)
