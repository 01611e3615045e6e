"""Orders: points and goods are set aside in one entry, and given free by one, when cancelled or nobody came."""

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.book import Posted
from ledger.errors import InsufficientBalance
from timebank.actors import SYSTEM, Actor
from timebank.bookkeeper import About
from timebank.errors import NotAllowed
from timebank.members.finding import find_any_member
from timebank.members.model import Household
from timebank.points.accounts import household_points, note_entry
from timebank.points.households import adults_of, find_spent_household, spends_as
from timebank.points.model import EntryKind
from timebank.points.refusals import NotEnoughPoints
from timebank.shop.commands import MOST_LINES, CancelOrder, CartLine, PlaceOrder, ReleaseOrder
from timebank.shop.finding import SELLERS, find_item, find_order, find_shop, may_cancel
from timebank.shop.keeping import list_in_force, prices_of
from timebank.shop.model import PriceList, Shop
from timebank.shop.order_model import Order, OrderLine, OrderState
from timebank.shop.refusals import (
    CartEmpty,
    CartTooLong,
    ItemNotPriced,
    NotAnAdultOfIt,
    PricesChanged,
    SoldOut,
)
from timebank.shop.stock import item_names, sale_legs, shelf_accounts, watch_stock
from timebank.work import Reading, UnitOfWork

CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order and the code by which it is picked up, for the household and nobody else."""

    id: str
    number: str
    points: int
    price_list: str
    hold_until: date
    code: str


@dataclass(frozen=True, slots=True)
class OrderStep:
    """An order after a step; `points` is what was given back, or paid."""

    id: str
    number: str
    state: str
    points: int


def place_order(uow: UnitOfWork, command: PlaceOrder, actor: Actor) -> PlacedOrder:
    """Set points and goods aside for a household: an adult of it asks, an elder's proxy, or the keeper by its card."""
    shop = find_shop(uow, command.site)
    shop.check_open()
    household, buyer = _buyer(uow, shop, command, actor)
    pieces = _pieces(uow, command.lines)
    price_list = list_in_force(uow, shop.site)
    prices = _asked(uow, price_list, command.price_list, pieces)
    points = sum(prices[item] * quantity for item, quantity in pieces.items())

    order_id, code = uow.new_id(), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    number = uow.next_number("order")
    about = About(uow.business_clock.today(), shop.site, memo=order_memo(number, price_list.number))
    posted = _set_aside(uow, shop, household, pieces, points, about)
    hold = timedelta(days=uow.policy.number("shop.hold_days", shop.site))
    order = Order(
        book=uow.book,
        id=order_id,
        number=number,
        site=shop.site,
        household_id=household.id,
        ordered_by=buyer,
        placed_by=actor.member_id,
        price_list_id=price_list.id,
        points=points,
        state=OrderState.RESERVED,
        placed_at=uow.clock.now(),
        hold_until=uow.business_clock.today() + hold,
        code_sealed=uow.people.seal_for_book(f"shop_order/{order_id}/code", code),
        wrong_codes=0,
        reserve_entry_id=posted.id,
        closing_entry_id="",
        closed_by="",
    )
    uow.session.add(order)
    uow.session.flush()  # the lines refer to it
    uow.session.add_all(
        OrderLine(
            book=uow.book, order_id=order_id, item=item, quantity=quantity, points=prices[item], returned=0
        )
        for item, quantity in pieces.items()
    )
    note_entry(uow, posted, household.id, shop.site, EntryKind.RESERVED, 0, order_id)
    _tell_household(uow, order, actor)
    watch_stock(uow, shop, pieces)
    return PlacedOrder(order_id, number, points, price_list.number, order.hold_until, code)


def cancel_order(uow: UnitOfWork, command: CancelOrder, actor: Actor) -> OrderStep:
    """Give an order's points and goods free; the household or the shop does."""
    order = find_order(uow, command.order_id, actor)
    if not may_cancel(uow, order, actor):
        raise NotAllowed
    return _free(uow, order, OrderState.CANCELLED, "cancelled", "order_cancelled", actor)


def release_order(uow: UnitOfWork, command: ReleaseOrder, actor: Actor) -> OrderStep:
    """Give an order free whose last day has passed; the scheduler does."""
    order = find_order(uow, command.order_id, actor)
    if actor.member_id != SYSTEM or uow.business_clock.today() <= order.hold_until:
        raise NotAllowed
    return _free(uow, order, OrderState.RELEASED, "timeout", "order_released", actor)


def about_order(reading: Reading, order: Order, price_list: str, with_id: str = "") -> About:
    """Return what an entry of an order says of itself; the words name order and price list."""
    memo = order_memo(order.number, price_list)
    return About(
        service_day=reading.business_clock.today(), site=order.site, with_id=with_id or None, memo=memo
    )


def order_memo(number: str, price_list: str) -> str:
    """Return the words behind an order's entries: every hand-over names its price list."""
    return f"订单 {number}，价目表 {price_list}"


def order_lines(reading: Reading, order_id: str) -> list[OrderLine]:
    """Return the lines of an order by item."""
    of_order = (OrderLine.book == reading.book) & (OrderLine.order_id == order_id)
    return list(reading.session.query(OrderLine).where(of_order).order_by(OrderLine.item))


