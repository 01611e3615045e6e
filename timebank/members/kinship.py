"""Who belongs to whom: recorded kin, who speaks for an elder, and who counts as family of somebody.

Family bars a person from verifying a service and from being its only witness. It is: recorded kin, their
spouses, the spouse's own blood kin, and whoever lives in the same household. It goes no further: in a village
of one clan that would bar everybody.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, bindparam, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from timebank.db import Base
from timebank.members.model import Member
from timebank.work import Reading

SPOUSE = "spouse"
NEAR_BLOOD = ("parent", "child", "sibling", "grandparent", "grandchild")
"""Relations whose spouses are family too."""


class ProxyScope(StrEnum):
    """What a proxy may do in the elder's stead."""

    ALL = "all"
    NEEDS = "needs"
    CONFIRM = "confirm"
    SHOP = "shop"


class Kinship(Base):
    """What `other_id` is to `member_id`; each relation is stored from both sides, so one look finds all."""

    __tablename__ = "kinship"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "other_id"], ["member.book", "member.id"]),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    other_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    relation: Mapped[str] = mapped_column(String(16))
    recorded_by: Mapped[str] = mapped_column(String(36))
    recorded_on: Mapped[date] = mapped_column(Date)


class Proxy(Base):
    """Somebody who acts for an elder, from a day until another, both included."""

    __tablename__ = "proxy"
    __table_args__ = (
        ForeignKeyConstraint(["book", "elder_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "proxy_id"], ["member.book", "member.id"]),
        Index("ix_proxy_elder", "book", "elder_id"),
        Index("ix_proxy_proxy", "book", "proxy_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    elder_id: Mapped[str] = mapped_column(String(36))
    proxy_id: Mapped[str] = mapped_column(String(36))
    scope: Mapped[str] = mapped_column(String(10))
    from_day: Mapped[date] = mapped_column(Date)
    until_day: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str] = mapped_column(String(36))
    ended_at: Mapped[datetime | None]

    def overlaps(self, from_day: date, until_day: date) -> bool:
        """Tell whether the term shares a day with another; one that was ended early shares none."""
        return self.ended_at is None and self.from_day <= until_day and from_day <= self.until_day


# Made once: each service asks several times, and an alias alone takes a millisecond to build.
_housemate = aliased(Member)
_HOUSEMATES = (
    select(_housemate.id)
    .join(Member, (Member.book == _housemate.book) & (Member.household_id == _housemate.household_id))
    .where(Member.book == bindparam("book"), Member.id.in_(bindparam("ids", expanding=True)))
)
_PROXIES = select(Proxy.proxy_id).where(
    Proxy.book == bindparam("book"),
    Proxy.elder_id == bindparam("elder"),
    Proxy.from_day <= bindparam("day"),
    Proxy.until_day >= bindparam("day"),
    Proxy.ended_at.is_(None),
    Proxy.scope.in_(bindparam("scopes", expanding=True)),
)
WARDS = select(Proxy.elder_id).where(
    Proxy.book == bindparam("book"),
    Proxy.proxy_id == bindparam("me"),
    Proxy.from_day <= bindparam("day"),
    Proxy.until_day >= bindparam("day"),
    Proxy.ended_at.is_(None),
)
"""Those for whom a member (`me`) may act on a `day`, as a part of other statements."""
_WARDS_IN = WARDS.where(Proxy.scope.in_(bindparam("scopes", expanding=True)))
_KIN = select(Kinship.other_id, Kinship.relation).where(
    Kinship.book == bindparam("book"), Kinship.member_id == bindparam("member")
)
_KIN_BEYOND = select(Kinship.other_id).where(
    Kinship.book == bindparam("book"),
    Kinship.member_id.in_(bindparam("members", expanding=True)),
    Kinship.relation.in_(bindparam("relations", expanding=True)),
)
_SPOUSE = (
    select(Member)
    .join(Kinship, (Kinship.book == Member.book) & (Kinship.other_id == Member.id))
    .where(
        Kinship.book == bindparam("book"),
        Kinship.member_id == bindparam("member"),
        Kinship.relation == SPOUSE,
    )
    .limit(1)
)


def family_of(reading: Reading, member_id: str) -> frozenset[str]:
    """Return the ids of everybody who counts as family of a member, without the member."""
    return (relatives_of(reading, member_id) | households_of(reading, [member_id])) - {member_id}


def relatives_of(reading: Reading, member_id: str) -> frozenset[str]:
    """Return the ids of the family of a member wherever they live: without those who only share the household."""
    kin = recorded_kin(reading, member_id)
    spouses = [other for other, relation in kin.items() if relation == SPOUSE]
    blood = [other for other, relation in kin.items() if relation in NEAR_BLOOD]
    beyond = _kin_of(reading, blood, (SPOUSE,)) | _kin_of(reading, spouses, NEAR_BLOOD)
    return frozenset(kin) | beyond


def are_family(reading: Reading, one_id: str, other_id: str) -> bool:
    """Tell whether two members count as family; nobody is family of oneself."""
    return other_id in family_of(reading, one_id)


def spouse_of(reading: Reading, member_id: str) -> Member | None:
    """Return the recorded spouse of a member, or None."""
    return reading.session.scalar(_SPOUSE, {"book": reading.book, "member": member_id})


def households_of(reading: Reading, member_ids: Iterable[str]) -> frozenset[str]:
    """Return the ids of everybody who lives with one of the members, those included."""
    wanted = {"book": reading.book, "ids": sorted(set(member_ids))}
    return frozenset(reading.connection.scalars(_HOUSEMATES, wanted))


def proxies_of(
    reading: Reading, elder_id: str, day: date, scope: ProxyScope = ProxyScope.ALL
) -> tuple[str, ...]:
    """Return the ids of those who may act for an elder on a day; within a scope, or in whatever one."""
    scopes = tuple(ProxyScope) if scope is ProxyScope.ALL else (ProxyScope.ALL, scope)
    wanted = {"book": reading.book, "elder": elder_id, "day": day, "scopes": scopes}
    return tuple(reading.connection.scalars(_PROXIES, wanted))


def may_read_all(reading: Reading, proxy_id: str, elder_id: str) -> bool:
    """Tell whether a member acts for an elder in everything, and so may read all that is kept of the elder."""
    day = reading.business_clock.today()
    wanted = {"book": reading.book, "elder": elder_id, "day": day, "scopes": (ProxyScope.ALL,)}
    return proxy_id in reading.connection.scalars(_PROXIES, wanted)


def elders_of_proxy(reading: Reading, proxy_id: str) -> tuple[str, ...]:
    """Return the ids of those for whom a member may act today."""
    today = reading.business_clock.today()
    wanted = {"book": reading.book, "me": proxy_id, "day": today}
    return tuple(reading.connection.scalars(WARDS, wanted))


def wards_in(reading: Reading, proxy_id: str, scope: ProxyScope) -> frozenset[str]:
    """Return the ids of those for whom a member may act today in one matter, or in everything."""
    wanted = {"book": reading.book, "me": proxy_id, "day": reading.business_clock.today()}
    return frozenset(reading.connection.scalars(_WARDS_IN, {**wanted, "scopes": (ProxyScope.ALL, scope)}))


def recorded_kin(reading: Reading, member_id: str) -> dict[str, str]:
    """Return what others are to a member, by their ids: only what was recorded, nothing that follows from it."""
    rows = reading.connection.execute(_KIN, {"book": reading.book, "member": member_id})
    return dict(rows.all())


def _kin_of(reading: Reading, member_ids: Iterable[str], relations: Iterable[str]) -> frozenset[str]:
    ids = set(member_ids)
    if not ids:
        return frozenset()
    wanted = {"book": reading.book, "members": sorted(ids), "relations": list(relations)}
    return frozenset(reading.connection.scalars(_KIN_BEYOND, wanted))
