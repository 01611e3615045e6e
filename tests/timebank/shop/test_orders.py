"""Orders: what a cart may hold, who may order, and what is set aside."""

from datetime import date, timedelta

import pytest

from tests.market import award, findings, household_of, open_market, points, today
from tests.timebank.shop.steps import live_with, order_entry, reprice, told
from tests.town import BOOK, FAR_SITE, SITE, Town, join
from timebank.actors import Actor, anonymous
from timebank.errors import NotAllowed, Refusal
from timebank.points.queries import points_of
from timebank.points.refusals import HouseholdNotFound, NotEnoughPoints
from timebank.shop.commands import AddItem, CloseShop, MakePriceList, PriceLine
from timebank.shop.keeping import add_item, close_shop, make_price_list
from timebank.shop.order_model import OrderState
from timebank.shop.order_queries import order_view, orders_page
from timebank.shop.queries import shopfront, stock_of
from timebank.shop.refusals import (
    CartEmpty,
    CartTooLong,
    ItemNotFound,
    ItemNotPriced,
    ItemTwice,
    NotAnAdultOfIt,
    OrderNotFound,
    PricesChanged,
    ShopClosed,
    ShopNotFound,
    SoldOut,
)
from timebank.shop.supply_commands import DeliverGoods
from timebank.shop.supplying import deliver_goods


def test_an_order_sets_points_and_goods_aside_and_the_hand_over_settles_both(town: Town) -> None:
    market = open_market(town)

    order = market.order(("oil", 2), ("rice", 3))
    assert (order.points, points(town, town.li)) == (64, (36, 100))
    assert (market.stock().held, market.stock().reserved) == (180, 2)

    sale = market.hand_over(order)

    assert points(town, town.li) == (36, 36)
    assert (market.stock().held, market.stock().handed_over, market.stock().reserved) == (178, 2, 0)
    with town.bank.reading(town.li) as reading:
        entry = reading.ledger.book.entry_by_id(order_entry(reading, order))
        assert entry is not None
        assert entry.seq == sale.seq
        assert {posting.unit for posting in entry.postings} == {"pt", "g.oil", "g.rice"}
        assert market.price_list in reading.ledger.read_text(entry.id, "memo")
    assert sale.price_list == market.price_list
    assert findings(town) == []


def test_an_item_that_stands_twice_counts_together(town: Town) -> None:
    market = open_market(town)

    order = market.order(("oil", 1), ("oil", 2), ("食用油", 1))

    with town.bank.reading(town.li) as reading:
        (line,) = order_view(reading, order.id, town.li).lines
    assert (line.quantity, order.points) == (4, 80)


def test_an_order_of_forty_different_items_fits_into_one_entry_and_one_more_is_refused(town: Town) -> None:
    market = open_market(town)
    codes = [f"item{number}" for number in range(41)]
    for code in codes:
        town.bank.run(add_item, AddItem(SITE, f"物品{code}", "个", code), market.lu)
        town.bank.run(deliver_goods, DeliverGoods(SITE, market.donor, code, 2), market.lu)
    number = reprice(market, **dict.fromkeys(codes, 1))

    with pytest.raises(CartTooLong):
        market.order(*((code, 1) for code in codes), price_list=number)
    market.hand_over(market.order(*((code, 1) for code in codes[:40]), price_list=number))

    assert points(town, town.li)[0] == 60
    assert findings(town) == []


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ((), CartEmpty),
        ((("oil", 6),), NotEnoughPoints),
        ((("rice", 51),), SoldOut),
        ((("salt", 1),), ItemNotFound),
        ((("soap", 1),), ItemNotPriced),
    ],
)
def test_a_cart_that_cannot_be(
    town: Town, lines: tuple[tuple[str, int], ...], outcome: type[Refusal]
) -> None:
    market = open_market(town)
    town.bank.run(add_item, AddItem(SITE, "肥皂", "块", "soap"), market.lu)

    with pytest.raises(outcome):
        market.order(*lines)
    assert points(town, town.li) == (100, 100)
    assert market.stock().reserved == 0


def test_a_household_without_points_is_told_so(town: Town) -> None:
    market = open_market(town)

    with pytest.raises(NotEnoughPoints) as refused:
        market.order(("rice", 1), by=town.wang)
    assert refused.value.facts == {"available": 0, "wanted": 8}


