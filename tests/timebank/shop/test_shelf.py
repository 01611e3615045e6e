"""The shelf: spoilage, counts, alarms, and figures that add up."""

import pytest

from tests.market import findings, open_market
from tests.timebank.shop.steps import cancel, confirm, count, give_back, told
from tests.town import BOOK, SITE, Town
from timebank.places.queries import region_tree
from timebank.points.refusals import SecondPersonNeeded
from timebank.shop.commands import SetAlarm
from timebank.shop.keeping import set_alarm
from timebank.shop.refusals import CountDecided, CountWaiting, ReasonWanted, ReservedGoodsMissing, SoldOut
from timebank.shop.stocktaking import spoil_goods
from timebank.shop.supply_commands import DeliverGoods, SpoilGoods
from timebank.shop.supplying import deliver_goods


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
