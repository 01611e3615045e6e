"""Shopping for an elder one stands for: by leave of the elder alone, both names kept, the household told."""

from datetime import date

import pytest

from tests.market import Market, award, household_of, open_market
from tests.timebank.shop.steps import live_with
from tests.town import BOOK, Town, join
from timebank.actors import Actor, system
from timebank.departures.commands import ConfirmDeparture, EnterDeparture
from timebank.departures.jobs import DEPARTURES
from timebank.departures.use_cases import confirm_departure, enter_departure
from timebank.errors import NotAllowed
from timebank.jobs import run_job
from timebank.members.families import appoint_proxy, end_proxy
from timebank.members.family_commands import AppointProxy, EndProxy
from timebank.messages import messages_page
from timebank.points.queries import points_of, purse_of
from timebank.points.refusals import HouseholdNotFound
from timebank.shop.commands import CancelOrder
from timebank.shop.order_queries import order_view, orders_page
from timebank.shop.ordering import cancel_order
from timebank.shop.refusals import OrderNotFound


@pytest.fixture
def market(town: Town) -> Market:
    """A shop, and some points of Wang's household."""
    market = open_market(town)
    award(town, town.wang, 50)
    return market


def proxy_of_wang(town: Town, scope: str) -> Actor:
    """Let Mo stand for Wang in a matter."""
    mo = join(town.bank, "莫凤仙", "kin", date(1976, 8, 1), "female", "17900000012")
    term = AppointProxy(mo.member_id, date(2026, 11, 1), date(2027, 11, 1), scope, town.wang.member_id)
    town.bank.run(appoint_proxy, term, system(BOOK))
    return mo


@pytest.mark.parametrize("scope", ["all", "shop"])
def test_who_stands_for_an_elder_orders_and_both_names_are_kept(market: Market, scope: str) -> None:
    town, mo = market.town, proxy_of_wang(market.town, scope)
    order = market.order(("oil", 1), by=mo, household=household_of(town, town.wang))

    with town.bank.reading(mo) as reading:
        view = order_view(reading, order.id, mo)
        listed = [one.id for one in orders_page(reading, mo).items]
    with town.bank.reading(town.wang) as reading:
        told = [line.kind for line in messages_page(reading, town.wang).items]
    assert (view.ordered_by, view.placed_by, view.code) == ("王秀英", "莫凤仙", order.code)
    assert listed == [order.id]
    assert "proxy_ordered" in told


@pytest.mark.parametrize("scope", ["needs", "confirm"])
def test_leave_for_other_matters_is_none_to_spend(market: Market, scope: str) -> None:
    town, mo = market.town, proxy_of_wang(market.town, scope)
    with pytest.raises(HouseholdNotFound):
        market.order(("oil", 1), by=mo, household=household_of(town, town.wang))
    order = market.order(("oil", 1), by=town.wang)
    with pytest.raises(OrderNotFound):
        town.bank.run(cancel_order, CancelOrder(order.id), mo)
    with town.bank.reading(mo) as reading:
        assert purse_of(reading, town.wang.member_id, mo) is None
        assert orders_page(reading, mo).items == ()


def test_leave_that_was_ended_is_none(market: Market) -> None:
    town, mo = market.town, proxy_of_wang(market.town, "shop")
    town.bank.run(end_proxy, EndProxy(mo.member_id, town.wang.member_id), town.wang)

    with pytest.raises(HouseholdNotFound):
        market.order(("oil", 1), by=mo, household=household_of(town, town.wang))


def test_who_may_shop_sees_what_there_is_to_spend_and_no_statement(market: Market) -> None:
    town, mo = market.town, proxy_of_wang(market.town, "shop")
    with town.bank.reading(mo) as reading:
        purse = purse_of(reading, town.wang.member_id, mo)
        with pytest.raises(HouseholdNotFound):
            points_of(reading, household_of(town, town.wang), mo)

    assert purse is not None
    assert (purse.members, purse.available) == (("王秀英",), 50)


def test_what_was_ordered_for_the_elder_is_cancelled_by_the_same(market: Market) -> None:
    town, mo = market.town, proxy_of_wang(market.town, "shop")
    order = market.order(("oil", 1), by=mo, household=household_of(town, town.wang))

    assert town.bank.run(cancel_order, CancelOrder(order.id), mo).state == "cancelled"


def test_a_keeper_who_spends_an_elders_points_is_not_behind_the_counter_too(market: Market) -> None:
    town = market.town
    order = market.order(("oil", 1), by=town.wang)
    term = AppointProxy(
        market.lu.member_id, date(2026, 11, 1), date(2027, 11, 1), "shop", town.wang.member_id
    )
    town.bank.run(appoint_proxy, term, system(BOOK))

    with pytest.raises(NotAllowed):
        market.hand_over(order)
    assert market.hand_over(order, by=town.nong).state == "handed_over"


def test_leave_to_shop_ends_with_the_elders_life(market: Market) -> None:
    town, mo = market.town, proxy_of_wang(market.town, "shop")
    live_with(town, town.zhao, town.wang)
    departure = town.bank.run(
        enter_departure, EnterDeparture(town.wang.member_id, "died", date(2026, 11, 16)), town.nong
    )
    town.bank.run(confirm_departure, ConfirmDeparture(departure.id), town.pan)
    town.clock.advance(days=8)
    run_job(town.bank, DEPARTURES)
    order = market.order(("oil", 1), by=town.zhao)

    with town.bank.reading(mo) as reading:
        assert orders_page(reading, mo).items == ()
        with pytest.raises(OrderNotFound):
            order_view(reading, order.id, mo)
