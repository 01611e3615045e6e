"""Finding needs: what an actor may see is what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select, true

from timebank.actors import SYSTEM, Actor, Role
from timebank.catalogue import kinds
from timebank.errors import N_, NotFound
from timebank.members.model import Member, MemberStatus
from timebank.members.queries import WARDS, elders_of_proxy, given_name, hamlets_of, names_of
from timebank.needs.model import TO_BE_FOUND, Need, NeedState
from timebank.paging import Page, page_of
from timebank.pairing.queries import paired_elders
from timebank.places.queries import site_names
from timebank.scopes import within_any
from timebank.work import Reading

OFFICE = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)


_OF_SOMEBODY_ACTIVE = (
    select(Member.id)
    .where(Member.book == Need.book, Member.id == Need.elder_id, Member.status == MemberStatus.ACTIVE)
    .exists()
)
"""Who withdrew the consent is offered to nobody."""


class NeedNotFound(NotFound):
    """No such need, or not for this actor."""

    code = "need_not_found"
    message = N_("没有找到这条需求。请核对编号，或向协管员询问。")


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need. To a volunteer who has not taken it the elder is a given name and a hamlet; place, note and payer are "".

    To everybody else `pay_from` is "" while the payer is to be found.
    """

    id: str
    number: str
    state: str
    kind: str
    elder_id: str
    elder_name: str
    hamlet: str
    site: str
    site_name: str
    starts_at: datetime
    minutes: int
    pay_from: str
    urgency: str
    way: str
    posted_by_name: str
    """Who asked in the elder's place, "" for the elder and for those who may not know."""
    place: str
    note: str
    service_id: str
    helpers: int
    """How many volunteers come together; each takes a need of the own."""
    is_paired: bool
    """Whether the reader is paired with the elder."""


def visible(reading: Reading, actor: Actor, near: str = "") -> ColumnElement[bool]:
    """Return the condition under which an actor may see a need; what others wait for only in the region `near`."""
    if actor.member_id == SYSTEM:
        return true()
    if not actor.is_known:
        return false()
    wards = elders_of_proxy(reading, actor.member_id) or [""]
    scopes, is_volunteer = actor.scopes(*OFFICE), actor.has(Role.VOLUNTEER)
    return _concerns(actor.member_id, wards, scopes, is_volunteer=is_volunteer, near=near)


def offered() -> ColumnElement[bool]:
    """Return the condition under which a need waits for a volunteer."""
    return and_(Need.state == NeedState.OPEN, Need.pay_from != TO_BE_FOUND, _OF_SOMEBODY_ACTIVE)


def _concerns(
    member_id: Any, wards: Any, scopes: tuple[str, ...], *, is_volunteer: bool, near: str = ""
) -> ColumnElement[bool]:
    mine = or_(
        Need.elder_id == member_id,
        Need.posted_by == member_id,
        Need.elder_id.in_(wards),
        within_any(Need.site, scopes),
    )
    if is_volunteer:
        return or_(mine, and_(offered(), within_any(Need.site, (near,))) if near else offered())
    return mine


def find_need(reading: Reading, need_id: str, actor: Actor) -> Need:
    """Return a need this actor may see, found by its id or its number.

    Raises:
        NeedNotFound: there is none, or not for this actor.
    """
    if not actor.is_known:
        raise NeedNotFound
    is_number = len(need_id) < 20
    if actor.member_id == SYSTEM:
        statement = _any_need(is_number=is_number)
    else:
        scopes, is_volunteer = actor.scopes(*OFFICE), actor.has(Role.VOLUNTEER)
        statement = _own_need(scopes, is_volunteer=is_volunteer, is_number=is_number)
    today = reading.business_clock.today()
    wanted = {"book": reading.book, "wanted": need_id, "me": actor.member_id, "day": today}
    need = reading.session.scalar(statement, wanted)
    if need is None:
        raise NeedNotFound
    return need


@cache
def _any_need(*, is_number: bool) -> Select[Need]:
    named = Need.number if is_number else Need.id
    return select(Need).where(Need.book == bindparam("book"), named == bindparam("wanted"))


