"""The reads of the shop: what it sells, what it holds, its price lists and items."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from timebank.actors import Actor
from timebank.errors import NotAllowed
from timebank.members.queries import names_of
from timebank.paging import Page, page_of
from timebank.places.queries import site_names
from timebank.shop.donors import donors_on_shelf
from timebank.shop.finding import ONLOOKERS, find_shop
from timebank.shop.keeping import list_in_force, prices_of
from timebank.shop.model import Item, PriceList, Shelf, Shop, ShopStatus
from timebank.shop.refusals import NoPriceList
from timebank.shop.stock import shelf_accounts, stock_accounts
from timebank.shop.supply_model import Delivery
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


def shopfront(reading: Reading, site: str) -> Shopfront:
    """Return what a shop sells now; anybody may see it."""
    shop = find_shop(reading, site)
    name = site_names(reading, [site]).get(site, site)
    try:
        price_list = list_in_force(reading, site)
    except NoPriceList:
        return Shopfront(site, name, ShopStatus(shop.status), "", None, ())
    prices = prices_of(reading, price_list)
    items, on_shelf = items_by_code(reading, prices), shelf_accounts(reading, shop, prices)
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
    items, accounts = items_by_code(reading, shelves), stock_accounts(reading, shop, shelves)
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


def items_by_code(reading: Reading, codes: Iterable[str]) -> dict[str, Item]:
    """Return items by code; unknown codes are absent."""
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
    items = items_by_code(reading, prices)
    return PriceListView(
        id=row.id,
        number=row.number,
        version=row.version,
        valid_from=row.valid_from,
        is_in_force=row.id == in_force,
        made_by=makers.get(row.made_by, ""),
        prices=tuple(PricedItem(code, items[code].name, points) for code, points in prices.items()),
    )
