"""The counter: pick-up codes, cancelled and lapsed orders, returns."""

import pytest
from sqlalchemy import select

from ledger.entry import Entry, parse
from ledger.tables import ledger_entry
from tests.market import findings, open_market, points
from tests.timebank.shop.steps import cancel, give_back, live_with, order_entry, told
from tests.town import Town
from timebank.errors import NotAllowed, NotFound, Refusal
from timebank.jobs import run_job
from timebank.shop.commands import HandOver
from timebank.shop.handing_over import hand_over
from timebank.shop.order_model import OrderState
from timebank.shop.order_queries import order_view
from timebank.shop.refusals import CodeTriesUsedUp, OrderClosed, TooMuchReturned, WrongCode
from timebank.shop.release import RELEASE
from timebank.work import Reading


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
