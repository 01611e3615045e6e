"""Coordinators' devices, and the items they recorded offline."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "device",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=65), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("enrolled_by", sa.String(length=36), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by", sa.String(length=36), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_device_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_device")),
        sa.UniqueConstraint("book", "public_key", name=op.f("uq_device_book_public_key")),
    )
    op.create_index("ix_device_member", "device", ["book", "member_id"])
    op.create_index("ix_device_state", "device", ["book", "state", "id"])
    op.create_table(
        "sync_item",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=24), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("envelope", sa.LargeBinary(), nullable=True),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "device_id"], ["device.book", "device.id"], name=op.f("fk_sync_item_book_device_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_sync_item")),
        sa.UniqueConstraint("book", "member_id", "key", name=op.f("uq_sync_item_book_member_id_key")),
    )
    op.create_index("ix_sync_item_state", "sync_item", ["book", "state", "site", "id"])
    op.create_index("ix_sync_item_photo", "sync_item", ["book", "type", "received_at"])
