"""Goods that came in or went out at the shops of a place, line by line: what two of its kept figures add up from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select, tuple_

from timebank.actors import Actor
from timebank.clock import local_day
from timebank.errors import NotAllowed
from timebank.paging import PAGE, Page, page_of
from timebank.places.queries import STAFF, site_names
from timebank.scopes import within
from timebank.shop.order_model import Order, OrderLine, OrderState
from timebank.shop.queries import items_by_code
from timebank.shop.stock import DELIVERED, HANDED_OVER
from timebank.shop.supply_model import Delivery
from timebank.work import Reading

MOVES = (DELIVERED, HANDED_OVER)
"""The figures that have a list here."""


@dataclass(frozen=True, slots=True)
class MovedGoods:
    """Pieces of one item: a delivery, or a line of an order less what came back. `number` is of one or the other."""

    number: str
    day: date
    site_name: str
    item: str
    measure: str
    pieces: int


def moved_goods_page(
    reading: Reading, actor: Actor, *, place: str, figure: str, after: str = "", limit: int = PAGE
) -> Page[MovedGoods]:
    """Return what a figure of `MOVES` counts within a site or region, newest first.

    Raises:
        NotAllowed: the place is not within the actor's scope.
    """
    if not actor.may_act_at(place, STAFF):
        raise NotAllowed
    wanted = _handed_over if figure == HANDED_OVER else _delivered
    rows = reading.session.execute(wanted(reading.book, place, after).limit(limit + 1)).all()
    items = items_by_code(reading, {row.item for row in rows})
    sites = site_names(reading, {row.site for row in rows})
    lines = [
        MovedGoods(
            number=row.number,
            day=local_day(row.at),
            site_name=sites.get(row.site, row.site),
            item=items[row.item].name,
            measure=items[row.item].measure,
            pieces=row.pieces,
        )
        for row in rows
    ]
    return page_of(lines, limit, [f"{row.id}/{row.item}" for row in rows])


def _delivered(book: str, place: str, after: str) -> Select[*tuple[Any, ...]]:
    found = select(
        Delivery.id,
        Delivery.number,
        Delivery.site,
        Delivery.item,
        Delivery.quantity.label("pieces"),
        Delivery.recorded_at.label("at"),
    ).where(Delivery.book == book, within(Delivery.site, place))
    if after:
        found = found.where(Delivery.id < after.partition("/")[0])
    return found.order_by(Delivery.id.desc())


def _handed_over(book: str, place: str, after: str) -> Select[*tuple[Any, ...]]:
    found = (
        select(
            Order.id,
            Order.number,
            Order.site,
            OrderLine.item,
            (OrderLine.quantity - OrderLine.returned).label("pieces"),
            Order.closed_at.label("at"),
        )
        .join(OrderLine, (OrderLine.book == Order.book) & (OrderLine.order_id == Order.id))
        .where(Order.book == book, within(Order.site, place), Order.state == OrderState.HANDED_OVER)
    )
    if after:
        order_id, _, item = after.partition("/")
        found = found.where(tuple_(Order.id, OrderLine.item) < (order_id, item))
    return found.order_by(Order.id.desc(), OrderLine.item.desc())
