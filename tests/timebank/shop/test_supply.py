"""Goods in: pledges, deliveries, and what a donor sees of them."""

from datetime import timedelta

import pytest

from tests.market import findings, open_market, today
from tests.timebank.shop.steps import told
from tests.town import FAR_SITE, SITE, VILLAGE, Town
from timebank.errors import NotAllowed, Refusal
from timebank.shop.commands import AddItem, OpenShop
from timebank.shop.donors import donor_view
from timebank.shop.keeping import add_item, open_shop
from timebank.shop.refusals import DonorNotFound, ItemExists, MalformedItemCode, PledgeNotFound, ShopExists
from timebank.shop.supply_commands import DeliverGoods
from timebank.shop.supplying import DeliveredLater, deliver_goods


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
