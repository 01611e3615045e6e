"""Teams and who is in them; what a volunteer does not keep above the cap."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0080"
branch_labels = None
depends_on = None

IS_CURRENT = sa.text("state IN ('asked', 'joined')")


def text(length: int) -> sa.types.TypeEngine[str]:
    """Return the type of an added column, ordered by its bytes on every engine."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create two tables and add three columns."""
    op.create_table(
        "team",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("site", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("lead_id", sa.String(length=36), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("founded_by", sa.String(length=36), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_team")),
        sa.UniqueConstraint("book", "number", name=op.f("uq_team_book_number")),
    )
    op.create_index("ix_team_site", "team", ["book", "site", "id"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("book", sa.String(length=6), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.String(length=36), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "team_id"], ["team.book", "team.id"], name=op.f("fk_team_member_book_team_id")
        ),
        sa.ForeignKeyConstraint(
            ["book", "member_id"], ["member.book", "member.id"], name=op.f("fk_team_member_book_member_id")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_team", "team_member", ["book", "team_id", "id"], unique=False)
    op.create_index("ix_team_member_member", "team_member", ["book", "member_id", "state"], unique=False)
    op.create_index(
        "uq_team_member_current",
        "team_member",
        ["book", "team_id", "member_id"],
        unique=True,
        sqlite_where=IS_CURRENT,
        postgresql_where=IS_CURRENT,
    )
    op.add_column("service", sa.Column("to_honour_minutes", sa.Integer(), nullable=True))
    op.add_column("service", sa.Column("team_id", text(36), nullable=True))
    op.create_index("ix_service_team", "service", ["book", "team_id", "volunteer_id"])
    op.add_column("volunteer", sa.Column("cap_choice", text(6), nullable=True))
