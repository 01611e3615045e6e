"""What is kept of teams, and of who is in them: a volunteer is asked, and belongs to a team by the own yes."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.teams.refusals import NotAsked, NotInTeam, TeamEnded


class TeamKind(StrEnum):
    """Who comes together: 互助服务队, 老年协会, 党员, 留守妇女."""

    MUTUAL_AID = "mutual_aid"
    ELDERS = "elders"
    PARTY = "party"
    WOMEN = "women"
    OTHER = "other"


class Membership(StrEnum):
    """Where somebody stands with a team."""

    ASKED = "asked"
    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"


CURRENT = (Membership.ASKED, Membership.JOINED)
_IS_CURRENT = text("state IN ('asked', 'joined')")


class Team(Base):
    """A team of a site. `lead_id` is "" until one of its people is named; an ended one takes nobody in."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("book", "number"), Index("ix_team_site", "book", "site", "id"))

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    site: Mapped[str] = mapped_column(String(14))
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(60))
    lead_id: Mapped[str] = mapped_column(String(36))
    founded_on: Mapped[date] = mapped_column(Date)
    founded_by: Mapped[str] = mapped_column(String(36))
    ended_on: Mapped[date | None] = mapped_column(Date)

    def check_running(self) -> None:
        """Refuse anything new in a team that was ended."""
        if self.ended_on is not None:
            raise TeamEnded


class TeamMember(Base):
    """One time of somebody in a team; who comes back has another one. `answered_by` wrote the answer down."""

    __tablename__ = "team_member"
    __table_args__ = (
        ForeignKeyConstraint(["book", "team_id"], ["team.book", "team.id"]),
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index(
            "uq_team_member_current",
            "book",
            "team_id",
            "member_id",
            unique=True,
            sqlite_where=_IS_CURRENT,
            postgresql_where=_IS_CURRENT,
        ),
        Index("ix_team_member_team", "book", "team_id", "id"),
        Index("ix_team_member_member", "book", "member_id", "state"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(36))
    member_id: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(8))
    asked_by: Mapped[str] = mapped_column(String(36))
    asked_on: Mapped[date] = mapped_column(Date)
    answered_by: Mapped[str] = mapped_column(String(36))
    joined_on: Mapped[date | None] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)

    def answer(self, *, is_yes: bool, by: str, today: date) -> None:
        """Take the volunteer's word."""
        if self.state != Membership.ASKED:
            raise NotAsked
        self.state = Membership.JOINED if is_yes else Membership.DECLINED
        self.answered_by = by
        self.joined_on = today if is_yes else None

    def leave(self, today: date) -> None:
        """Belong to the team no more; what was given for it stays given."""
        if self.state not in CURRENT:
            raise NotInTeam
        self.state, self.left_on = Membership.LEFT, today
