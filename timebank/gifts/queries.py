"""Finding gifts and promises: the two sides see them, and the office of either side's site."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from timebank.actors import SYSTEM, Actor, Role
from timebank.gifts.model import Gift, GiftState, Promise
from timebank.gifts.refusals import GiftNotFound
from timebank.members.model import Member
from timebank.members.queries import elders_of_proxy, find_any_member, names_of
from timebank.paging import Page, page_of
from timebank.scopes import within_any
from timebank.work import Reading

OFFICE = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class GiftView:
    """A gift with the names of both sides; `waits` while it may be taken back but not yet accepted."""

    id: str
    number: str
    giver_id: str
    giver_name: str
    receiver_id: str
    receiver_name: str
    relation: str
    minutes: int
    state: str
    given_on: date
    free_from: datetime
    answer_until: datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A standing promise in force, with the names of both sides."""

    id: str
    giver_id: str
    giver_name: str
    elder_id: str
    elder_name: str
    relation: str
    monthly_minutes: int
    given_on: date


def find_gift(reading: Reading, gift_id: str, actor: Actor) -> Gift:
    """Return a gift this actor may see.

    Raises:
        GiftNotFound: there is none, or not for this actor.
    """
    gift = reading.row(Gift, gift_id) if actor.is_known else None
    if gift is None or not _may_see(reading, gift, actor):
        raise GiftNotFound
    return gift


def gifts_page(
    reading: Reading,
    actor: Actor,
    *,
    member: str = "",
    site: str = "",
    after: str = "",
    limit: int = 20,
) -> Page[GiftView]:
    """Return gifts the actor may see, newest first; of one `member` those given and those received.

    `site` is the receiver's, or a region above it.
    """
    member = member or ("" if actor.has(*OFFICE) else actor.member_id)
    wanted = [Gift.book == reading.book]
    if member:
        wanted.append(or_(Gift.giver_id == member, Gift.receiver_id == member))
    if site:
        wanted.append(_of_receivers_at((site,)))
    if after:
        wanted.append(Gift.id < after)
    sides = (actor.member_id, *elders_of_proxy(reading, actor.member_id))
    concerns = [Gift.giver_id == actor.member_id, Gift.receiver_id.in_(sides)]
    if scopes := actor.scopes(*OFFICE):
        concerns.append(_of_receivers_at(scopes))
    rows = reading.session.scalars(
        select(Gift).where(and_(*wanted), or_(*concerns)).order_by(Gift.id.desc()).limit(limit + 1)
    ).all()
    return page_of(_views(reading, rows), limit, [row.id for row in rows])


def _of_receivers_at(places: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that whoever receives belongs to one of the sites or regions."""
    belongs = (Member.book == Gift.book) & (Member.id == Gift.receiver_id) & within_any(Member.site, places)
    return select(Member.id).where(belongs).exists()


def offered_to(reading: Reading, member_id: str) -> tuple[GiftView, ...]:
    """Return the gifts that wait for a member's answer, oldest first."""
    rows = reading.session.scalars(
        select(Gift)
        .where(Gift.book == reading.book, Gift.receiver_id == member_id, Gift.state == GiftState.OFFERED)
        .order_by(Gift.id)
    ).all()
    return tuple(_views(reading, rows))


def promises_of(reading: Reading, member_id: str) -> tuple[PromiseView, ...]:
    """Return the promises in force by which a member pays for others, or others pay for the member."""
    rows = reading.session.scalars(
        select(Promise)
        .where(
            Promise.book == reading.book,
            or_(Promise.giver_id == member_id, Promise.elder_id == member_id),
            Promise.ended_on.is_(None),
        )
        .order_by(Promise.id)
    ).all()
    names = names_of(reading, {one for row in rows for one in (row.giver_id, row.elder_id)})
    return tuple(
        PromiseView(
            id=row.id,
            giver_id=row.giver_id,
            giver_name=names.get(row.giver_id, ""),
            elder_id=row.elder_id,
            elder_name=names.get(row.elder_id, ""),
            relation=row.relation,
            monthly_minutes=row.monthly_minutes,
            given_on=row.given_on,
        )
        for row in rows
    )


def _may_see(reading: Reading, gift: Gift, actor: Actor) -> bool:
    if actor.member_id in (SYSTEM, gift.giver_id, gift.receiver_id):
        return True
    receiver = find_any_member(reading, gift.receiver_id)
    return actor.may_act_at(receiver.site, OFFICE) or receiver.id in elders_of_proxy(reading, actor.member_id)


def _views(reading: Reading, rows: Sequence[Gift]) -> list[GiftView]:
    names = names_of(reading, {one for row in rows for one in (row.giver_id, row.receiver_id)})
    now = reading.business_clock.now()
    return [
        GiftView(
            id=row.id,
            number=row.number,
            giver_id=row.giver_id,
            giver_name=names.get(row.giver_id, ""),
            receiver_id=row.receiver_id,
            receiver_name=names.get(row.receiver_id, ""),
            relation=row.relation,
            minutes=row.minutes,
            state=row.state,
            given_on=row.given_on,
            free_from=row.free_from,
            answer_until=row.answer_until,
            waits=row.state == GiftState.OFFERED and now < row.free_from,
        )
        for row in rows
    ]
