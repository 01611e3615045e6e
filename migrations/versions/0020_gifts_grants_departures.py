"""Gifts, promises and donations; programmes of grants with their months and runs; departures and claims."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of gifts, grants and departures."""
    op.create_table(
        "entry_purpose",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("book", "entry_id", name=op.f("pk_entry_purpose")),
    )
    op.create_table(
        "programme",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=False),
        sa.Column("age_until", sa.Integer(), nullable=False),
        sa.Column("living", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("monthly_minutes", sa.Integer(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("handle", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_programme")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_programme_book_number")),
    )
    op.create_table(
        "grant_run",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("programme_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("after", sa.String(length=36), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.Column("unfunded", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "programme_id"],
            ["programme.book", "programme.id"],
            name=op.f("fk_grant_run_book_programme_id"),
        ),
        sa.PrimaryKeyConstraint("book", "programme_id", "month", name=op.f("pk_grant_run")),
    )
    op.create_table(
        "departure",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("taken_back_by", sa.String(length=36), nullable=False),
        sa.Column("claim_until", sa.Date(), nullable=True),
        sa.Column("claimed_minutes", sa.Integer(), nullable=False),
        sa.Column("pooled_minutes", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_departure_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_departure")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_departure_book_number")),
    )
    op.create_index("ix_departure_member", "departure", ["book", "member_id", "id"], unique=False)
    op.create_index("ix_departure_state", "departure", ["book", "state", "due_on"], unique=False)
    op.create_table(
        "donation",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("donor_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("donated_on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "donor_id"], ["member.book", "member.id"], name=op.f("fk_donation_book_donor_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_donation")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_donation_book_number")),
    )
    op.create_index("ix_donation_donor", "donation", ["book", "donor_id", "id"], unique=False)
    op.create_index("ix_donation_site", "donation", ["book", "site", "id"], unique=False)
    op.create_table(
        "gift",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("giver_id", sa.String(length=36), nullable=False),
        sa.Column("receiver_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("free_from", sa.BigInteger(), nullable=False),
        sa.Column("answer_until", sa.BigInteger(), nullable=False),
        sa.Column("answered_by", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("closing_entry_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "giver_id"], ["member.book", "member.id"], name=op.f("fk_gift_book_giver_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "receiver_id"], ["member.book", "member.id"], name=op.f("fk_gift_book_receiver_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_gift")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_gift_book_number")),
    )
    op.create_index("ix_gift_due", "gift", ["book", "state", "answer_until"], unique=False)
    op.create_index("ix_gift_giver", "gift", ["book", "giver_id", "id"], unique=False)
    op.create_index("ix_gift_receiver", "gift", ["book", "receiver_id", "id"], unique=False)
    op.create_table(
        "grant_month",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("programme_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("handle", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("lapsed_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_grant_month_book_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "programme_id"],
            ["programme.book", "programme.id"],
            name=op.f("fk_grant_month_book_programme_id"),
        ),
        sa.PrimaryKeyConstraint("book", "programme_id", "month", "member_id", name=op.f("pk_grant_month")),
        sa.UniqueConstraint("book", "handle", name=op.f("uq_grant_month_book_handle")),
    )
    op.create_index("ix_grant_month_member", "grant_month", ["book", "member_id", "month"], unique=False)
    op.create_index("ix_grant_month_state", "grant_month", ["book", "state", "month", "handle"], unique=False)
    op.create_table(
        "promise",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("giver_id", sa.String(length=36), nullable=False),
        sa.Column("elder_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("monthly_minutes", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "elder_id"], ["member.book", "member.id"], name=op.f("fk_promise_book_elder_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "giver_id"], ["member.book", "member.id"], name=op.f("fk_promise_book_giver_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_elder", "promise", ["book", "elder_id", "id"], unique=False)
    op.create_index("ix_promise_giver", "promise", ["book", "giver_id", "id"], unique=False)
    op.create_table(
        "departure_claim",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("departure_id", sa.String(length=36), nullable=False),
        sa.Column("heir_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=36), nullable=False),
        sa.Column("paid_by", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "departure_id"],
            ["departure.book", "departure.id"],
            name=op.f("fk_departure_claim_book_departure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "heir_id"], ["member.book", "member.id"], name=op.f("fk_departure_claim_book_heir_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_departure_claim")),
    )
    op.create_index(
        "ix_departure_claim_departure", "departure_claim", ["book", "departure_id", "id"], unique=False
    )
