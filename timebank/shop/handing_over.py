"""The counter: an order is handed over against its code, and what comes back is an entry tied to the sale."""

import hmac
from dataclasses import dataclass

from sqlalchemy import Connection, update

from ledger.transfer import Leg
from timebank.actors import Actor
from timebank.members.model import Household
from timebank.points.accounts import note_entry, opened_household
from timebank.points.households import adults_of
from timebank.points.model import EntryKind
from timebank.shop.commands import HandOver, ReturnGoods
from timebank.shop.finding import find_item, find_order, find_shop, price_list_number, want_seller
from timebank.shop.lots import put_back, take_from_lots
from timebank.shop.order_model import Order, OrderState, ShopReturn
from timebank.shop.ordering import OrderStep, about_order, merged, order_lines
from timebank.shop.refusals import CartEmpty, TooMuchReturned, WrongCode
from timebank.shop.stock import HANDED_OVER, item_names, watch_stock
from timebank.shop.supply_model import LotWay
from timebank.units import POINTS, goods_unit
from timebank.work import UnitOfWork

VILLAGE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A sale: the number of its ledger entry and of the price list it names."""

    id: str
    number: str
    state: str
    points: int
    price_list: str
    seq: int


def hand_over(uow: UnitOfWork, command: HandOver, actor: Actor) -> HandedOver:
    """Settle points and goods of an order in one entry, for whoever knows its code; five tries, then a pause."""
    order = find_order(uow, command.order_id, actor)
    want_seller(uow, order, actor)
    order.check_reserved()
    _check_code(uow, order, command.code)

    price_list = price_list_number(uow, order.price_list_id)
    posted = uow.ledger.settle_whole(order.reserve_entry_id, about_order(uow, order, price_list))
    order.close(OrderState.HANDED_OVER, posted.id, actor.member_id, uow.clock.now())
    note_entry(uow, posted, order.household_id, order.site, EntryKind.SPENT, -order.points, order.id)
    opened_household(uow, order.household_id).spend(order.points)
    village = _village(uow, order)
    for line in order_lines(uow, order.id):
        uow.count(order.site, HANDED_OVER, line.quantity)
        take_from_lots(uow, order.site, line.item, line.quantity, LotWay.HANDED_OVER, village)
    if order.points > uow.policy.number("shop.tell_points", order.site):
        for member_id in adults_of(uow, order.household_id):
            uow.outbox.tell(member_id, "household_spent", number=order.number, points=order.points)
    return HandedOver(order.id, order.number, order.state, order.points, price_list, posted.seq)


def return_goods(uow: UnitOfWork, command: ReturnGoods, actor: Actor) -> OrderStep:
    """Take some of a sale back: points to the household, goods to the shelf, in one transfer tied to the sale."""
    order = find_order(uow, command.order_id, actor)
    want_seller(uow, order, actor)
    order.check_handed_over()
    pieces = {find_item(uow, name).code: quantity for name, quantity in merged(command.lines).items()}
    if not pieces:
        raise CartEmpty(field="lines")
    points = _take_back(uow, order, pieces)

    shop, household = find_shop(uow, order.site), opened_household(uow, order.household_id)
    debits, credits = [Leg(shop.shelf, POINTS, points)], [Leg(household.handle, POINTS, points)]
    for item, quantity in pieces.items():
        debits.append(Leg(shop.consumed, goods_unit(item), quantity))
        credits.append(Leg(shop.shelf, goods_unit(item), quantity))
    price_list = price_list_number(uow, order.price_list_id)
    about = about_order(uow, order, price_list, with_id=order.closing_entry_id)
    posted = uow.ledger.move(debits, credits, about)
    note_entry(uow, posted, order.household_id, order.site, EntryKind.RETURNED, points, order.id)
    _keep_return(uow, order, posted.id, pieces, command.reason, actor)
    for member_id in adults_of(uow, order.household_id):
        uow.outbox.tell(member_id, "order_returned", number=order.number, points=points)
    watch_stock(uow, shop, pieces)
    return OrderStep(order.id, order.number, order.state, points)


def _check_code(uow: UnitOfWork, order: Order, code: str) -> None:
    now = uow.clock.now()
    order.check_tries(now)
    right = uow.people.open_for_book(f"shop_order/{order.id}/code", order.code_sealed)
    if hmac.compare_digest(right, code):
        return
    of_order = (Order.book == order.book) & (Order.id == order.id)
    counted = (
        update(Order).where(of_order).values(wrong_codes=order.wrong_codes_after(now), wrong_code_at=now)
    )

    def count(connection: Connection) -> None:
        connection.execute(counted)

    uow.keep(count)
    raise WrongCode(field="code")


def _take_back(uow: UnitOfWork, order: Order, pieces: dict[str, int]) -> int:
    """Mark the lines as brought back; return what they cost."""
    lines = {line.item: line for line in order_lines(uow, order.id)}
    points = 0
    for item, quantity in pieces.items():
        if item not in lines:
            raise TooMuchReturned(field="lines", item=item_names(uow, [item])[item], left=0)
        try:
            lines[item].take_back(quantity)
        except TooMuchReturned as too_much:
            name = item_names(uow, [item])[item]
            raise TooMuchReturned(field="lines", item=name, left=too_much.facts["left"]) from too_much
        points += lines[item].points * quantity
    return points


def _keep_return(
    uow: UnitOfWork, order: Order, entry_id: str, pieces: dict[str, int], reason: str, actor: Actor
) -> None:
    prices = {line.item: line.points for line in order_lines(uow, order.id)}
    village = _village(uow, order)
    for item, quantity in pieces.items():
        uow.session.add(
            ShopReturn(
                book=uow.book,
                entry_id=entry_id,
                item=item,
                order_id=order.id,
                quantity=quantity,
                points=prices[item] * quantity,
                reason=reason,
                recorded_by=actor.member_id,
                recorded_at=uow.clock.now(),
            )
        )
        uow.count(order.site, HANDED_OVER, -quantity)
        put_back(uow, order.site, item, quantity, village)


def _village(uow: UnitOfWork, order: Order) -> str:
    return uow.session.get_one(Household, (uow.book, order.household_id)).site[:VILLAGE_DIGITS]