@lru_cache(maxsize=256)
def _own_need(scopes: tuple[str, ...], *, is_volunteer: bool, is_number: bool) -> Select[Need]:
    concerns = _concerns(bindparam("me"), WARDS, scopes, is_volunteer=is_volunteer)
    return _any_need(is_number=is_number).where(concerns)


def needs_page(
    reading: Reading,
    actor: Actor,
    *,
    states: tuple[str, ...] = (),
    site: str = "",
    elder: str = "",
    payer_to_be_found: bool = False,
    near: str = "",
    after: str = "",
    limit: int = 20,
) -> Page[NeedView]:
    """Return needs the actor may see, newest first.

    `site` may be any region above the sites. `near` is one too: of what others wait for, a volunteer finds what
    lies there, "" for everywhere.
    """
    wanted = [Need.book == reading.book, visible(reading, actor, near)]
    if states:
        wanted.append(Need.state.in_(states))
    if site:
        wanted.append(within_any(Need.site, (site,)))
    if elder:
        wanted.append(Need.elder_id == elder)
    if payer_to_be_found:
        wanted.append(Need.pay_from == TO_BE_FOUND)
    if after:
        wanted.append(Need.id < after)
    rows = reading.session.scalars(
        select(Need).where(and_(*wanted)).order_by(Need.id.desc()).limit(limit + 1)
    ).all()
    return page_of(need_views(reading, actor, rows), limit, [row.id for row in rows])


def need_view(reading: Reading, need_id: str, actor: Actor) -> NeedView:
    """Return one need, as far as the actor may see it."""
    return need_views(reading, actor, [find_need(reading, need_id, actor)])[0]


def need_views(reading: Reading, actor: Actor, rows: Sequence[Need]) -> tuple[NeedView, ...]:
    """Return needs that were found for an actor, as far as the actor may see into them."""
    names = names_of(reading, {id_ for row in rows for id_ in (row.elder_id, row.posted_by)})
    hamlets = hamlets_of(reading, {row.elder_id for row in rows})
    sites = site_names(reading, {row.site for row in rows})
    paired = paired_elders(reading, actor.member_id) if actor.has(Role.VOLUNTEER) else frozenset()
    return tuple(_view(reading, actor, row, names, hamlets, sites, paired) for row in rows)


def _view(
    reading: Reading,
    actor: Actor,
    row: Need,
    names: dict[str, str],
    hamlets: dict[str, str],
    sites: dict[str, str],
    paired: frozenset[str],
) -> NeedView:
    is_close = knows_the_elder(reading, actor, row)
    name = names.get(row.elder_id, "")
    return NeedView(
        id=row.id,
        number=row.number,
        state=row.state,
        kind=row.kind,
        elder_id=row.elder_id if is_close else "",
        elder_name=name if is_close else given_name(name),
        hamlet=hamlets.get(row.elder_id, ""),
        site=row.site,
        site_name=sites.get(row.site, row.site),
        starts_at=row.starts_at,
        minutes=row.minutes,
        pay_from=row.pay_from if is_close else "",
        urgency=row.urgency,
        way=row.way,
        posted_by_name=names.get(row.posted_by, "") if is_close and row.posted_by != row.elder_id else "",
        place=reading.people.open(row.elder_id, "need.place", row.place_sealed) if is_close else "",
        note=reading.people.open(row.elder_id, "need.note", row.note_sealed) if is_close else "",
        service_id=row.service_id if is_close else "",
        helpers=2 if kinds.kind(row.kind).needs_two_helpers else 1,
        is_paired=row.elder_id in paired,
    )


def knows_the_elder(reading: Reading, actor: Actor, need: Need) -> bool:
    """Tell whether the actor sees who the elder is: the elder's side and the office; a volunteer from acceptance on."""
    return (
        actor.member_id in (need.elder_id, need.posted_by)
        or actor.may_act_at(need.site, OFFICE)
        or need.elder_id in elders_of_proxy(reading, actor.member_id)
    )
