"""Granting and ending roles: those of an office by the county, personal ones by whoever keeps the register."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from timebank.actors import Actor, Grant, Role
from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound
from timebank.members.finding import find_kept_member
from timebank.members.grants import (
    KEEPERS,
    SCOPE_DIGITS,
    STAFF,
    MemberRole,
    begin_role,
    end_role,
    role_in_force,
)
from timebank.members.model import Member, MemberStatus
from timebank.members.volunteer_commands import GrantRole, RevokeRole
from timebank.places.queries import open_site
from timebank.places.regions import region
from timebank.places.site_ids import SITE_DIGITS
from timebank.work import Reading, UnitOfWork


class ScopeRefused(InvalidInput):
    """The scope does not go with the role."""

    code = "scope_refused"
    message = N_("这个角色的管辖范围不对：协管员填互助点，乡镇填乡镇编号，县级填本县编号，其他不填。")


class RoleGranted(Conflict):
    """The member has the role already."""

    code = "role_already_granted"
    message = N_("这个人已经有这个角色，不用再办。")


class RoleNotFound(NotFound):
    """The member does not have the role."""

    code = "role_not_found"
    message = N_("这个人没有这个角色，或已经撤销。")


class ApprovalNeeded(NotAllowed):
    """A volunteer is approved in two steps, not appointed."""

    code = "volunteer_approval_needed"
    message = N_("志愿者要经过两步审核，不能直接授予。请用审核办理。")


# Made once: building a statement costs five times what running it does.
_GRANTS = (
    select(MemberRole.role, MemberRole.scope)
    .where(
        MemberRole.book == bindparam("book"),
        MemberRole.member_id == bindparam("member"),
        MemberRole.until.is_(None),
    )
    .order_by(MemberRole.role, MemberRole.scope)
)
_HOLDERS = (
    select(MemberRole.member_id)
    .join(Member, (Member.book == MemberRole.book) & (Member.id == MemberRole.member_id))
    .where(
        MemberRole.book == bindparam("book"),
        MemberRole.scope == bindparam("scope"),
        MemberRole.role == bindparam("role"),
        MemberRole.until.is_(None),
        Member.status == MemberStatus.ACTIVE,
    )
    .order_by(MemberRole.member_id)
)


@dataclass(frozen=True, slots=True)
class GrantedRole:
    """A role as it stands after the act."""

    member_id: str
    role: str
    scope: str


def grant_role(uow: UnitOfWork, command: GrantRole, actor: Actor) -> GrantedRole:
    """Grant a role; nobody grants the own ones."""
    role = Role(command.role)
    member = _find_to_appoint(uow, command.member_id, role, actor)
    _check_scope(uow, role, command.scope)
    if role_in_force(uow, member.id, role, command.scope):
        raise RoleGranted

    begin_role(uow, member, role, command.scope)
    uow.outbox.tell(member.id, "role_granted", role=role, scope=command.scope)
    return GrantedRole(member.id, role, command.scope)


def revoke_role(uow: UnitOfWork, command: RevokeRole, actor: Actor) -> GrantedRole:
    """End a role; the member's next request is without it."""
    role = Role(command.role)
    member = _find_to_appoint(uow, command.member_id, role, actor)
    grant = role_in_force(uow, member.id, role, command.scope)
    if grant is None:
        raise RoleNotFound

    end_role(uow, member, grant)
    uow.outbox.tell(member.id, "role_revoked", role=role, scope=command.scope)
    return GrantedRole(member.id, role, command.scope)


def grants_of(reading: Reading, member_id: str) -> tuple[Grant, ...]:
    """Return the grants of a member in force, by role and scope."""
    rows = reading.connection.execute(_GRANTS, {"book": reading.book, "member": member_id})
    return tuple(Grant(Role(role), scope) for role, scope in rows)


def has_role(reading: Reading, member_id: str, *roles: Role) -> bool:
    """Tell whether a member has one of the roles now, in whatever scope."""
    return any(grant.role in roles for grant in grants_of(reading, member_id))


def coordinators_of(reading: Reading, site: str) -> tuple[str, ...]:
    """Return the ids of the active members who are coordinators of that very site."""
    return _holders(reading, Role.COORDINATOR, site)


def shopkeepers_of(reading: Reading, site: str) -> tuple[str, ...]:
    """Return the ids of the active members who keep the shop of that very site."""
    return _holders(reading, Role.SHOPKEEPER, site)


def officers_of(reading: Reading, township: str) -> tuple[str, ...]:
    """Return the ids of the active members who work for that very township (9 digits)."""
    return _holders(reading, Role.TOWNSHIP, township)


def county_officers_of(reading: Reading) -> tuple[str, ...]:
    """Return the ids of the active members who run the county."""
    return _holders(reading, Role.COUNTY, reading.book)


def _holders(reading: Reading, role: Role, scope: str) -> tuple[str, ...]:
    wanted = {"book": reading.book, "scope": scope, "role": role}
    return tuple(reading.connection.scalars(_HOLDERS, wanted))


def _find_to_appoint(uow: UnitOfWork, member_id: str, role: Role, actor: Actor) -> Member:
    if role is Role.VOLUNTEER:
        raise ApprovalNeeded(field="role")
    keepers = (Role.COUNTY,) if role in STAFF else KEEPERS
    return find_kept_member(uow, member_id, actor, keepers)


def _check_scope(uow: UnitOfWork, role: Role, scope: str) -> None:
    if len(scope) not in SCOPE_DIGITS.get(role, (0,)) or (scope and not scope.startswith(uow.book)):
        raise ScopeRefused(field="scope")
    if len(scope) == SITE_DIGITS:
        open_site(uow, scope)
    elif scope:
        region(scope)  # refuses one that is not on the list
