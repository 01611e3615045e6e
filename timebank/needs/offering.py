"""Needs that wait for somebody, as a volunteer looks through them: near by, and the urgent before the others.

Of equal urgency those of an elder whom the volunteer is paired with come first, then whichever begins first.
"""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, case, or_, select, true

from timebank.actors import Actor, Role
from timebank.members.queries import find_any_member
from timebank.needs.model import Need, Urgency
from timebank.needs.queries import NeedView, need_views, offered
from timebank.paging import PAGE, Page, page_of
from timebank.pairing.queries import paired_elders
from timebank.scopes import within_any
from timebank.work import Reading

TOWNSHIP_DIGITS = 9


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
    rank = _rank(paired_elders(reading, actor.member_id))
    wanted = [
        Need.book == reading.book,
        offered(),
        Need.elder_id != actor.member_id,
        within_any(Need.site, (place,)),
    ]
    if after:
        wanted.append(_beyond(rank, after))
    rows = reading.session.scalars(
        select(Need).where(and_(*wanted)).order_by(rank, Need.starts_at, Need.id).limit(limit + 1)
    ).all()
    views = need_views(reading, actor, rows)
    return page_of(views, limit, [_cursor(view) for view in views])


def _rank(paired: frozenset[str]) -> ColumnElement[int]:
    is_urgent, is_paired = Need.urgency == Urgency.URGENT, Need.elder_id.in_(sorted(paired))
    return case((is_urgent & is_paired, 0), (is_urgent, 1), (is_paired, 2), else_=3)


def _cursor(view: NeedView) -> str:
    rank = (0 if view.urgency == Urgency.URGENT else 2) + (0 if view.is_paired else 1)
    return f"{rank}_{view.starts_at.isoformat()}_{view.id}"


def _beyond(rank: ColumnElement[int], cursor: str) -> ColumnElement[bool]:
    """Return the condition of coming after a row; a cursor that no page gave begins the list anew."""
    rank_text, _, rest = cursor.partition("_")
    moment, _, need_id = rest.partition("_")
    try:
        starts_at, after_rank = datetime.fromisoformat(moment).astimezone(UTC), int(rank_text)
    except (ValueError, OverflowError):
        return true()
    later = or_(Need.starts_at > starts_at, and_(Need.starts_at == starts_at, Need.id > need_id))
    return or_(rank > after_rank, and_(rank == after_rank, later))
