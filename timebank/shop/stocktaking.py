"""What leaves the shelf without a sale: spoilage, and the differences a count finds, seen by two people."""

from dataclasses import dataclass

from sqlalchemy import select

from ledger.errors import InsufficientBalance
from ledger.transfer import Leg
from timebank.actors import Actor
from timebank.bookkeeper import About
from timebank.shop.finding import find_item, find_kept_shop, find_shelf, find_shop
from timebank.shop.lots import take_from_lots
from timebank.shop.model import Shop
from timebank.shop.refusals import (
    CountNotFound,
    CountWaiting,
    ReasonWanted,
    ReservedGoodsMissing,
    SoldOut,
)
from timebank.shop.stock import DIFFERENCE, SPOILED, watch_stock
from timebank.shop.supply_commands import CountStock, DecideCount, SpoilGoods
from timebank.shop.supply_model import CountState, LotWay, Spoilage, StockCount
from timebank.units import goods_unit
from timebank.work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class SpoiledGoods:
    """Pieces taken off the shelf, and what it holds now."""

    id: str
    item: str
    quantity: int
    on_shelf: int
    seq: int


@dataclass(frozen=True, slots=True)
class CountStep:
    """A count after a step; `difference` is what lies there more, or less, than the book says."""

    id: str
    item: str
    expected: int
    counted: int
    difference: int
    state: str


def spoil_goods(uow: UnitOfWork, command: SpoilGoods, actor: Actor) -> SpoiledGoods:
    """Take spoiled pieces off the shelf, with the reason; never what is set aside for an order."""
    shop = find_kept_shop(uow, command.site, actor)
    item = find_item(uow, command.item)
    find_shelf(uow, shop.site, item.code)
    unit = goods_unit(item.code)
    about = About(uow.business_clock.today(), shop.site, memo=command.reason)
    try:
        posted = uow.ledger.move(
            [Leg(shop.shelf, unit, command.quantity)], [Leg(shop.spoiled, unit, command.quantity)], about
        )
    except InsufficientBalance as short:
        raise SoldOut(
            field="quantity", item=item.name, left=short.available, wanted=command.quantity
        ) from short
    spoilage = Spoilage(
        book=uow.book,
        id=uow.new_id(),
        site=shop.site,
        item=item.code,
        quantity=command.quantity,
        reason=command.reason,
        entry_id=posted.id,
        recorded_by=actor.member_id,
        recorded_at=uow.clock.now(),
    )
    uow.session.add(spoilage)
    uow.count(shop.site, SPOILED, command.quantity)
    take_from_lots(uow, shop.site, item.code, command.quantity, LotWay.SPOILED)
    watch_stock(uow, shop, [item.code])
    on_shelf = uow.ledger.account(shop.shelf, unit).balance
    return SpoiledGoods(spoilage.id, item.code, command.quantity, on_shelf, posted.seq)


def count_stock(uow: UnitOfWork, command: CountStock, actor: Actor) -> CountStep:
    """Compare the shelf with the book; a difference needs a reason and waits for a second person."""
    shop = find_kept_shop(uow, command.site, actor)
    shelf = find_shelf(uow, shop.site, command.item)
    if _waiting(uow, shop, shelf.item) is not None:
        raise CountWaiting
    expected = uow.ledger.account(shop.shelf, goods_unit(shelf.item)).balance
    is_right = command.counted == expected
    if not is_right and not command.reason:
        raise ReasonWanted(field="reason", expected=expected)
    count = StockCount(
        book=uow.book,
        id=uow.new_id(),
        site=shop.site,
        item=shelf.item,
        expected=expected,
        counted=command.counted,
        reason=command.reason,
        state=CountState.RIGHT if is_right else CountState.WAITING,
        counted_by=actor.member_id,
        counted_at=uow.clock.now(),
        confirmed_by="",
        entry_id="",
    )
    uow.session.add(count)
    return _step(count)


def decide_count(uow: UnitOfWork, command: DecideCount, actor: Actor) -> CountStep:
    """Book the difference of a count, or throw the count away; by a second person of the shop."""
    count = find_count(uow, command.count_id, actor)
    count.decide(actor.member_id, uow.clock.now(), confirmed=command.confirm)
    if command.confirm:
        _book(uow, find_shop(uow, count.site), count)
    return _step(count)


def find_count(reading: Reading, count_id: str, actor: Actor) -> StockCount:
    """Return a count of a shop this actor keeps.

    Raises:
        CountNotFound: there is none.
        NotAllowed: the actor keeps no shop there.
    """
    count = reading.row(StockCount, count_id)
    if count is None:
        raise CountNotFound
    find_kept_shop(reading, count.site, actor)
    return count


def _book(uow: UnitOfWork, shop: Shop, count: StockCount) -> None:
    """Post what lies there more or less than the book said; sales since the count change nothing about that."""
    unit, pieces = goods_unit(count.item), abs(count.difference)
    on_shelf, astray = Leg(shop.shelf, unit, pieces), Leg(shop.difference, unit, pieces)
    about = About(uow.business_clock.today(), shop.site, memo=count.reason)
    is_missing = count.difference < 0
    debits, credits = ([on_shelf], [astray]) if is_missing else ([astray], [on_shelf])
    try:
        count.entry_id = uow.ledger.move(debits, credits, about).id
    except InsufficientBalance as short:
        raise ReservedGoodsMissing(left=short.available, wanted=pieces) from short
    uow.count(shop.site, DIFFERENCE, count.difference)
    if is_missing:
        take_from_lots(uow, shop.site, count.item, pieces, LotWay.MISSING)
    watch_stock(uow, shop, [count.item])


def _waiting(uow: UnitOfWork, shop: Shop, item: str) -> StockCount | None:
    return uow.session.scalar(
        select(StockCount).where(
            StockCount.book == uow.book,
            StockCount.site == shop.site,
            StockCount.item == item,
            StockCount.state == CountState.WAITING,
        )
    )


def _step(count: StockCount) -> CountStep:
    return CountStep(count.id, count.item, count.expected, count.counted, count.difference, count.state)
