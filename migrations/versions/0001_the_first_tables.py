"""The first tables, and the guards that keep the ledger append-only."""

import sqlalchemy as sa
from alembic import op

from ledger import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "account_holder",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("handle", sa.String(length=20), nullable=False),
        sa.Column("owner_kind", sa.String(length=8), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", "handle", name=op.f("pk_account_holder")),
        sa.UniqueConstraint(
            "book",
            "owner_kind",
            "owner_id",
            "purpose",
            name=op.f("uq_account_holder_book_owner_kind_owner_id_purpose"),
        ),
    )
    op.create_table(
        "audit_run",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("book", "at", name=op.f("pk_audit_run")),
    )
    op.create_table(
        "book",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("vkey", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_book")),
    )
    op.create_table(
        "business_day",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_business_day")),
    )
    op.create_table(
        "closed_region",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("book", "code", name=op.f("pk_closed_region")),
    )
    op.create_table(
        "counter",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", "name", name=op.f("pk_counter")),
    )
    op.create_table(
        "entry_text",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", "entry_id", "kind", name=op.f("pk_entry_text")),
    )
    op.create_table(
        "household",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_household")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_household_book_number")),
    )
    op.create_table(
        "job_run",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", "job", "due_at", name=op.f("pk_job_run")),
    )
    op.create_table(
        "login_try",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account", sa.LargeBinary(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "device", "account", name=op.f("pk_login_try")),
    )
    op.create_index("ix_login_try_last", "login_try", ["book", "last_at"], unique=False)
    op.create_table(
        "person_key",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", "member_id", name=op.f("pk_person_key")),
    )
    op.create_table(
        "policy_version",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "version", name=op.f("pk_policy_version")),
    )
    op.create_table(
        "request",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("actor", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("digests", sa.Text(), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "actor", "key", name=op.f("pk_request")),
    )
    op.create_table(
        "site",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=14), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("paired_site", sa.String(length=14), nullable=True),
        sa.Column("phone", sa.String(length=12), nullable=False),
        sa.Column("opening_hours", sa.String(length=60), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("handle_pool", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.String(length=200), nullable=False),
        sa.Column("registered_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "paired_site"], ["site.book", "site.id"], name=op.f("fk_site_book_paired_site")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_site")),
        sa.UniqueConstraint("book", "region", "name", name=op.f("uq_site_book_region_name")),
    )
    op.create_index("ix_site_paired", "site", ["book", "paired_site"], unique=False)
    op.create_table(
        "tally",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "site", "name", name=op.f("pk_tally")),
    )
    op.create_table(
        "member",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("sex", sa.String(length=6), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("handle", sa.String(length=20), nullable=False),
        sa.Column("ability_level", sa.Integer(), nullable=True),
        sa.Column("living", sa.String(length=20), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.String(length=36), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("identity_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("hamlet_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("health_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "household_id"],
            ["household.book", "household.id"],
            name=op.f("fk_member_book_household_id"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_member")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_member_book_number")),
    )
    op.create_index("ix_member_household", "member", ["book", "household_id"], unique=False)
    op.create_index("ix_member_site", "member", ["book", "site", "number"], unique=False)
    op.create_table(
        "card",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("number_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.String(length=36), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_card_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_card")),
        sa.UniqueConstraint("book", "number_hash", name=op.f("uq_card_book_number_hash")),
    )
    op.create_index("ix_card_member", "card", ["book", "member_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_consent_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_member", "consent", ["book", "member_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_credential_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "member_id", "kind", name=op.f("pk_credential")),
    )
    op.create_table(
        "kinship",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_kinship_book_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "other_id"], ["member.book", "member.id"], name=op.f("fk_kinship_book_other_id")
        ),
        sa.PrimaryKeyConstraint("book", "member_id", "other_id", name=op.f("pk_kinship")),
    )
    op.create_table(
        "look",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("was_refused", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_look_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_look")),
    )
    op.create_index("ix_look_member", "look", ["book", "member_id", "id"], unique=False)
    op.create_table(
        "member_change",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("before_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_member_change_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_member_change")),
    )
    op.create_index("ix_member_change_member", "member_change", ["book", "member_id", "id"], unique=False)
    op.create_table(
        "member_lookup",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_member_lookup_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "kind", "hash", "member_id", name=op.f("pk_member_lookup")),
    )
    op.create_index("ix_member_lookup_member", "member_lookup", ["book", "member_id"], unique=False)
    op.create_table(
        "member_role",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.String(length=14), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("granted_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_member_role_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_member_role")),
    )
    op.create_index("ix_member_role_scope", "member_role", ["book", "scope", "role"], unique=False)
    op.create_index(
        "uq_member_role_in_force",
        "member_role",
        ["book", "member_id", "role", "scope"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "message",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_message_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_member", "message", ["book", "member_id", "id"], unique=False)
    op.create_table(
        "need",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("elder_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("pay_from", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("posted_by", sa.String(length=36), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "elder_id"], ["member.book", "member.id"], name=op.f("fk_need_book_elder_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_need")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_need_book_number")),
    )
    op.create_index("ix_need_elder", "need", ["book", "elder_id", "id"], unique=False)
    op.create_index("ix_need_state_site", "need", ["book", "state", "site", "starts_at"], unique=False)
    op.create_table(
        "one_time_code",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_one_time_code_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_one_time_code")),
        sa.UniqueConstraint("book", "code_hash", name=op.f("uq_one_time_code_book_code_hash")),
    )
    op.create_index("ix_one_time_code_member", "one_time_code", ["book", "member_id"], unique=False)
    op.create_table(
        "proxy",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("elder_id", sa.String(length=36), nullable=False),
        sa.Column("proxy_id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "elder_id"], ["member.book", "member.id"], name=op.f("fk_proxy_book_elder_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "proxy_id"], ["member.book", "member.id"], name=op.f("fk_proxy_book_proxy_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_proxy")),
    )
    op.create_index("ix_proxy_elder", "proxy", ["book", "elder_id"], unique=False)
    op.create_index("ix_proxy_proxy", "proxy", ["book", "proxy_id"], unique=False)
    op.create_table(
        "second_factor",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_second_factor_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "member_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "service",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("need_id", sa.String(length=36), nullable=False),
        sa.Column("elder_id", sa.String(length=36), nullable=False),
        sa.Column("volunteer_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("is_time_typed", sa.Boolean(), nullable=False),
        sa.Column("is_logged_afterwards", sa.Boolean(), nullable=False),
        sa.Column("reviewers_wanted", sa.Integer(), nullable=False),
        sa.Column("review_scope", sa.String(length=14), nullable=False),
        sa.Column("pay_from", sa.String(length=8), nullable=False),
        sa.Column("credited_minutes", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=False),
        sa.Column("confirmed_way", sa.String(length=16), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=False),
        sa.Column("verified_by", sa.String(length=36), nullable=False),
        sa.Column("second_verified_by", sa.String(length=36), nullable=False),
        sa.Column("has_appealed", sa.Boolean(), nullable=False),
        sa.Column("notice_from", sa.Date(), nullable=True),
        sa.Column("notice_until", sa.Date(), nullable=True),
        sa.Column("state_before_objection", sa.String(length=12), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("is_corrected", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "elder_id"], ["member.book", "member.id"], name=op.f("fk_service_book_elder_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "volunteer_id"], ["member.book", "member.id"], name=op.f("fk_service_book_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_service")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_service_book_number")),
    )
    op.create_index("ix_service_elder", "service", ["book", "elder_id", "id"], unique=False)
    op.create_index("ix_service_notice", "service", ["book", "state", "notice_until"], unique=False)
    op.create_index("ix_service_review", "service", ["book", "state", "review_scope", "id"], unique=False)
    op.create_index("ix_service_site", "service", ["book", "site", "id"], unique=False)
    op.create_index("ix_service_volunteer", "service", ["book", "volunteer_id", "begins_at"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_user_session_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("book", "token_hash", name=op.f("uq_user_session_book_token_hash")),
    )
    op.create_index("ix_user_session_member", "user_session", ["book", "member_id"], unique=False)
    op.create_table(
        "volunteer",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("guardian_id", sa.String(length=36), nullable=True),
        sa.Column("insured_until", sa.Date(), nullable=True),
        sa.Column("fit_until", sa.Date(), nullable=True),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "guardian_id"], ["member.book", "member.id"], name=op.f("fk_volunteer_book_guardian_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_volunteer_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "member_id", name=op.f("pk_volunteer")),
    )
    op.create_index("ix_volunteer_state", "volunteer", ["book", "state"], unique=False)
    op.create_table(
        "objection",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "service_id"], ["service.book", "service.id"], name=op.f("fk_objection_book_service_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_objection")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_objection_book_number")),
    )
    op.create_index("ix_objection_service", "objection", ["book", "service_id"], unique=False)
    op.create_index("ix_objection_state", "objection", ["book", "state", "id"], unique=False)
    op.create_table(
        "service_act",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "service_id"],
            ["service.book", "service.id"],
            name=op.f("fk_service_act_book_service_id"),
        ),
        sa.PrimaryKeyConstraint("book", "service_id", "number", name=op.f("pk_service_act")),
    )
    op.create_table(
        "service_entry",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "service_id"],
            ["service.book", "service.id"],
            name=op.f("fk_service_entry_book_service_id"),
        ),
        sa.PrimaryKeyConstraint("book", "entry_id", name=op.f("pk_service_entry")),
    )
    op.create_index("ix_service_entry_service", "service_entry", ["book", "service_id", "seq"], unique=False)
    op.create_table(
        "service_reserve",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("pay_from", sa.String(length=8), nullable=False),
        sa.Column("payer", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("settled_minutes", sa.Integer(), nullable=False),
        sa.Column("closing_entry_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "service_id"],
            ["service.book", "service.id"],
            name=op.f("fk_service_reserve_book_service_id"),
        ),
        sa.PrimaryKeyConstraint("book", "service_id", "number", name=op.f("pk_service_reserve")),
    )
    op.create_table(
        "training",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"],
            ["volunteer.book", "volunteer.member_id"],
            name=op.f("fk_training_book_member_id"),
        ),
        sa.PrimaryKeyConstraint("book", "member_id", "kind", "passed_on", name=op.f("pk_training")),
    )
    op.create_table(
        "volunteer_approval",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("approved_by", sa.String(length=36), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"],
            ["volunteer.book", "volunteer.member_id"],
            name=op.f("fk_volunteer_approval_book_member_id"),
        ),
        sa.PrimaryKeyConstraint("book", "member_id", "step", name=op.f("pk_volunteer_approval")),
    )
    op.create_table(
        "volunteer_time",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "member_id"],
            ["volunteer.book", "volunteer.member_id"],
            name=op.f("fk_volunteer_time_book_member_id"),
        ),
        sa.PrimaryKeyConstraint("book", "member_id", "weekday", "part", name=op.f("pk_volunteer_time")),
    )
    op.create_table(
        "ledger_account",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column("belongs_to", sa.Text(), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("debits", sa.BigInteger(), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("pending_debits", sa.BigInteger(), nullable=False),
        sa.Column("pending_credits", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'frozen', 'closed')", name=op.f("ck_ledger_account_status")),
        sa.CheckConstraint(
            "debits >= 0 AND credits >= 0 AND pending_debits >= 0 AND pending_credits >= 0",
            name=op.f("ck_ledger_account_counters"),
        ),
        sa.CheckConstraint(
            "pending_debits + debits <= credits + credit_limit", name=op.f("ck_ledger_account_limit")
        ),
        sa.PrimaryKeyConstraint("book", "handle", "unit", name=op.f("pk_ledger_account")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_entry",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("with_id", sa.Text(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", "seq", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("book", "id", name=op.f("uq_ledger_entry_book_id")),
        sa.UniqueConstraint("book", "prev", name=op.f("uq_ledger_entry_book_prev")),
    )
    op.create_index(
        "uq_ledger_entry_book_answers",
        "ledger_entry",
        ["book", "answers"],
        unique=True,
        sqlite_where=sa.text("answers IS NOT NULL"),
        postgresql_where=sa.text("answers IS NOT NULL"),
    )
    op.create_index(
        "uq_ledger_entry_book_ref",
        "ledger_entry",
        ["book", "ref"],
        unique=True,
        sqlite_where=sa.text("ref IS NOT NULL"),
        postgresql_where=sa.text("ref IS NOT NULL"),
    )
    op.create_table(
        "ledger_head",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_ledger_head")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_node",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("idx", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", "level", "idx", name=op.f("pk_ledger_node")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_posting",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=True),
        sa.Column("debits", sa.BigInteger(), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("pending_debits", sa.BigInteger(), nullable=False),
        sa.Column("pending_credits", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "side IN ('debit', 'credit') AND amount >= 0 AND version >= 1",
            name=op.f("ck_ledger_posting_form"),
        ),
        sa.PrimaryKeyConstraint("book", "seq", "handle", "unit", name=op.f("pk_ledger_posting")),
        sa.UniqueConstraint(
            "book", "handle", "unit", "version", name=op.f("uq_ledger_posting_book_handle_unit_version")
        ),
        sqlite_with_rowid=False,
    )
    guards.create(op.get_bind())
