"""The shelf in the ledger: opening an item's accounts, the legs of a sale, and the watch over what runs low."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select

from ledger.account import Account, AccountTerms, Key
from ledger.transfer import Leg
from timebank.accounts import SITE
from timebank.members.queries import coordinators_of, shopkeepers_of
from timebank.shop.model import Item, Shelf, Shop
from timebank.units import POINTS, goods_unit
from timebank.work import Reading, UnitOfWork

DELIVERED, HANDED_OVER = "goods.delivered", "goods.handed_over"
SPOILED, DIFFERENCE = "goods.spoiled", "goods.difference"
"""Kept figures of a site, in pieces: delivered = held + handed over + spoiled - difference."""


# Made once: every order asks, and building a statement costs five times what running it does.
_WATCHED = select(Shelf).where(
    Shelf.book == bindparam("book"),
    Shelf.site == bindparam("site"),
    Shelf.item.in_(bindparam("items", expanding=True)),
    Shelf.low_at.is_not(None),
)


def opened_shelf(uow: UnitOfWork, shop: Shop, item: str) -> Shelf:
    """Return the shelf of an item; the first time its four accounts are opened, in one entry."""
    shelf = uow.session.get(Shelf, (uow.book, shop.site, item))
    if shelf is not None:
        return shelf
    if not shop.consumed:  # a handle without an account would be astray, so they come with the first item
        shop.consumed, shop.spoiled, shop.difference = (
            uow.ledger.secrets.create(SITE, shop.site, class_)
            for class_ in ("consumed", "spoiled", "difference")
        )
    unit = goods_unit(item)
    uow.ledger.change_account(
        [
            AccountTerms(shop.shelf, unit, "shop", shop.site, 0),
            AccountTerms(shop.consumed, unit, "consumed", shop.site, 0),
            AccountTerms(shop.spoiled, unit, "spoiled", shop.site, 0),
            AccountTerms(shop.difference, unit, "difference", shop.site, None),
        ]
    )
    shelf = Shelf(book=uow.book, site=shop.site, item=item, low_at=None, is_low_told=False)
    uow.session.add(shelf)
    uow.session.flush()
    return shelf


def sale_legs(
    shop: Shop, household_handle: str, pieces: Mapping[str, int], points: int
) -> tuple[list[Leg], list[Leg]]:
    """Return debits and credits of a sale: points to the shop, goods off its shelf, in one entry."""
    debits = [Leg(household_handle, POINTS, points)]
    credits = [Leg(shop.shelf, POINTS, points)]
    for item, quantity in pieces.items():
        debits.append(Leg(shop.shelf, goods_unit(item), quantity))
        credits.append(Leg(shop.consumed, goods_unit(item), quantity))
    return debits, credits


def shelf_accounts(reading: Reading, shop: Shop, items: Iterable[str]) -> dict[str, Account]:
    """Return the accounts of goods on the shelf by item; an item the shop never had is absent."""
    return _accounts(reading, shop.shelf, items)


def stock_accounts(reading: Reading, shop: Shop, items: Iterable[str]) -> dict[str, dict[str, Account]]:
    """Return, by item, the shop's accounts of goods by class."""
    items = list(items)
    handles = {
        "shop": shop.shelf,
        "consumed": shop.consumed,
        "spoiled": shop.spoiled,
        "difference": shop.difference,
    }
    found = {class_: _accounts(reading, handle, items) for class_, handle in handles.items()}
    return {
        item: {class_: found[class_][item] for class_ in handles} for item in items if item in found["shop"]
    }


def item_names(reading: Reading, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of items by code."""
    rows = reading.session.execute(
        select(Item.code, Item.name).where(Item.book == reading.book, Item.code.in_(set(codes)))
    )
    return {row.code: row.name for row in rows}


def watch_stock(uow: UnitOfWork, shop: Shop, items: Iterable[str]) -> None:
    """Tell the keepers, once, when an item runs low; and be ready to tell again once there is enough."""
    wanted = {"book": uow.book, "site": shop.site, "items": list(items)}
    shelves = uow.session.scalars(_WATCHED, wanted).all()
    if not shelves:
        return
    accounts = shelf_accounts(uow, shop, [shelf.item for shelf in shelves])
    names = item_names(uow, accounts)
    for shelf in shelves:
        left = accounts[shelf.item].available or 0
        is_low = shelf.low_at is not None and left <= shelf.low_at
        if is_low and not shelf.is_low_told:
            for keeper in {*shopkeepers_of(uow, shop.site), *coordinators_of(uow, shop.site)}:
                uow.outbox.tell(keeper, "stock_low", item=names[shelf.item], left=left)
        shelf.is_low_told = is_low


def _accounts(reading: Reading, handle: str, items: Iterable[str]) -> dict[str, Account]:
    keys: dict[Key, str] = {(handle, goods_unit(item)): item for item in items}
    found = reading.ledger.book.accounts(list(keys))
    return {keys[key]: account for key, account in found.items()}