def merged(lines: Iterable[CartLine]) -> dict[str, int]:
    """Return the pieces by item as typed; an item that stands twice counts together."""
    pieces: Counter[str] = Counter()
    for line in lines:
        pieces[line.item] += line.quantity
    return dict(pieces)


def _buyer(uow: UnitOfWork, shop: Shop, command: PlaceOrder, actor: Actor) -> tuple[Household, str]:
    """Return the household and the adult it is ordered for."""
    own = find_any_member(uow, actor.member_id).household_id
    household = find_spent_household(uow, command.household or own, actor)
    adults = adults_of(uow, household.id)
    if spender := spends_as(uow, household.id, actor):
        return household, spender
    if household.id == own or not adults or not actor.may_act_at(shop.site, SELLERS):
        raise NotAnAdultOfIt
    return household, adults[0]


def _pieces(uow: UnitOfWork, lines: Iterable[CartLine]) -> dict[str, int]:
    pieces: Counter[str] = Counter()
    for name, quantity in merged(lines).items():
        pieces[find_item(uow, name).code] += quantity
    if not pieces:
        raise CartEmpty(field="lines")
    if len(pieces) > MOST_LINES:
        raise CartTooLong(field="lines", most=MOST_LINES)
    return dict(sorted(pieces.items()))


def _asked(uow: UnitOfWork, price_list: PriceList, seen: str, pieces: dict[str, int]) -> dict[str, int]:
    """Return the prices in force of the pieces; where the buyer saw others, nothing is ordered."""
    prices = prices_of(uow, price_list)
    unpriced = [item for item in pieces if item not in prices]
    if unpriced:
        raise ItemNotPriced(field="lines", item=item_names(uow, unpriced)[unpriced[0]])
    if seen == price_list.number:
        return prices
    of_number = (
        (PriceList.book == uow.book) & (PriceList.number == seen) & (PriceList.site == price_list.site)
    )
    earlier = uow.session.query(PriceList).where(of_number).one_or_none()
    before = prices_of(uow, earlier) if earlier else {}
    changed = [item for item in pieces if before.get(item) != prices[item]]
    if not changed:
        return prices
    names = item_names(uow, changed)
    raise PricesChanged(
        price_list=price_list.number,
        prices="，".join(f"{names[item]} {prices[item]}" for item in changed),
        points=sum(prices[item] * quantity for item, quantity in pieces.items()),
    )


def _set_aside(
    uow: UnitOfWork, shop: Shop, household: Household, pieces: dict[str, int], points: int, about: About
) -> Posted:
    on_shelf = shelf_accounts(uow, shop, pieces)
    for item, quantity in pieces.items():
        left = (on_shelf[item].available or 0) if item in on_shelf else 0
        if left < quantity:
            raise _sold_out(uow, item, left, quantity)
    row = household_points(uow, household.id)
    if row is None:
        raise NotEnoughPoints(available=0, wanted=points)
    try:
        return uow.ledger.set_aside(*sale_legs(shop, row.handle, pieces, points), about)
    except InsufficientBalance as short:  # all goods are there, so it is the points
        raise NotEnoughPoints(available=short.available, wanted=points) from short


def _sold_out(uow: UnitOfWork, item: str, left: int, wanted: int) -> SoldOut:
    return SoldOut(field="lines", item=item_names(uow, [item])[item], left=left, wanted=wanted)


def _tell_household(uow: UnitOfWork, order: Order, actor: Actor) -> None:
    """Tell the other adults of a large order, and all of one that a proxy placed or the keeper typed in."""
    number, points = order.number, order.points
    is_large = points > uow.policy.number("shop.tell_points", order.site)
    is_by_another = actor.member_id != order.ordered_by
    is_by_proxy = is_by_another and bool(spends_as(uow, order.household_id, actor))
    for member_id in adults_of(uow, order.household_id):
        if member_id == actor.member_id:
            continue
        if is_by_proxy:
            uow.outbox.tell(member_id, "proxy_ordered", number=number, points=points, elder=actor.member_id)
        elif is_large or is_by_another:
            uow.outbox.tell(member_id, "household_ordered", number=number, points=points)


def _free(
    uow: UnitOfWork, order: Order, state: OrderState, reason: str, message: str, actor: Actor
) -> OrderStep:
    order.check_reserved()
    shop = find_shop(uow, order.site)
    price_list = uow.session.get_one(PriceList, (uow.book, order.price_list_id)).number
    posted = uow.ledger.release(order.reserve_entry_id, reason, about_order(uow, order, price_list))
    order.close(state, posted.id, actor.member_id, uow.clock.now())
    note_entry(uow, posted, order.household_id, order.site, EntryKind.RELEASED, 0, order.id)
    for member_id in adults_of(uow, order.household_id):
        if member_id != actor.member_id:
            uow.outbox.tell(member_id, message, number=order.number, points=order.points)
    watch_stock(uow, shop, [line.item for line in order_lines(uow, order.id)])
    return OrderStep(order.id, order.number, order.state, order.points)
