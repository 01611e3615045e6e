"""The reads of the shop: what it sells, what it holds, its orders and price lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from timebank.actors import Actor
from timebank.errors import NotAllowed
from timebank.members.model import Household
from timebank.members.queries import find_any_member, names_of
from timebank.paging import Page, page_of
from timebank.places.queries import site_names
from timebank.points.households import adults_of
from timebank.scopes import within_any
from timebank.shop.donors import donors_on_shelf
from timebank.shop.finding import ONLOOKERS, find_order, find_shop
from timebank.shop.keeping import list_in_force, prices_of
from timebank.shop.model import Item, PriceList, Shelf, Shop, ShopStatus
from timebank.shop.order_model import Order, OrderLine, OrderState
from timebank.shop.refusals import NoPriceList
from timebank.shop.stock import shelf_accounts, stock_accounts
from timebank.shop.supply_model import CountState, Delivery, StockCount
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """An item as it hangs on the wall: its price in points and how many can be had now."""

    item: str
    name: str
    measure: str
    points: int
    available: int
    donors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shopfront:
    """A shop with its price list in force; `price_list` is "" before the first."""

    site: str
    site_name: str
    status: ShopStatus
    price_list: str
    valid_from: date | None
    goods: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True)
class StockLine:
    """Where the pieces of an item are: delivered = held + handed_over + spoiled - difference.

    `held` lie on the shelf, `reserved` of them for orders; `difference` was found more (or less) at counts.
    """

    item: str
    name: str
    measure: str
    points: int | None
    delivered: int
    held: int
    reserved: int
    handed_over: int
    spoiled: int
    difference: int
    low_at: int | None
    is_low: bool
    donors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PricedItem:
    """What a piece of an item costs by a list."""

    item: str
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the book; `measure` is what one piece is called."""

    item: str
    name: str
    measure: str


@dataclass(frozen=True, slots=True)
class PriceListView:
    """A price list of a shop, newest first."""

    id: str
    number: str
    version: int
    valid_from: date
    is_in_force: bool
    made_by: str
    prices: tuple[PricedItem, ...]


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
    """An order; `code` is shown to the adults of its household alone, while it waits."""

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


def shopfront(reading: Reading, site: str) -> Shopfront:
    """Return what a shop sells now; anybody may see it."""
    shop = find_shop(reading, site)
    name = site_names(reading, [site]).get(site, site)
    try:
        price_list = list_in_force(reading, site)
    except NoPriceList:
        return Shopfront(site, name, ShopStatus(shop.status), "", None, ())
    prices = prices_of(reading, price_list)
    items, on_shelf = _items(reading, prices), shelf_accounts(reading, shop, prices)
    donors = donors_on_shelf(reading, site)
    goods = tuple(
        GoodsLine(
            item=code,
            name=items[code].name,
            measure=items[code].measure,
            points=points,
            available=max(0, on_shelf[code].available or 0) if code in on_shelf else 0,
            donors=donors.get(code, ()),
        )
        for code, points in prices.items()
    )
    in_order = sorted(goods, key=lambda line: (not line.available, line.points, line.item))
    return Shopfront(
        site, name, ShopStatus(shop.status), price_list.number, price_list.valid_from, tuple(in_order)
    )


def shops_page(reading: Reading, *, after: str = "", limit: int = 20) -> Page[Shopfront]:
    """Return the open shops of the book by site, without their goods."""
    rows = reading.session.scalars(
        select(Shop)
        .where(Shop.book == reading.book, Shop.site > after, Shop.status == ShopStatus.OPEN)
        .order_by(Shop.site)
        .limit(limit + 1)
    ).all()
    names = site_names(reading, [row.site for row in rows])
    fronts = [
        Shopfront(row.site, names.get(row.site, row.site), ShopStatus(row.status), "", None, ())
        for row in rows
    ]
    return page_of(fronts, limit, [row.site for row in rows])


