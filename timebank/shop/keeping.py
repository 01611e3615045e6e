"""Opening and closing a shop, naming its items, and putting prices into force."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from timebank.accounts import SITE
from timebank.actors import SYSTEM, Actor, Role
from timebank.errors import N_, InvalidInput, NotAllowed
from timebank.places.queries import open_site
from timebank.shop.commands import MOST_PRICES, AddItem, CloseShop, MakePriceList, OpenShop, SetAlarm
from timebank.shop.finding import find_item, find_kept_shop, find_shop
from timebank.shop.model import Item, Price, PriceList, Shop, ShopStatus
from timebank.shop.refusals import (
    CartEmpty,
    CartTooLong,
    ItemExists,
    ItemTwice,
    MalformedItemCode,
    NoPriceList,
    ShopExists,
)
from timebank.shop.stock import opened_shelf, watch_stock
from timebank.units import POINTS
from timebank.work import Reading, UnitOfWork

ITEM_CODE = re.compile(r"[a-z0-9]{1,24}")
"""As it stands in the ledger: the unit is `g.<code>`."""

# Made once: every order asks, and building a statement costs five times what running it does.
_IN_FORCE = (
    select(PriceList)
    .where(
        PriceList.book == bindparam("book"),
        PriceList.site == bindparam("site"),
        PriceList.valid_from <= bindparam("today"),
    )
    .order_by(PriceList.version.desc())
    .limit(1)
)
_PRICES = (
    select(Price.item, Price.points)
    .where(Price.book == bindparam("book"), Price.list_id == bindparam("list_id"))
    .order_by(Price.item)
)


class PricesOfYesterday(InvalidInput):
    """A price list begins today or later: what was sold keeps its price."""

    code = "prices_of_yesterday"
    message = N_("价目表只能从今天或以后开始。")


@dataclass(frozen=True, slots=True)
class ShopStep:
    """A shop after a step."""

    site: str
    status: str


@dataclass(frozen=True, slots=True)
class AddedItem:
    """An item with its code."""

    item: str
    name: str


@dataclass(frozen=True, slots=True)
class AlarmSet:
    """The mark below which the keepers are told."""

    site: str
    item: str
    low_at: int | None


@dataclass(frozen=True, slots=True)
class MadePriceList:
    """A price list; `is_new` is false where the same one stood already."""

    id: str
    number: str
    version: int
    valid_from: date
    lines: int
    is_new: bool


def open_shop(uow: UnitOfWork, command: OpenShop, actor: Actor) -> ShopStep:
    """Open the shop of a site, or open a closed one again; the county and the site's coordinator do."""
    _want_opener(command.site, actor)
    site = open_site(uow, command.site)
    shop = uow.row(Shop, site.id)
    if shop is not None and shop.status == ShopStatus.OPEN:
        raise ShopExists(field="site")
    if shop is None:
        shop = Shop(
            book=uow.book,
            site=site.id,
            shelf=uow.ledger.open_account(SITE, site.id, "shop", of=site.id, unit=POINTS),
            consumed="",
            spoiled="",
            difference="",
            opened_on=uow.business_clock.today(),
            opened_by=actor.member_id,
        )
        uow.session.add(shop)
    shop.status, shop.closed_on = ShopStatus.OPEN, None
    return ShopStep(site.id, shop.status)


def close_shop(uow: UnitOfWork, command: CloseShop, actor: Actor) -> ShopStep:
    """Take no new orders from now on; orders under way end as they would have."""
    _want_opener(command.site, actor)
    shop = find_shop(uow, command.site)
    shop.close(uow.business_clock.today())
    return ShopStep(shop.site, shop.status)


