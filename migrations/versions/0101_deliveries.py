"""Messages that leave the house, where members want them, and slips that were handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "message_delivery",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "message_id"],
            ["message.book", "message.id"],
            name=op.f("fk_message_delivery_book_message_id"),
        ),
        sa.PrimaryKeyConstraint("book", "message_id", name=op.f("pk_message_delivery")),
    )
    op.create_index("ix_message_delivery_due", "message_delivery", ["book", "state", "next_at"])
    op.create_index("ix_message_delivery_site", "message_delivery", ["book", "site", "message_id"])
    op.create_table(
        "message_choice",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_message_choice_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "member_id", name=op.f("pk_message_choice")),
    )
    op.create_table(
        "message_slip",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("up_to", sa.String(length=36), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("handed_over_by", sa.String(length=36), nullable=False),
        sa.Column("handed_over_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_message_slip_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_message_slip")),
    )
    op.create_index("ix_message_slip_member", "message_slip", ["book", "member_id", "id"])
