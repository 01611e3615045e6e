"""Needs that wait for somebody, as a volunteer looks through them: near by, and the urgent before the others."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, case, or_, select, true

from timebank.actors import Actor, Role
from timebank.members.queries import find_any_member
from timebank.needs.model import Need, Urgency
from timebank.needs.queries import NeedView, need_views, offered
from timebank.paging import PAGE, Page, page_of
from timebank.scopes import within_any
from timebank.work import Reading

TOWNSHIP_DIGITS = 9

_rank = case((Need.urgency == Urgency.URGENT, 0), else_=1)


def own_township(reading: Reading, actor: Actor) -> str:
    """Return the township of a member's site: how far one goes to help unless one asks for more."""
    return find_any_member(reading, actor.member_id).site[:TOWNSHIP_DIGITS]


def near(reading: Reading, actor: Actor) -> str:
    """Return the region whose needs a volunteer is offered at first; nobody else is offered any."""
    return own_township(reading, actor) if actor.has(Role.VOLUNTEER) else ""


def offered_page(
    reading: Reading, actor: Actor, *, place: str, after: str = "", limit: int = PAGE
) -> Page[NeedView]:
    """Return what others wait for at a site or in a region: urgent first, then whichever begins first."""
    wanted = [
        Need.book == reading.book,
        offered(),
        Need.elder_id != actor.member_id,
        within_any(Need.site, (place,)),
    ]
    if after:
        wanted.append(_beyond(after))
    rows = reading.session.scalars(
        select(Need).where(and_(*wanted)).order_by(_rank, Need.starts_at, Need.id).limit(limit + 1)
    ).all()
    return page_of(need_views(reading, actor, rows), limit, [_cursor(row) for row in rows])


def _cursor(need: Need) -> str:
    return f"{int(need.urgency != Urgency.URGENT)}_{need.starts_at.isoformat()}_{need.id}"


def _beyond(cursor: str) -> ColumnElement[bool]:
    """Return the condition of coming after a row; a cursor that no page gave begins the list anew."""
    rank, _, rest = cursor.partition("_")
    moment, _, need_id = rest.partition("_")
    try:
        starts_at, after_rank = datetime.fromisoformat(moment).astimezone(UTC), int(rank)
    except (ValueError, OverflowError):
        return true()
    later = or_(Need.starts_at > starts_at, and_(Need.starts_at == starts_at, Need.id > need_id))
    return or_(_rank > after_rank, and_(_rank == after_rank, later))
