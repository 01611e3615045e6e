"""The keyed hashes by which members are found, kept in step with what is sealed."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.members.model import Member
from timebank.members.names import characters, initials
from timebank.work import Reading, UnitOfWork


class LookupKind(StrEnum):
    """What was hashed. Names are hashed together with the site; a phone and an identity number are not."""

    PHONE = "phone"
    IDENTITY_NUMBER = "identity_number"
    NAME = "name"
    CHARACTER = "character"
    INITIALS = "initials"


class MemberLookup(Base):
    """One hash by which a member is found."""

    __tablename__ = "member_lookup"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_member_lookup_member", "book", "member_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)


# Made once: building a statement costs five times what running it does.
_WRITE = insert(MemberLookup)
_FORGET = delete(MemberLookup).where(
    MemberLookup.book == bindparam("book"), MemberLookup.member_id == bindparam("member")
)
_IDS = (
    select(MemberLookup.member_id)
    .where(
        MemberLookup.book == bindparam("book"),
        MemberLookup.kind == bindparam("kind"),
        MemberLookup.hash.in_(bindparam("hashes", expanding=True)),
    )
    .group_by(MemberLookup.member_id)
    .having(func.count() == bindparam("how_many"))
    .order_by(MemberLookup.member_id)
)
_own_phone = select(MemberLookup.hash).where(
    MemberLookup.book == bindparam("book"),
    MemberLookup.member_id == bindparam("member"),
    MemberLookup.kind == LookupKind.PHONE,
)
_SHARING_PHONE = select(MemberLookup.member_id).where(
    MemberLookup.book == bindparam("book"),
    MemberLookup.kind == LookupKind.PHONE,
    MemberLookup.hash == _own_phone.scalar_subquery(),
)


def rewrite_lookups(uow: UnitOfWork, member: Member, name: str, phone: str, identity_number: str) -> None:
    """Replace the hashes of a member by those of the values now sealed."""
    uow.connection.execute(_FORGET, {"book": uow.book, "member": member.id})
    write_lookups(uow, member, name, phone, identity_number)


def write_lookups(uow: UnitOfWork, member: Member, name: str, phone: str, identity_number: str) -> None:
    """Write the hashes of a new member's values."""
    values = {(LookupKind.NAME, _at_site(member.site, name))}
    values |= {(LookupKind.CHARACTER, _at_site(member.site, one)) for one in characters(name)}
    values |= {(LookupKind.INITIALS, _at_site(member.site, one)) for one in initials(name)}
    if phone:
        values.add((LookupKind.PHONE, phone))
    if identity_number:
        values.add((LookupKind.IDENTITY_NUMBER, identity_number))
    uow.connection.execute(
        _WRITE,
        [
            {
                "book": uow.book,
                "kind": kind,
                "hash": uow.people.lookup_hash(kind, value),
                "member_id": member.id,
            }
            for kind, value in sorted(values)
        ],
    )


def ids_by_phone(reading: Reading, phone: str) -> tuple[str, ...]:
    """Return the ids of the members with a phone; a family may share one."""
    return _ids(reading, LookupKind.PHONE, [phone])


def ids_by_identity_number(reading: Reading, number: str) -> tuple[str, ...]:
    """Return the ids of the members with an identity number: one, unless a mistake was made."""
    return _ids(reading, LookupKind.IDENTITY_NUMBER, [number])


def sharing_phone(reading: Reading, member_id: str) -> frozenset[str]:
    """Return the ids of other members reached by the phone of this one."""
    wanted = {"book": reading.book, "member": member_id}
    return frozenset(reading.connection.scalars(_SHARING_PHONE, wanted)) - {member_id}


def ids_by_whole_name(reading: Reading, site: str, name: str) -> tuple[str, ...]:
    """Return the ids of the members of a site with exactly this name."""
    return _ids(reading, LookupKind.NAME, [_at_site(site, name)])


def ids_by_characters(reading: Reading, sites: Iterable[str], part: str) -> tuple[str, ...]:
    """Return the ids of the members of some sites whose names hold all characters of a part, in any order."""
    wanted = characters(part)
    found: list[str] = []
    for site in sites:
        found.extend(_ids(reading, LookupKind.CHARACTER, [_at_site(site, one) for one in wanted]))
    return tuple(found)


def ids_by_initials(reading: Reading, sites: Iterable[str], letters: str) -> tuple[str, ...]:
    """Return the ids of the members of some sites whose names have these pinyin initials."""
    found: list[str] = []
    for site in sites:
        found.extend(_ids(reading, LookupKind.INITIALS, [_at_site(site, letters.lower())]))
    return tuple(found)


def _ids(reading: Reading, kind: LookupKind, values: list[str]) -> tuple[str, ...]:
    """Return the ids of the members that have all of the values."""
    hashes = [reading.people.lookup_hash(kind, value) for value in values]
    wanted = {"book": reading.book, "kind": kind, "hashes": hashes, "how_many": len(hashes)}
    return tuple(reading.connection.scalars(_IDS, wanted))


def _at_site(site: str, text: str) -> str:
    return f"{site}/{text}"
