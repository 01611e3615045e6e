"""Steps at the counter and the shelf that several tests take."""

from tests.market import Market, today
from tests.town import BOOK, SITE, Town
from timebank.actors import Actor, system
from timebank.members.families import join_household
from timebank.members.family_commands import JoinHousehold
from timebank.messages import messages_page
from timebank.shop.commands import CancelOrder, CartLine, MakePriceList, PriceLine, ReturnGoods
from timebank.shop.handing_over import return_goods
from timebank.shop.keeping import make_price_list
from timebank.shop.order_model import Order
from timebank.shop.ordering import OrderStep, PlacedOrder, cancel_order
from timebank.shop.stocktaking import CountStep, count_stock, decide_count
from timebank.shop.supply_commands import CountStock, DecideCount
from timebank.work import Reading


def cancel(town: Town, order: PlacedOrder, by: Actor) -> OrderStep:
    return town.bank.run(cancel_order, CancelOrder(order.id), by)


def give_back(market: Market, order: PlacedOrder, *lines: tuple[str, int]) -> OrderStep:
    command = ReturnGoods(order.id, tuple(CartLine(*line) for line in lines), "漏油")
    return market.town.bank.run(return_goods, command, market.lu)


def count(market: Market, counted: int, reason: str = "碰碎了", item: str = "oil") -> CountStep:
    return market.town.bank.run(count_stock, CountStock(SITE, item, counted, reason), market.lu)


def confirm(market: Market, counted: CountStep, by: Actor, *, yes: bool = True) -> CountStep:
    return market.town.bank.run(decide_count, DecideCount(counted.id, yes), by)


def reprice(market: Market, **prices: int) -> str:
    town = market.town
    lines = tuple(PriceLine(item, asked) for item, asked in prices.items())
    return town.bank.run(make_price_list, MakePriceList(SITE, today(town), lines), market.lu).number


def live_with(town: Town, one: Actor, other: Actor) -> None:
    town.bank.run(
        join_household, JoinHousehold(household_of=other.member_id, member_id=one.member_id), system(BOOK)
    )


def told(town: Town, who: Actor) -> list[str]:
    with town.bank.reading(who) as reading:
        return [message.kind for message in messages_page(reading, who).items]


def order_entry(reading: Reading, order: PlacedOrder) -> str:

    row = reading.row(Order, order.id)
    assert row is not None
    return row.closing_entry_id
