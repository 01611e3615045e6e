"""The reads of orders: of a household, of a shop, one with its lines and, for who may know it, its code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from timebank.actors import Actor
from timebank.members.kinship import ProxyScope, wards_in
from timebank.members.model import Household
from timebank.members.queries import find_any_member, names_of
from timebank.paging import Page, page_of
from timebank.places.queries import site_names
from timebank.points.households import spends_as
from timebank.scopes import within_any
from timebank.shop.finding import ONLOOKERS, find_order
from timebank.shop.model import PriceList
from timebank.shop.order_model import Order, OrderLine, OrderState
from timebank.shop.queries import items_by_code
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line of an order; `points` for one piece."""

    item: str
    name: str
    measure: str
    quantity: int
    points: int
    returned: int


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order; `code` is shown to those alone who spend its household's points, while it waits.

    `placed_by` acted for `ordered_by` where the two differ.
    """

    id: str
    number: str
    site: str
    site_name: str
    state: OrderState
    points: int
    price_list: str
    household_id: str
    household_number: str
    ordered_by: str
    placed_by: str
    placed_at: datetime
    hold_until: date
    closed_at: datetime | None
    code: str
    lines: tuple[OrderLineView, ...]


def orders_page(
    reading: Reading,
    actor: Actor,
    *,
    states: Iterable[str] = (),
    site: str = "",
    after: str = "",
    limit: int = 20,
) -> Page[OrderView]:
    """Return the orders of the own household, of elders one shops for, and of the shops one sees, newest first."""
    mine = or_(
        Order.household_id.in_(_households(reading, actor)), within_any(Order.site, actor.scopes(*ONLOOKERS))
    )
    wanted = [Order.book == reading.book, mine]
    if states := tuple(states):
        wanted.append(Order.state.in_(states))
    if site:
        wanted.append(within_any(Order.site, (site,)))
    if after:
        wanted.append(Order.id < after)
    rows = reading.session.scalars(
        select(Order).where(*wanted).order_by(Order.id.desc()).limit(limit + 1)
    ).all()
    return page_of(_orders(reading, rows, actor), limit, [row.id for row in rows])


def order_view(reading: Reading, wanted: str, actor: Actor) -> OrderView:
    """Return one order, found by its id or number."""
    (view,) = _orders(reading, [find_order(reading, wanted, actor)], actor)
    return view


def _households(reading: Reading, actor: Actor) -> frozenset[str]:
    """Return the own household and those of the elders whom the actor stands for at the shop, while they live there."""
    wards = (find_any_member(reading, one) for one in wards_in(reading, actor.member_id, ProxyScope.SHOP))
    own = find_any_member(reading, actor.member_id)
    return frozenset({own.household_id, *(ward.household_id for ward in wards if ward.is_active)})


def _orders(reading: Reading, rows: Iterable[Order], actor: Actor) -> list[OrderView]:
    rows = list(rows)
    lines = reading.session.scalars(
        select(OrderLine)
        .where(OrderLine.book == reading.book, OrderLine.order_id.in_([row.id for row in rows]))
        .order_by(OrderLine.item)
    ).all()
    items = items_by_code(reading, {line.item for line in lines})
    people = names_of(reading, {id_ for row in rows for id_ in (row.ordered_by, row.placed_by)})
    sites = site_names(reading, {row.site for row in rows})
    numbers = _household_numbers(reading, {row.household_id for row in rows})
    lists = _list_numbers(reading, {row.price_list_id for row in rows})
    return [
        OrderView(
            id=row.id,
            number=row.number,
            site=row.site,
            site_name=sites.get(row.site, row.site),
            state=OrderState(row.state),
            points=row.points,
            price_list=lists[row.price_list_id],
            household_id=row.household_id,
            household_number=numbers[row.household_id],
            ordered_by=people.get(row.ordered_by, ""),
            placed_by=people.get(row.placed_by, ""),
            placed_at=row.placed_at,
            hold_until=row.hold_until,
            closed_at=row.closed_at,
            code=_code(reading, row, actor),
            lines=tuple(
                OrderLineView(
                    line.item,
                    items[line.item].name,
                    items[line.item].measure,
                    line.quantity,
                    line.points,
                    line.returned,
                )
                for line in lines
                if line.order_id == row.id
            ),
        )
        for row in rows
    ]


def _code(reading: Reading, row: Order, actor: Actor) -> str:
    """Return the pick-up code for those whom it serves: whoever stands behind the counter has to ask for it."""
    if row.state != OrderState.RESERVED or not spends_as(reading, row.household_id, actor):
        return ""
    return reading.people.open_for_book(f"shop_order/{row.id}/code", row.code_sealed)


def _household_numbers(reading: Reading, ids: set[str]) -> dict[str, str]:
    of_ids = (Household.book == reading.book) & Household.id.in_(ids)
    rows = reading.session.execute(select(Household.id, Household.number).where(of_ids))
    return {row.id: row.number for row in rows}


def _list_numbers(reading: Reading, ids: set[str]) -> dict[str, str]:
    of_ids = (PriceList.book == reading.book) & PriceList.id.in_(ids)
    rows = reading.session.execute(select(PriceList.id, PriceList.number).where(of_ids))
    return {row.id: row.number for row in rows}
