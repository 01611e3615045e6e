"""The reads of stock counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from timebank.actors import Actor
from timebank.errors import NotAllowed
from timebank.members.queries import names_of
from timebank.paging import Page, page_of
from timebank.shop.finding import ONLOOKERS, find_shop
from timebank.shop.queries import items_by_code
from timebank.shop.supply_model import CountState, StockCount
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class CountView:
    """A stock count."""

    id: str
    item: str
    name: str
    expected: int
    counted: int
    difference: int
    reason: str
    state: CountState
    counted_by: str
    counted_at: datetime
    confirmed_by: str


def counts_page(
    reading: Reading, site: str, actor: Actor, *, after: str = "", limit: int = 20
) -> Page[CountView]:
    """Return the counts of a shop, newest first; those that wait for a second person are among them."""
    if not actor.may_act_at(site, ONLOOKERS):
        raise NotAllowed
    find_shop(reading, site)
    rows = reading.session.scalars(
        select(StockCount)
        .where(
            StockCount.book == reading.book,
            StockCount.site == site,
            *([StockCount.id < after] if after else []),
        )
        .order_by(StockCount.id.desc())
        .limit(limit + 1)
    ).all()
    people = names_of(reading, {id_ for row in rows for id_ in (row.counted_by, row.confirmed_by) if id_})
    items = items_by_code(reading, {row.item for row in rows})
    views = [
        CountView(
            id=row.id,
            item=row.item,
            name=items[row.item].name,
            expected=row.expected,
            counted=row.counted,
            difference=row.difference,
            reason=row.reason,
            state=CountState(row.state),
            counted_by=people.get(row.counted_by, ""),
            counted_at=row.counted_at,
            confirmed_by=people.get(row.confirmed_by, ""),
        )
        for row in rows
    ]
    return page_of(views, limit, [row.id for row in rows])
