"""Who looked at whose record: each look at what is not for everybody is written down and shown to the member.

Also a look that was refused is kept: it outlives the refusal, so that the curious leave a trace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Boolean, Connection, ForeignKeyConstraint, Index, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import SYSTEM, Actor
from timebank.db import Base
from timebank.errors import NotAllowed
from timebank.members.columns import Codes
from timebank.members.commands import LookAtMember
from timebank.members.finding import MemberNotFound, find_own_or_kept_member, find_whole_member
from timebank.members.kinship import may_read_all
from timebank.members.model import Member, SealedField
from timebank.members.naming import names_of
from timebank.paging import PAGE, Page, page_of
from timebank.work import Reading, UnitOfWork

ALL_FIELDS: tuple[str, ...] = (
    "name",
    "phone",
    "identity_number",
    "address",
    "hamlet",
    "ability_level",
    "living",
    "tags",
    "health",
)


class Look(Base):
    """One look: by whom, at which fields of whom, for what. A refused one shows no fields."""

    __tablename__ = "look"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_look_member", "book", "member_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    actor_id: Mapped[str] = mapped_column(String(36))
    member_id: Mapped[str] = mapped_column(String(36))
    fields: Mapped[tuple[str, ...]] = mapped_column(Codes)
    purpose: Mapped[str] = mapped_column(String(20))
    was_refused: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look, as the member sees it."""

    id: str
    by: str
    by_name: str
    fields: tuple[str, ...]
    purpose: str
    was_refused: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteLooks:
    """Write down looks at several members' fields for one task."""

    member_ids: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class NotedLooks:
    """How many looks were written down."""

    count: int


@dataclass(frozen=True, slots=True)
class FullRecord:
    """A member's whole record in clear, for the page that was opened; never stored in this form."""

    id: str
    number: str
    status: str
    name: str
    sex: str
    birth_date: date
    age: int
    region: str
    site: str
    household_id: str
    phone: str
    identity_number: str
    address: str
    hamlet: str
    languages: tuple[str, ...]
    ability_level: int | None
    living: str
    tags: tuple[str, ...]
    health: str
    note: str
    registered_on: date


def look_at_member(uow: UnitOfWork, command: LookAtMember, actor: Actor) -> FullRecord:
    """Return a member's whole record and write down who looked. Run it without a key: the answer is not for keeping.

    Raises:
        MemberNotFound: the actor may not see the member.
        NotAllowed: the actor acts for the member in some matters only. Either attempt is written down.
    """
    try:
        member = find_whole_member(uow, command.member_id, actor)
    except (MemberNotFound, NotAllowed):
        if uow.session.get(Member, (uow.book, command.member_id)):
            note_look(uow, command.member_id, (), command.purpose, was_refused=True)
        raise
    note_look(uow, member.id, ALL_FIELDS, command.purpose)
    return full_record(uow, member)


def note_looks(uow: UnitOfWork, command: NoteLooks, actor: Actor) -> NotedLooks:
    """Write down that a keeper opens several records at once, such as for a sheet.

    Raises:
        NotAllowed: the actor does not keep one of the records.
    """
    for member_id in command.member_ids:
        find_own_or_kept_member(uow, member_id, actor)
        note_look(uow, member_id, command.fields, command.purpose)
    return NotedLooks(len(command.member_ids))


def note_look(
    uow: UnitOfWork, member_id: str, fields: Sequence[str], purpose: str, *, was_refused: bool = False
) -> None:
    """Write down a look of the actor, whatever becomes of the command; nobody spies on oneself."""
    if uow.actor.member_id in (member_id, SYSTEM):
        return
    row = {
        "book": uow.book,
        "id": uow.new_id(),
        "actor_id": uow.actor.member_id,
        "member_id": member_id,
        "fields": tuple(fields),
        "purpose": purpose,
        "was_refused": was_refused,
        "at": uow.clock.now(),
    }

    def write(connection: Connection) -> None:
        connection.execute(insert(Look).values(**row))

    uow.keep(write)


def looks_page(
    reading: Reading, actor: Actor, member_id: str, after: str = "", limit: int = PAGE
) -> Page[LookLine]:
    """Return who looked at a member, latest first: to the member, the member's proxies and the keepers.

    Raises:
        MemberNotFound: the actor may not see the member.
        NotAllowed: the actor sees the member but this is not for the actor.
    """
    if not may_read_all(reading, actor.member_id, member_id):
        find_own_or_kept_member(reading, member_id, actor)
    looks = reading.session.scalars(
        select(Look)
        .where(Look.book == reading.book, Look.member_id == member_id, *([Look.id < after] if after else []))
        .order_by(Look.id.desc())
        .limit(limit + 1)
    ).all()
    names = names_of(reading, {look.actor_id for look in looks})
    lines = [
        LookLine(
            id=look.id,
            by=look.actor_id,
            by_name=names.get(look.actor_id, ""),
            fields=look.fields,
            purpose=look.purpose,
            was_refused=look.was_refused,
            at=look.at,
        )
        for look in looks
    ]
    return page_of(lines, limit, [line.id for line in lines])


def full_record(reading: Reading, member: Member) -> FullRecord:
    """Return a member's record in clear; whoever calls has asked for permission and noted the look."""

    def opened(field: SealedField) -> str:
        return member.opened(reading.people, field)

    return FullRecord(
        id=member.id,
        number=member.number,
        status=member.status,
        name=opened("name"),
        sex=member.sex,
        birth_date=member.birth_date,
        age=member.age_on(reading.business_clock.today()),
        region=member.region,
        site=member.site,
        household_id=member.household_id,
        phone=opened("phone"),
        identity_number=opened("identity_number"),
        address=opened("address"),
        hamlet=opened("hamlet"),
        languages=member.languages,
        ability_level=member.ability_level,
        living=member.living,
        tags=member.tags,
        health=opened("health"),
        note=opened("note"),
        registered_on=member.registered_on,
    )
