"""The shop from a promise to an empty shelf: deliveries, prices, orders, hand-overs, returns, counts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ledger.entry import Entry, parse
from ledger.tables import ledger_entry
from tests.market import Market, award, findings, household_of, open_market, points, today
from tests.town import BOOK, FAR_SITE, SITE, VILLAGE, Town, join
from timebank.actors import Actor, anonymous, system
from timebank.errors import NotAllowed, NotFound, Refusal
from timebank.jobs import run_job
from timebank.members.families import join_household
from timebank.members.family_commands import JoinHousehold
from timebank.messages import messages_page
from timebank.places.queries import region_tree
from timebank.points.queries import points_of
from timebank.points.refusals import HouseholdNotFound, NotEnoughPoints, SecondPersonNeeded
from timebank.shop.commands import (
    AddItem,
    CancelOrder,
    CartLine,
    CloseShop,
    HandOver,
    MakePriceList,
    OpenShop,
    PriceLine,
    ReturnGoods,
    SetAlarm,
)
from timebank.shop.donors import donor_view
from timebank.shop.handing_over import hand_over, return_goods
from timebank.shop.keeping import add_item, close_shop, make_price_list, open_shop, set_alarm
from timebank.shop.order_model import Order, OrderState
from timebank.shop.order_queries import order_view, orders_page
from timebank.shop.ordering import OrderStep, PlacedOrder, cancel_order
from timebank.shop.queries import shopfront, stock_of
from timebank.shop.refusals import (
    CartEmpty,
    CartTooLong,
    CodeTriesUsedUp,
    CountDecided,
    CountWaiting,
    DonorNotFound,
    ItemExists,
    ItemNotFound,
    ItemNotPriced,
    ItemTwice,
    MalformedItemCode,
    NotAnAdultOfIt,
    OrderClosed,
    OrderNotFound,
    PledgeNotFound,
    PricesChanged,
    ReasonWanted,
    ReservedGoodsMissing,
    ShopClosed,
    ShopExists,
    ShopNotFound,
    SoldOut,
    TooMuchReturned,
    WrongCode,
)
from timebank.shop.release import RELEASE
from timebank.shop.stocktaking import CountStep, count_stock, decide_count, spoil_goods
from timebank.shop.supply_commands import CountStock, DecideCount, DeliverGoods, SpoilGoods
from timebank.shop.supplying import DeliveredLater, deliver_goods
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


# Goods in


def test_of_a_pledge_of_200_the_stock_says_what_came_with_the_donors_name(town: Town) -> None:
    market = open_market(town)

    line = market.stock()
    assert (line.delivered, line.held, line.donors) == (180, 180, ("宁记商行",))
    with town.bank.reading(market.ning) as reading:
        (pledge,) = donor_view(reading, "", market.ning).pledges
    assert (pledge.quantity, pledge.delivered) == (200, 180)
    assert "goods_received" in told(town, market.ning)
    assert findings(town) == []


def test_the_donor_sees_which_village_got_how_many_and_no_names(town: Town) -> None:
    market = open_market(town)
    market.hand_over(market.order(("oil", 2)))

    with town.bank.reading(market.ning) as reading:
        view = donor_view(reading, "", market.ning)
    oil = next(line for line in view.deliveries if line.item == "oil")
    assert [(share.village, share.quantity) for share in oil.villages] == [(VILLAGE, 2)]
    assert oil.left == 178
    assert "李" not in str(view)


def test_a_donor_is_seen_by_nobody_else(town: Town) -> None:
    market = open_market(town)

    with town.bank.reading(town.li) as reading:
        for wanted in (market.donor, ""):
            with pytest.raises(DonorNotFound):
                donor_view(reading, wanted, town.li)


def test_goods_are_taken_in_by_who_keeps_the_shop_and_not_before_they_came(town: Town) -> None:
    market = open_market(town)
    command = DeliverGoods(SITE, market.donor, "oil", 5)

    for who in (town.li, town.far, town.huang, town.pan):
        with pytest.raises(NotAllowed):
            town.bank.run(deliver_goods, command, who)
    with pytest.raises(DeliveredLater):
        tomorrow = DeliverGoods(SITE, market.donor, "oil", 5, today(town) + timedelta(days=1))
        town.bank.run(deliver_goods, tomorrow, market.lu)
    with pytest.raises(PledgeNotFound):
        rice_for_oil = DeliverGoods(SITE, market.donor, "rice", 5, pledge=market.pledge)
        town.bank.run(deliver_goods, rice_for_oil, market.lu)


def test_a_site_has_one_shop(town: Town) -> None:
    open_market(town)

    with pytest.raises(ShopExists):
        town.bank.run(open_shop, OpenShop(SITE), town.nong)
    with pytest.raises(NotAllowed):
        town.bank.run(open_shop, OpenShop(FAR_SITE), town.nong)


@pytest.mark.parametrize(
    ("item", "name", "outcome"),
    [("oil", "别的油", ItemExists), ("oil2", "食用油", ItemExists), ("Oil!", "别的油", MalformedItemCode)],
)
def test_an_item_has_one_code_and_one_name(town: Town, item: str, name: str, outcome: type[Refusal]) -> None:
    market = open_market(town)

    with pytest.raises(outcome):
        town.bank.run(add_item, AddItem(SITE, name, "瓶", item), market.lu)


# Orders


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


def order_entry(reading: Reading, order: PlacedOrder) -> str:

    row = reading.row(Order, order.id)
    assert row is not None
    return row.closing_entry_id


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


# The counter


def test_five_wrong_codes_and_then_a_pause(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))
    wrong = f"{(int(order.code) + 1) % 10**6:06}"

    for _ in range(5):
        with pytest.raises(WrongCode):
            town.bank.run(hand_over, HandOver(order.id, wrong), market.lu)
    with pytest.raises(CodeTriesUsedUp) as refused:
        market.hand_over(order)
    assert refused.value.facts == {"minutes": 15}
    town.clock.advance(minutes=15)
    assert market.hand_over(order).state == OrderState.HANDED_OVER


@pytest.mark.parametrize(
    ("who", "outcome"),
    [("li", NotAllowed), ("zhao", NotFound), ("far", NotFound), ("pan", NotAllowed), ("chen", NotAllowed)],
)
def test_goods_are_handed_over_by_the_shop_alone(town: Town, who: str, outcome: type[Refusal]) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))

    with pytest.raises(outcome):
        market.hand_over(order, getattr(town, who))


def test_nobody_hands_over_to_the_own_household(town: Town) -> None:
    market = open_market(town)
    live_with(town, market.lu, town.li)
    order = market.order(("oil", 1))

    with pytest.raises(NotAllowed):
        market.hand_over(order)
    assert market.hand_over(order, town.nong).points == 20


@pytest.mark.parametrize("end", ["cancelled", "handed_over"])
def test_an_order_ends_once(town: Town, end: str) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))
    _ = cancel(town, order, town.li) if end == "cancelled" else market.hand_over(order)

    with pytest.raises(OrderClosed):
        market.hand_over(order)
    with pytest.raises(OrderClosed):
        cancel(town, order, town.li)


@pytest.mark.parametrize("who", ["li", "nong"])
def test_a_cancelled_order_gives_points_and_goods_free(town: Town, who: str) -> None:
    market = open_market(town)

    step = cancel(town, market.order(("oil", 1)), getattr(town, who))

    assert step.state == OrderState.CANCELLED
    assert points(town, town.li) == (100, 100)
    assert (market.stock().held, market.stock().reserved) == (180, 0)
    assert findings(town) == []


def test_an_order_nobody_picks_up_is_released_once(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))

    town.clock.advance(days=14)
    assert run_job(town.bank, RELEASE) == 0
    town.clock.advance(days=1)
    assert run_job(town.bank, RELEASE) == 1
    town.clock.advance(minutes=1)
    assert run_job(town.bank, RELEASE) == 0

    assert points(town, town.li)[0] == 100
    assert "order_released" in told(town, town.li)
    with town.bank.reading(town.li) as reading:
        assert order_view(reading, order.id, town.li).state == OrderState.RELEASED


def test_a_part_comes_back_in_an_entry_tied_to_the_sale(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 3))
    market.hand_over(order)

    assert give_back(market, order, ("oil", 1)).points == 20

    assert points(town, town.li)[0] == 60
    line = market.stock()
    assert (line.held, line.handed_over) == (178, 2)
    with town.bank.reading(town.li) as reading:
        sale = order_entry(reading, order)
        (returned,) = (
            entry
            for seq in range(reading.ledger.book.head().size)
            if (entry := entry_at(reading, seq)) and entry.with_id == sale
        )
    assert returned.kind == "transfer"
    assert findings(town) == []


def entry_at(reading: Reading, seq: int) -> Entry | None:

    found = reading.connection.scalar(select(ledger_entry.c.bytes).where(ledger_entry.c.seq == seq))
    return parse(bytes(found)) if found else None


def test_no_more_comes_back_than_was_handed_over(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 2))
    with pytest.raises(OrderClosed):
        give_back(market, order, ("oil", 1))
    market.hand_over(order)
    give_back(market, order, ("oil", 1))

    with pytest.raises(TooMuchReturned) as refused:
        give_back(market, order, ("oil", 2))
    assert refused.value.facts == {"item": "食用油", "left": 1}
    with pytest.raises(TooMuchReturned):
        give_back(market, order, ("rice", 1))


# The shelf


def test_spoiled_goods_leave_the_shelf_with_a_reason(town: Town) -> None:
    market = open_market(town)

    town.bank.run(spoil_goods, SpoilGoods(SITE, "oil", 4, "过期"), market.lu)

    assert (market.stock().held, market.stock().spoiled) == (176, 4)
    assert findings(town) == []


def test_what_is_set_aside_does_not_spoil(town: Town) -> None:
    market = open_market(town, oil=3)
    market.order(("oil", 2))

    with pytest.raises(SoldOut):
        town.bank.run(spoil_goods, SpoilGoods(SITE, "oil", 2, "过期"), market.lu)


def test_a_count_that_finds_one_missing_books_it_with_a_reason_and_a_second_person(town: Town) -> None:
    market = open_market(town)

    with pytest.raises(ReasonWanted):
        count(market, 179, "")
    counted = count(market, 179)
    assert market.stock().difference == 0
    with pytest.raises(SecondPersonNeeded):
        confirm(market, counted, market.lu)
    confirm(market, counted, town.nong)

    assert (market.stock().held, market.stock().difference) == (179, -1)
    with pytest.raises(CountDecided):
        confirm(market, counted, town.chen)
    assert findings(town) == []


def test_a_count_that_finds_more_books_that_too(town: Town) -> None:
    market = open_market(town)

    confirm(market, count(market, 183, "上次少记"), town.nong)

    assert (market.stock().held, market.stock().difference) == (183, 3)
    assert findings(town) == []


def test_a_sale_between_count_and_confirmation_changes_nothing_about_the_difference(town: Town) -> None:
    market = open_market(town)
    counted = count(market, 179)
    market.hand_over(market.order(("oil", 2)))

    confirm(market, counted, town.nong)

    assert (market.stock().held, market.stock().difference) == (177, -1)


def test_a_count_that_is_right_or_rejected_books_nothing(town: Town) -> None:
    market = open_market(town)

    assert count(market, 180, "").state == "right"
    wrong = count(market, 100)
    with pytest.raises(CountWaiting):
        count(market, 101)
    assert confirm(market, wrong, town.nong, yes=False).state == "rejected"
    assert market.stock().held == 180


def test_missing_goods_that_are_set_aside_ask_for_orders_to_be_cancelled_first(town: Town) -> None:
    market = open_market(town, oil=3)
    market.order(("oil", 2))

    with pytest.raises(ReservedGoodsMissing) as refused:
        confirm(market, count(market, 1), town.nong)
    assert refused.value.facts == {"left": 1, "wanted": 2}


def test_the_keepers_are_told_once_when_an_item_runs_low(town: Town) -> None:
    market = open_market(town, oil=5)
    town.bank.run(set_alarm, SetAlarm(SITE, "oil", 3), market.lu)

    market.order(("oil", 1))
    assert "stock_low" not in told(town, market.lu)
    order = market.order(("oil", 1))
    market.order(("oil", 1))
    assert told(town, market.lu).count("stock_low") == 1
    assert told(town, town.nong).count("stock_low") == 1

    town.bank.run(deliver_goods, DeliverGoods(SITE, market.donor, "oil", 1), market.lu)
    cancel(town, order, town.li)
    market.order(("oil", 1))
    assert told(town, market.lu).count("stock_low") == 2


def test_the_figures_of_goods_add_up_level_by_level_and_equal_the_stock(town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 3), ("rice", 1))
    market.hand_over(order)
    give_back(market, order, ("oil", 1))
    town.bank.run(spoil_goods, SpoilGoods(SITE, "rice", 2, "受潮"), market.lu)
    confirm(market, count(market, 177), town.nong)

    for code in (BOOK, SITE[:9], SITE[:12]):
        with town.bank.reading(town.chen) as reading:
            tree = region_tree(reading, code, town.chen)
        kept = tree.total.figures
        assert (kept["goods.delivered"], kept["goods.handed_over"]) == (230, 3)
        assert (kept["goods.spoiled"], kept["goods.difference"]) == (2, -1)
        assert kept["points.spent"] == 48
    held = market.stock("oil").held + market.stock("rice").held
    assert held == 230 - 3 - 2 - 1
