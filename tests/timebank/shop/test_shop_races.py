"""Real threads at one counter: nothing is sold twice, nothing spent twice, whoever comes first."""

from collections.abc import Callable
from functools import partial

from tests.market import Market, award, findings, open_market, points, today
from tests.racing import CLIENTS, all_at_once, at_once, each_round
from tests.town import SITE, Town
from timebank.actors import Actor
from timebank.points.commands import DecideAward, ProposeAward
from timebank.points.use_cases import decide_award, propose_award
from timebank.shop.commands import CancelOrder, CartLine, HandOver, PlaceOrder, ReturnGoods
from timebank.shop.handing_over import hand_over, return_goods
from timebank.shop.ordering import cancel_order, place_order

FILLINGS = 4


def buy(market: Market, by: Actor, *lines: tuple[str, int]) -> Callable[[], object]:
    return lambda: market.order(*lines, by=by)


@each_round
def test_of_two_phones_that_buy_the_last_bottle_one_gets_it(town: Town, _round: int) -> None:
    market = open_market(town, oil=1)
    award(town, town.wang, 100)

    outcomes = at_once(buy(market, town.li, ("oil", 1)), buy(market, town.wang, ("oil", 1)))

    assert outcomes == {"done": 1, "sold_out": 1}
    assert (market.stock().held, market.stock().reserved) == (1, 1)
    assert points(town, town.li)[0] + points(town, town.wang)[0] == 180
    assert findings(town) == []


@each_round
def test_thirty_at_once_spend_no_more_than_there_is(town: Town, _round: int) -> None:
    market = open_market(town, points=0)
    for _ in range(FILLINGS):
        award(town, town.li, 100)
        outcomes = all_at_once(buy(market, town.li, ("oil", 1)))

        assert outcomes == {"done": 5, "not_enough_points": CLIENTS - 5}
        assert points(town, town.li)[0] == 0
    assert market.stock().reserved == 5 * FILLINGS
    assert findings(town) == []


@each_round
def test_thirty_at_once_empty_the_shelf_and_no_more(town: Town, _round: int) -> None:
    market = open_market(town, oil=7, points=0)
    for _ in range(3):
        award(town, town.li, 100)

    outcomes = all_at_once(buy(market, town.li, ("oil", 1)))

    assert outcomes == {"done": 7, "sold_out": CLIENTS - 7}
    assert findings(town) == []


@each_round
def test_an_order_is_handed_over_cancelled_or_returned_once(town: Town, _round: int) -> None:
    market = open_market(town)
    for _ in range(FILLINGS):
        order = market.order(("rice", 1))
        take = partial(town.bank.run, hand_over, HandOver(order.id, order.code), market.lu)
        cancel = partial(town.bank.run, cancel_order, CancelOrder(order.id), town.li)
        outcomes = at_once(*[take, cancel] * (CLIENTS // 2))
        assert outcomes == {"done": 1, "order_closed": CLIENTS - 1}

    order = market.order(("rice", 2))
    market.hand_over(order)
    back = ReturnGoods(order.id, (CartLine("rice", 1),), "受潮")
    outcomes = all_at_once(lambda: town.bank.run(return_goods, back, market.lu))
    assert outcomes == {"done": 2, "too_much_returned": CLIENTS - 2}
    assert findings(town) == []


@each_round
def test_thirty_guess_a_code_and_five_are_counted(town: Town, _round: int) -> None:
    market = open_market(town)
    order = market.order(("oil", 1))
    wrong = HandOver(order.id, f"{(int(order.code) + 1) % 10**6:06}")

    outcomes = all_at_once(lambda: town.bank.run(hand_over, wrong, market.lu))

    assert outcomes == {"wrong_pickup_code": 5, "pickup_tries_used_up": CLIENTS - 5}


@each_round
def test_one_approval_counts_however_many_approve(town: Town, _round: int) -> None:
    command = ProposeAward(town.li.member_id, "clean", 10, today(town))
    proposed = town.bank.run(propose_award, command, town.nong)

    approve = DecideAward(proposed.id, approve=True)
    outcomes = all_at_once(lambda: town.bank.run(decide_award, approve, town.pan))

    assert outcomes == {"done": 1, "award_decided": CLIENTS - 1}


@each_round
def test_one_key_is_one_order_however_many_send_it(town: Town, _round: int) -> None:
    market = open_market(town)

    command = PlaceOrder(SITE, (CartLine("oil", 1),), market.price_list)

    numbers = set()
    outcomes = at_once(
        *[lambda: numbers.add(town.bank.run(place_order, command, town.li, "a cart").number)] * CLIENTS
    )

    assert outcomes == {"done": CLIENTS}
    assert len(numbers) == 1
    assert points(town, town.li)[0] == 80
