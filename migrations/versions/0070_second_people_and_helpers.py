"""A second helper beside the first, minutes above the cap, and what waits for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0051"
branch_labels = None
depends_on = None


def text(length: int) -> sa.types.TypeEngine[str]:
    """Return the type of an added column, ordered by its bytes on every engine."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Add three columns and two tables."""
    op.add_column("need", sa.Column("beside", text(36), nullable=True))
    op.add_column("service", sa.Column("to_pool_minutes", sa.Integer(), nullable=True))
    op.add_column("objection", sa.Column("scope", text(9), nullable=True))
    op.create_index("ix_need_beside", "need", ["book", "beside"])
    op.create_table(
        "service_correction",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("cover_from_loss", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "service_id"],
            ["service.book", "service.id"],
            name=op.f("fk_service_correction_book_service_id"),
        ),
        sa.PrimaryKeyConstraint("book", "service_id", name=op.f("pk_service_correction")),
    )
    op.create_table(
        "consent_withdrawal",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"],
            ["member.book", "member.id"],
            name=op.f("fk_consent_withdrawal_book_member_id"),
        ),
        sa.PrimaryKeyConstraint("book", "member_id", name=op.f("pk_consent_withdrawal")),
    )
