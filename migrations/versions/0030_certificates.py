"""Certificates of service, and the services that each of them counts."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "certificate",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("check_code", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("issuer", sa.String(length=14), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("lists_services", sa.Boolean(), nullable=False),
        sa.Column("replaces", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("counted_by", sa.String(length=36), nullable=False),
        sa.Column("notice_from", sa.Date(), nullable=True),
        sa.Column("notice_until", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("withdrawal_by", sa.String(length=36), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=False),
        sa.Column("end_cause", sa.String(length=12), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_certificate_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_certificate_book_number")),
    )
    op.create_index("ix_certificate_issuer", "certificate", ["book", "state", "issuer", "id"], unique=False)
    op.create_index("ix_certificate_member", "certificate", ["book", "member_id", "id"], unique=False)
    op.create_index("ix_certificate_notice", "certificate", ["book", "state", "notice_until"], unique=False)
    op.create_table(
        "certificate_line",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("certificate_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "certificate_id"],
            ["certificate.book", "certificate.id"],
            name=op.f("fk_certificate_line_book_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "service_id"],
            ["service.book", "service.id"],
            name=op.f("fk_certificate_line_book_service_id"),
        ),
        sa.PrimaryKeyConstraint("book", "certificate_id", "service_id", name=op.f("pk_certificate_line")),
    )
    op.create_index("ix_certificate_line_service", "certificate_line", ["book", "service_id"], unique=False)