def add_item(uow: UnitOfWork, command: AddItem, actor: Actor) -> AddedItem:
    """Name a thing that shops of the book may keep."""
    find_kept_shop(uow, command.site, actor)
    code = command.item or f"i{uow.next_number('item')}"
    if not ITEM_CODE.fullmatch(code):
        raise MalformedItemCode(field="item")
    taken = uow.session.scalar(
        select(Item).where(Item.book == uow.book, (Item.code == code) | (Item.name == command.name))
    )
    if taken is not None:
        raise ItemExists(field="name", name=taken.name, item=taken.code)
    uow.session.add(
        Item(
            book=uow.book,
            code=code,
            name=command.name,
            measure=command.measure,
            made_by=actor.member_id,
            made_at=uow.clock.now(),
        )
    )
    return AddedItem(code, command.name)


def set_alarm(uow: UnitOfWork, command: SetAlarm, actor: Actor) -> AlarmSet:
    """Set the mark at which the keepers are told that an item runs low."""
    shop = find_kept_shop(uow, command.site, actor)
    shelf = opened_shelf(uow, shop, find_item(uow, command.item).code)
    shelf.low_at, shelf.is_low_told = command.low_at, False
    watch_stock(uow, shop, [shelf.item])
    return AlarmSet(shop.site, shelf.item, shelf.low_at)


def make_price_list(uow: UnitOfWork, command: MakePriceList, actor: Actor) -> MadePriceList:
    """Put a whole list into force from a day on; the same list again changes nothing."""
    shop = find_kept_shop(uow, command.site, actor)
    if command.valid_from < uow.business_clock.today():
        raise PricesOfYesterday(field="valid_from")
    prices = _prices(uow, command)
    latest = _latest(uow, shop.site)
    if latest is not None and latest.valid_from <= command.valid_from and prices_of(uow, latest) == prices:
        return _made(latest, len(prices), is_new=False)

    made = PriceList(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("price_list"),
        site=shop.site,
        version=latest.version + 1 if latest else 1,
        valid_from=command.valid_from,
        made_by=actor.member_id,
        made_at=uow.clock.now(),
    )
    uow.session.add(made)
    uow.session.flush()
    uow.session.add_all(
        Price(book=uow.book, list_id=made.id, item=item, points=points) for item, points in prices.items()
    )
    return _made(made, len(prices), is_new=True)


def list_in_force(reading: Reading, site: str) -> PriceList:
    """Return the price list in force at a shop today.

    Raises:
        NoPriceList: there is none yet.
    """
    today = reading.business_clock.today()
    found = reading.session.scalar(_IN_FORCE, {"book": reading.book, "site": site, "today": today})
    if found is None:
        raise NoPriceList
    return found


def prices_of(reading: Reading, price_list: PriceList) -> dict[str, int]:
    """Return the prices of a list by item."""
    rows = reading.session.execute(_PRICES, {"book": reading.book, "list_id": price_list.id})
    return {row.item: row.points for row in rows}


def _want_opener(site: str, actor: Actor) -> None:
    may = actor.may_act_at(site, (Role.COUNTY, Role.COORDINATOR))
    if actor.member_id != SYSTEM and not may:
        raise NotAllowed


def _prices(uow: UnitOfWork, command: MakePriceList) -> dict[str, int]:
    if not command.prices:
        raise CartEmpty(field="prices")
    if len(command.prices) > MOST_PRICES:
        raise CartTooLong(field="prices", most=MOST_PRICES)
    prices: dict[str, int] = {}
    for line in command.prices:
        item = find_item(uow, line.item)
        if item.code in prices:
            raise ItemTwice(field="prices", item=item.name)
        prices[item.code] = line.points
    return prices


def _latest(uow: UnitOfWork, site: str) -> PriceList | None:
    newest = (
        select(func.max(PriceList.version))
        .where(PriceList.book == uow.book, PriceList.site == site)
        .scalar_subquery()
    )
    return uow.session.scalar(
        select(PriceList).where(
            PriceList.book == uow.book, PriceList.site == site, PriceList.version == newest
        )
    )


def _made(row: PriceList, lines: int, *, is_new: bool) -> MadePriceList:
    return MadePriceList(row.id, row.number, row.version, row.valid_from, lines, is_new)
