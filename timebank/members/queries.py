"""What other features ask of the register: who is who, who is family of whom, who answers for a place."""

from collections.abc import Iterable

from sqlalchemy import select

from timebank.actors import Role
from timebank.crypto import SealBroken
from timebank.members.finding import find_any_member, find_member
from timebank.members.grants import MemberRole
from timebank.members.kinship import (
    SPOUSE,
    Kinship,
    are_family,
    elders_of_proxy,
    family_of,
    households_of,
    proxies_of,
)
from timebank.members.model import Member
from timebank.members.names import MIDDLE_DOT, masked
from timebank.members.volunteering import find_volunteer, is_trained
from timebank.work import Reading

__all__ = [
    "are_family",
    "coordinators_of",
    "elders_of_proxy",
    "family_of",
    "find_any_member",
    "find_member",
    "find_volunteer",
    "given_name",
    "hamlets_of",
    "has_role",
    "households_of",
    "is_trained",
    "masked",
    "name_of",
    "names_of",
    "officers_of",
    "proxies_of",
    "spouse_of",
]


COMPOUND_SURNAMES = (
    "欧阳",
    "司徒",
    "上官",
    "诸葛",
    "司马",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "令狐",
    "慕容",
    "夏侯",
)


def name_of(reading: Reading, member_id: str) -> str:
    """Return a member's name, "" where the person is unknown or erased."""
    return names_of(reading, [member_id]).get(member_id, "")


def names_of(reading: Reading, member_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of several members with two statements; who is unknown or erased is absent."""
    return _opened(reading, member_ids, "name")


def hamlets_of(reading: Reading, member_ids: Iterable[str]) -> dict[str, str]:
    """Return the hamlets several members live in; nothing for those without one."""
    return _opened(reading, member_ids, "hamlet")


def given_name(name: str) -> str:
    """Return a name without its surname: what a volunteer sees of an elder before acceptance."""
    if MIDDLE_DOT in name:
        return name.split(MIDDLE_DOT)[0]
    return name[2:] if name.startswith(COMPOUND_SURNAMES) and len(name) > 2 else name[1:] or name


def spouse_of(reading: Reading, member_id: str) -> Member | None:
    """Return the member's recorded husband or wife, None where there is none."""
    return reading.session.scalar(
        select(Member)
        .join(Kinship, (Kinship.book == Member.book) & (Kinship.other_id == Member.id))
        .where(
            Kinship.book == reading.book,
            Kinship.member_id == member_id,
            Kinship.relation == SPOUSE,
        )
        .limit(1)
    )


def has_role(reading: Reading, member_id: str, role: Role) -> bool:
    """Tell whether a role is in force for a member, in whatever scope."""
    row = select(MemberRole.id).where(
        MemberRole.book == reading.book,
        MemberRole.member_id == member_id,
        MemberRole.role == role,
        MemberRole.until.is_(None),
    )
    return reading.session.scalar(row.limit(1)) is not None


def coordinators_of(reading: Reading, site: str) -> tuple[str, ...]:
    """Return the members who are coordinators of this very site."""
    return _holders(reading, Role.COORDINATOR, site)


def officers_of(reading: Reading, township: str) -> tuple[str, ...]:
    """Return the members who answer for a township."""
    return _holders(reading, Role.TOWNSHIP, township)


def _holders(reading: Reading, role: Role, scope: str) -> tuple[str, ...]:
    rows = reading.session.scalars(
        select(MemberRole.member_id)
        .where(
            MemberRole.book == reading.book,
            MemberRole.role == role,
            MemberRole.scope == scope,
            MemberRole.until.is_(None),
        )
        .order_by(MemberRole.member_id)
    )
    return tuple(rows)


def _opened(reading: Reading, member_ids: Iterable[str], field: str) -> dict[str, str]:
    wanted = {one for one in member_ids if one}
    if not wanted:
        return {}
    column = getattr(Member, f"{field}_sealed")
    rows = reading.session.execute(
        select(Member.id, column).where(Member.book == reading.book, Member.id.in_(wanted))
    ).all()
    reading.people.load(member_id for member_id, _ in rows)
    opened = {}
    for member_id, sealed in rows:
        try:
            opened[member_id] = reading.people.open(member_id, f"member.{field}", sealed)
        except SealBroken:
            continue  # erased: the name is gone, the records stay
    return opened
