"""Finding shops, items, shelves and orders, with permission as part of finding."""

from sqlalchemy import select

from timebank.actors import SYSTEM, Actor, Role
from timebank.errors import NotAllowed
from timebank.points.households import IDS_ARE_LONGER_THAN, members_of, spends_as
from timebank.schemas import plain_digits
from timebank.shop.model import Item, PriceList, Shelf, Shop
from timebank.shop.order_model import Order
from timebank.shop.refusals import ItemNotFound, OrderNotFound, ShopNotFound
from timebank.work import Reading

SELLERS = (Role.SHOPKEEPER, Role.COORDINATOR)
"""Who stands behind the counter of a site."""
KEEPERS = (*SELLERS, Role.COUNTY)
"""Who takes in goods and sets prices."""
ONLOOKERS = (*KEEPERS, Role.TOWNSHIP, Role.AUDITOR)


def find_shop(reading: Reading, site: str) -> Shop:
    """Return the shop of a site; what it sells hangs on its wall.

    Raises:
        ShopNotFound: the site has none.
    """
    shop = reading.row(Shop, site)
    if shop is None:
        raise ShopNotFound(field="site")
    return shop


def find_kept_shop(reading: Reading, site: str, actor: Actor) -> Shop:
    """Return a shop whose goods and prices this actor keeps.

    Raises:
        NotAllowed: the actor keeps no shop there.
        ShopNotFound: the site has none.
    """
    if actor.member_id != SYSTEM and not actor.may_act_at(site, KEEPERS):
        raise NotAllowed
    return find_shop(reading, site)


def find_item(reading: Reading, code: str) -> Item:
    """Return an item by its code, or by its name as it is written.

    Raises:
        ItemNotFound: the book knows no such item.
    """
    item = reading.row(Item, code)
    if item is None:
        by_name = (Item.book == reading.book) & (Item.name == code)
        item = reading.session.scalar(select(Item).where(by_name))
    if item is None:
        raise ItemNotFound(field="item", item=code)
    return item


def find_shelf(reading: Reading, site: str, item: str) -> Shelf:
    """Return the shelf of an item in a shop.

    Raises:
        ItemNotFound: the shop never had it.
    """
    shelf = reading.session.get(Shelf, (reading.book, site, find_item(reading, item).code))
    if shelf is None:
        raise ItemNotFound(field="item", item=item)
    return shelf


def find_order(reading: Reading, wanted: str, actor: Actor) -> Order:
    """Return an order by id or number, for its household, who shops for an elder of it, and the shop.

    Raises:
        OrderNotFound: there is none, or not for this actor.
    """
    if len(wanted) > IDS_ARE_LONGER_THAN:
        order = reading.row(Order, wanted)
    else:
        number = plain_digits(wanted)
        by_number = (Order.book == reading.book) & (Order.number == number)
        order = reading.session.scalar(select(Order).where(by_number)) if number.isdigit() else None
    if order is None:
        raise OrderNotFound
    may_see = actor.member_id == SYSTEM or actor.may_act_at(order.site, ONLOOKERS)
    lives_there = actor.member_id in members_of(reading, order.household_id)
    if not (may_see or lives_there or spends_as(reading, order.household_id, actor)):
        raise OrderNotFound
    return order


def want_seller(reading: Reading, order: Order, actor: Actor) -> None:
    """Pass who stands behind the counter, and neither lives in the order's household nor spends its points.

    Raises:
        NotAllowed: anybody else.
    """
    lives_there = actor.member_id in members_of(reading, order.household_id)
    is_buyer = lives_there or bool(spends_as(reading, order.household_id, actor))
    if is_buyer or not actor.may_act_at(order.site, SELLERS):
        raise NotAllowed


def may_cancel(reading: Reading, order: Order, actor: Actor) -> bool:
    """Tell whether the actor may give the order free: who spends the household's points, or the shop."""
    return actor.may_act_at(order.site, SELLERS) or bool(spends_as(reading, order.household_id, actor))


def price_list_number(reading: Reading, list_id: str) -> str:
    """Return the number of a price list."""
    return reading.session.get_one(PriceList, (reading.book, list_id)).number
