"""Roles granted to members: what each may be, in which scope, from when until when."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, bindparam, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.accounts import MEMBER
from timebank.actors import Role
from timebank.db import Base
from timebank.members.model import Member
from timebank.work import UnitOfWork

STAFF = (Role.COORDINATOR, Role.SHOPKEEPER, Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)
"""Roles of an office: granted by the county alone, shorter sessions, never reached by card and PIN."""
KEEPERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
"""Who keeps the register of the members within their scope."""
COUNTED = (Role.ELDER, Role.VOLUNTEER)
"""Roles of which a figure is kept a site."""

SCOPE_DIGITS = {
    Role.COORDINATOR: (14,),
    Role.SHOPKEEPER: (14,),
    Role.TOWNSHIP: (9,),
    Role.COUNTY: (6,),
    Role.AUDITOR: (6,),
    Role.TEAM_LEAD: (0, 14),  # of a team that goes anywhere, or of a site's
}
"""How long the scope of a role may be; roles not named here hold for one's own person, with none."""


class MemberRole(Base):
    """One grant of a role. An ended one stays, with its end; at most one of a kind is in force."""

    __tablename__ = "member_role"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index(
            "uq_member_role_in_force",
            "book",
            "member_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_member_role_scope", "book", "scope", "role"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    role: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(14))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    granted_by: Mapped[str] = mapped_column(String(36))


# Made once: building a statement costs five times what running it does.
_IN_FORCE = select(MemberRole).where(
    MemberRole.book == bindparam("book"),
    MemberRole.member_id == bindparam("member"),
    MemberRole.role == bindparam("role"),
    MemberRole.scope == bindparam("scope"),
    MemberRole.until.is_(None),
)
_BEGIN = insert(MemberRole)


def role_in_force(uow: UnitOfWork, member_id: str, role: Role, scope: str = "") -> MemberRole | None:
    """Return the grant of a role that is in force, or None."""
    wanted = {"book": uow.book, "member": member_id, "role": role, "scope": scope}
    return uow.session.scalar(_IN_FORCE, wanted)


def begin_role(uow: UnitOfWork, member: Member, role: Role, scope: str = "") -> None:
    """Put a grant into force and count it; nothing changes when it is in force already.

    Who applied alone gets an account of minutes with the first role.
    """
    if not member.handle:
        member.handle = uow.ledger.open_account(MEMBER, member.id, "member")
    if role_in_force(uow, member.id, role, scope):
        return
    uow.connection.execute(
        _BEGIN,
        {
            "book": uow.book,
            "id": uow.new_id(),
            "member_id": member.id,
            "role": role,
            "scope": scope,
            "since": uow.clock.now(),
            "granted_by": uow.actor.member_id,
        },
    )
    if role in COUNTED:
        uow.count(member.site, f"members.{role}", 1)


def end_role(uow: UnitOfWork, member: Member, grant: MemberRole) -> None:
    """End a grant and count it off; the member's next request is without it."""
    grant.until = uow.clock.now()
    uow.session.flush()  # who asks for roles later in the command reads the rows
    if grant.role in COUNTED:
        uow.count(member.site, f"members.{grant.role}", -1)


def end_all_roles(uow: UnitOfWork, member: Member) -> None:
    """End every grant of a member who leaves."""
    in_force = select(MemberRole).where(
        MemberRole.book == uow.book, MemberRole.member_id == member.id, MemberRole.until.is_(None)
    )
    for grant in uow.session.scalars(in_force).all():
        end_role(uow, member, grant)