def test_a_price_that_changed_is_told_and_nothing_is_set_aside(town: Town) -> None:
    market = open_market(town)
    number = reprice(market, oil=25, rice=8)

    with pytest.raises(PricesChanged) as refused:
        market.order(("oil", 2), ("rice", 1))

    assert refused.value.facts == {"price_list": number, "prices": "食用油 25", "points": 58}
    assert points(town, town.li)[0] == 100
    assert market.order(("rice", 1)).points == 8, "what costs the same is ordered all the same"
    assert market.order(("oil", 1), price_list=number).points == 25


def test_a_price_list_of_tomorrow_counts_tomorrow(town: Town) -> None:
    market = open_market(town)
    command = MakePriceList(SITE, today(town) + timedelta(days=1), (PriceLine("oil", 30),))
    made = town.bank.run(make_price_list, command, market.lu)

    assert market.order(("oil", 1)).points == 20
    town.clock.advance(days=1)
    assert market.order(("oil", 1), price_list=made.number).points == 30


def test_the_same_price_list_again_changes_nothing(town: Town) -> None:
    market = open_market(town)

    assert reprice(market, rice=8, oil=20) == market.price_list
    assert reprice(market, rice=9, oil=20) != market.price_list


def test_an_item_stands_in_a_price_list_once(town: Town) -> None:
    market = open_market(town)
    twice = (PriceLine("oil", 20), PriceLine("食用油", 21))

    with pytest.raises(ItemTwice):
        town.bank.run(make_price_list, MakePriceList(SITE, today(town), twice), market.lu)


def test_after_the_shop_has_closed_nothing_is_ordered_but_what_is_ordered_is_handed_over(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))
    town.bank.run(close_shop, CloseShop(SITE), town.chen)

    with pytest.raises(ShopClosed):
        market.order(("oil", 1))
    assert market.hand_over(order).state == OrderState.HANDED_OVER


def test_every_adult_of_the_household_spends_and_the_others_are_told_of_much(town: Town) -> None:
    market = open_market(town, points=0)
    live_with(town, town.wang, town.li)

    for _ in range(2):
        award(town, town.li, 100)
    town.bank.run(deliver_goods, DeliverGoods(SITE, market.donor, "oil", 20), market.lu)

    small = market.order(("oil", 1), by=town.wang)
    assert "household_ordered" not in told(town, town.li)
    market.order(("oil", 6), by=town.wang)
    assert "household_ordered" in told(town, town.li)
    assert "household_ordered" not in told(town, town.wang)
    with town.bank.reading(town.li) as reading:
        assert order_view(reading, small.id, town.li).code == small.code


def test_a_child_does_not_spend(town: Town) -> None:
    market = open_market(town)
    child = join(town.bank, "小妹", "kin", date(2012, 1, 1), "female", "17900000031")
    live_with(town, child, town.li)

    with pytest.raises(NotAnAdultOfIt):
        market.order(("oil", 1), by=child)


def test_the_keeper_orders_from_the_paper_card_and_all_adults_are_told(town: Town) -> None:
    market = open_market(town)

    order = market.order(("oil", 1), by=market.lu, household=card_of(town, town.li))

    assert points(town, town.li)[0] == 80
    assert "household_ordered" in told(town, town.li)
    assert market.hand_over(order).points == 20


def card_of(town: Town, who: Actor) -> str:

    with town.bank.reading(who) as reading:
        return points_of(reading, "", who).household_number


@pytest.mark.parametrize("who", ["wang", "zhao", "pan", "huang", "far"])
def test_nobody_else_orders_for_a_household(town: Town, who: str) -> None:
    market = open_market(town)

    with pytest.raises((NotAllowed, HouseholdNotFound)):
        market.order(("oil", 1), by=getattr(town, who), household=household_of(town, town.li))


def test_a_stranger_sees_the_shop_but_no_order_and_no_stock(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))

    with town.bank.reading(anonymous(BOOK)) as reading:
        assert [line.name for line in shopfront(reading, SITE).goods] == ["大米", "食用油"]
    with town.bank.reading(town.zhao) as reading:
        with pytest.raises(OrderNotFound):
            order_view(reading, order.id, town.zhao)
        assert orders_page(reading, town.zhao).items == ()
        with pytest.raises(NotAllowed):
            stock_of(reading, SITE, town.zhao)
        with pytest.raises(ShopNotFound):
            shopfront(reading, FAR_SITE)


def test_the_counter_does_not_see_the_code(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))

    for who in (market.lu, town.nong, town.chen):
        with town.bank.reading(who) as reading:
            assert order_view(reading, order.id, who).code == ""
