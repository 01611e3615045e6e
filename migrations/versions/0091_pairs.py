"""Pairs of a volunteer and an elder."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

IS_CURRENT = sa.text("state IN ('proposed', 'in_force')")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "pair",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("volunteer_id", sa.String(length=36), nullable=False),
        sa.Column("elder_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("volunteer_said", sa.String(length=6), nullable=False),
        sa.Column("volunteer_word_by", sa.String(length=36), nullable=False),
        sa.Column("elder_said", sa.String(length=6), nullable=False),
        sa.Column("elder_word_by", sa.String(length=36), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "volunteer_id"], ["member.book", "member.id"], name=op.f("fk_pair_book_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "elder_id"], ["member.book", "member.id"], name=op.f("fk_pair_book_elder_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_pair")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_pair_book_number")),
    )
    op.create_index("ix_pair_elder", "pair", ["book", "elder_id", "state"], unique=False)
    op.create_index("ix_pair_volunteer", "pair", ["book", "volunteer_id", "state"], unique=False)
    op.create_index("ix_pair_site", "pair", ["book", "site", "id"], unique=False)
    op.create_index(
        "uq_pair_current",
        "pair",
        ["book", "volunteer_id", "elder_id"],
        unique=True,
        sqlite_where=IS_CURRENT,
        postgresql_where=IS_CURRENT,
    )