def stock_of(reading: Reading, site: str, actor: Actor) -> tuple[StockLine, ...]:
    """Return where the pieces of each item of a shop are.

    Raises:
        NotAllowed: the shop is not within the actor's scope.
    """
    if not actor.may_act_at(site, ONLOOKERS):
        raise NotAllowed
    shop = find_shop(reading, site)
    shelves = {
        shelf.item: shelf
        for shelf in reading.session.scalars(
            select(Shelf).where(Shelf.book == reading.book, Shelf.site == site).order_by(Shelf.item)
        )
    }
    items, accounts = _items(reading, shelves), stock_accounts(reading, shop, shelves)
    delivered, prices, donors = (
        _delivered(reading, site),
        _prices(reading, site),
        donors_on_shelf(reading, site),
    )
    lines = []
    for code, shelf in shelves.items():
        held, available = accounts[code]["shop"].balance, accounts[code]["shop"].available or 0
        lines.append(
            StockLine(
                item=code,
                name=items[code].name,
                measure=items[code].measure,
                points=prices.get(code),
                delivered=delivered.get(code, 0),
                held=held,
                reserved=accounts[code]["shop"].pending_debits,
                handed_over=accounts[code]["consumed"].balance,
                spoiled=accounts[code]["spoiled"].balance,
                difference=-accounts[code]["difference"].balance,
                low_at=shelf.low_at,
                is_low=shelf.low_at is not None and available <= shelf.low_at,
                donors=donors.get(code, ()),
            )
        )
    return tuple(lines)


def price_lists_page(reading: Reading, site: str, *, after: str = "", limit: int = 20) -> Page[PriceListView]:
    """Return the price lists of a shop, newest first; they hang on the wall."""
    find_shop(reading, site)
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None
    rows = reading.session.scalars(
        select(PriceList)
        .where(
            PriceList.book == reading.book,
            PriceList.site == site,
            *([PriceList.version < before] if before is not None else []),
        )
        .order_by(PriceList.version.desc())
        .limit(limit + 1)
    ).all()
    try:
        in_force = list_in_force(reading, site).id
    except NoPriceList:
        in_force = ""
    makers = names_of(reading, {row.made_by for row in rows})
    views = [_price_list(reading, row, in_force, makers) for row in rows[:limit]]
    return Page(tuple(views), str(rows[limit - 1].version) if len(rows) > limit else "")


def items_page(reading: Reading, *, after: str = "", limit: int = 20) -> Page[ItemLine]:
    """Return the items of the book by code."""
    rows = reading.session.execute(
        select(Item.code, Item.name, Item.measure)
        .where(Item.book == reading.book, Item.code > after)
        .order_by(Item.code)
        .limit(limit + 1)
    ).all()
    return page_of([ItemLine(*row) for row in rows], limit, [row.code for row in rows])


def orders_page(
    reading: Reading,
    actor: Actor,
    *,
    states: Iterable[str] = (),
    site: str = "",
    after: str = "",
    limit: int = 20,
) -> Page[OrderView]:
    """Return the orders of the own household and of the shops this actor sees, newest first."""
    own = find_any_member(reading, actor.member_id).household_id
    mine = or_(Order.household_id == own, within_any(Order.site, actor.scopes(*ONLOOKERS)))
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
    items = _items(reading, {row.item for row in rows})
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


def _items(reading: Reading, codes: Iterable[str]) -> dict[str, Item]:
    wanted = set(codes)
    rows = reading.session.scalars(select(Item).where(Item.book == reading.book, Item.code.in_(wanted)))
    return {row.code: row for row in rows}


def _delivered(reading: Reading, site: str) -> dict[str, int]:
    rows = reading.session.execute(
        select(Delivery.item, func.sum(Delivery.quantity))
        .where(Delivery.book == reading.book, Delivery.site == site)
        .group_by(Delivery.item)
    )
    return {item: int(quantity) for item, quantity in rows}


def _prices(reading: Reading, site: str) -> dict[str, int]:
    try:
        return prices_of(reading, list_in_force(reading, site))
    except NoPriceList:
        return {}


def _price_list(reading: Reading, row: PriceList, in_force: str, makers: dict[str, str]) -> PriceListView:
    prices = prices_of(reading, row)
    items = _items(reading, prices)
    return PriceListView(
        id=row.id,
        number=row.number,
        version=row.version,
        valid_from=row.valid_from,
        is_in_force=row.id == in_force,
        made_by=makers.get(row.made_by, ""),
        prices=tuple(PricedItem(code, items[code].name, points) for code, points in prices.items()),
    )


def _orders(reading: Reading, rows: Iterable[Order], actor: Actor) -> list[OrderView]:
    rows = list(rows)
    lines = reading.session.scalars(
        select(OrderLine)
        .where(OrderLine.book == reading.book, OrderLine.order_id.in_([row.id for row in rows]))
        .order_by(OrderLine.item)
    ).all()
    items = _items(reading, {line.item for line in lines})
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
    if row.state != OrderState.RESERVED or actor.member_id not in adults_of(reading, row.household_id):
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
