"""Who belongs to a member, as the keeper of the register sees it: kin, housemates, and who acts for an elder."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from timebank.actors import Actor
from timebank.members.finding import find_kept_member
from timebank.members.kinship import Proxy, households_of, recorded_kin
from timebank.members.naming import names_of
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family; `relation` is what that person is to the member, "" for a housemate."""

    id: str
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class ProxyTerm:
    """Who acts for the member, in what, and until when; both days count."""

    id: str
    name: str
    scope: str
    from_day: date
    until_day: date


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The family of a member, and the terms of proxies that are not over."""

    kin: tuple[Relative, ...]
    household: tuple[Relative, ...]
    proxies: tuple[ProxyTerm, ...]


def family_view(reading: Reading, member_id: str, actor: Actor) -> FamilyView:
    """Return the family of a member whose record the actor keeps; raises as `find_kept_member`."""
    member = find_kept_member(reading, member_id, actor)
    kin = recorded_kin(reading, member.id)
    housemates = sorted(households_of(reading, [member.id]) - {member.id})
    terms = proxy_terms(reading, member.id)
    names = names_of(reading, {*kin, *housemates})
    return FamilyView(
        kin=tuple(Relative(one, names[one], relation) for one, relation in sorted(kin.items())),
        household=tuple(Relative(one, names[one], "") for one in housemates),
        proxies=terms,
    )


def proxy_terms(reading: Reading, elder_id: str) -> tuple[ProxyTerm, ...]:
    """Return who acts for an elder now or later; asks for no permission."""
    rows = reading.session.scalars(
        select(Proxy)
        .where(
            Proxy.book == reading.book,
            Proxy.elder_id == elder_id,
            Proxy.until_day >= reading.business_clock.today(),
            Proxy.ended_at.is_(None),
        )
        .order_by(Proxy.from_day, Proxy.id)
    ).all()
    names = names_of(reading, {row.proxy_id for row in rows})
    return tuple(
        ProxyTerm(row.proxy_id, names[row.proxy_id], row.scope, row.from_day, row.until_day) for row in rows
    )
