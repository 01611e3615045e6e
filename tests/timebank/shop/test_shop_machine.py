"""Whatever is done in whatever order: each piece is somewhere, no point is lost, and the audit finds nothing."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import MONDAY, open_at
from tests.market import Market, findings, open_market, today
from tests.town import SITE, Town
from timebank.clock import SetClock
from timebank.errors import Refusal
from timebank.jobs import run_job
from timebank.points.queries import points_of
from timebank.shop.commands import CancelOrder, CartLine, MakePriceList, PriceLine, ReturnGoods
from timebank.shop.handing_over import return_goods
from timebank.shop.keeping import make_price_list
from timebank.shop.ordering import PlacedOrder, cancel_order
from timebank.shop.release import RELEASE
from timebank.shop.stocktaking import count_stock, decide_count, spoil_goods
from timebank.shop.supply_commands import CountStock, DecideCount, DeliverGoods, SpoilGoods
from timebank.shop.supplying import deliver_goods

BEGINNING: dict[str, object] = {}
"""The file of a settled market, made once a process."""
few = st.integers(1, 6)
items = st.sampled_from(["oil", "rice"])


class ShopMachine(RuleBasedStateMachine):
    """A shop with two items beside a model that only counts."""

    orders: Bundle[PlacedOrder] = Bundle("orders")
    sold: Bundle[tuple[PlacedOrder, str]] = Bundle("sold")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.market = market_in(Path(self.folder.name))
        self.held = {"oil": 12, "rice": 50}
        self.delivered = dict(self.held)
        self.carts: dict[str, dict[str, int]] = {}
        self.points = 100

    def teardown(self) -> None:
        assert findings(self.market.town) == []
        self.market.town.bank.close()
        self.folder.cleanup()

    @rule(target=orders, item=items, quantity=few)
    def order(self, item: str, quantity: int) -> object:
        try:
            placed = self.market.order((item, quantity))
        except Refusal:
            return multiple()
        self.carts[placed.id] = {item: quantity}
        return placed

    @rule(target=sold, order=orders)
    def hand_over(self, order: PlacedOrder) -> object:
        try:
            self.market.hand_over(order)
        except Refusal:
            return multiple()
        ((item, quantity),) = self.carts[order.id].items()
        self.held[item] -= quantity
        self.points -= order.points
        return order, item

    @rule(order=orders)
    def cancel(self, order: PlacedOrder) -> None:
        self.tries(cancel_order, CancelOrder(order.id))

    @rule(sale=sold, quantity=few)
    def give_back(self, sale: tuple[PlacedOrder, str], quantity: int) -> None:
        order, item = sale
        lines = (CartLine(item, quantity),)
        if self.tries(return_goods, ReturnGoods(order.id, lines, "坏的"), self.market.lu):
            price = order.points // self.carts[order.id][item]
            self.held[item] += quantity
            self.points += quantity * price

    @rule(item=items, quantity=few)
    def deliver(self, item: str, quantity: int) -> None:
        assert self.tries(
            deliver_goods, DeliverGoods(SITE, self.market.donor, item, quantity), self.market.lu
        )
        self.held[item] += quantity
        self.delivered[item] += quantity

    @rule(item=items, quantity=few)
    def spoil(self, item: str, quantity: int) -> None:
        if self.tries(spoil_goods, SpoilGoods(SITE, item, quantity, "过期"), self.market.lu):
            self.held[item] -= quantity

    @rule(item=items, change=st.integers(-3, 3))
    def count(self, item: str, change: int) -> None:
        town, counted = self.market.town, max(0, self.held[item] + change)
        try:
            found = town.bank.run(count_stock, CountStock(SITE, item, counted, "盘点"), self.market.lu)
            town.bank.run(decide_count, DecideCount(found.id, confirm=True), town.nong)
        except Refusal:
            self.tries(decide_count, DecideCount(found.id, confirm=False), town.nong)
            return
        self.held[item] = counted

    @rule(oil=st.integers(5, 30))
    def reprice(self, oil: int) -> None:
        town = self.market.town
        command = MakePriceList(SITE, today(town), (PriceLine("oil", oil), PriceLine("rice", 8)))
        number = town.bank.run(make_price_list, command, self.market.lu).number
        self.market = replace(self.market, price_list=number)

    @precondition(lambda self: self.carts)
    @rule()
    def wait(self) -> None:
        self.market.town.clock.advance(days=15)
        run_job(self.market.town.bank, RELEASE)

    @invariant()
    def each_piece_is_somewhere(self) -> None:
        for item in ("oil", "rice"):
            line = self.market.stock(item)
            assert line.held == self.held[item]
            assert line.delivered == self.delivered[item]
            assert line.delivered == line.held + line.handed_over + line.spoiled - line.difference
            assert 0 <= line.reserved <= line.held

    @invariant()
    def no_point_is_lost(self) -> None:
        town = self.market.town
        with town.bank.reading(town.li) as reading:
            view = points_of(reading, "", town.li)
        assert view.balance == self.points
        assert view.available == view.balance - view.reserved >= 0

    def tries(self, use_case: object, command: object, by: object = None) -> bool:
        town = self.market.town
        try:
            town.bank.run(use_case, command, by or town.li)  # type: ignore[arg-type, type-var]  # any use case
        except Refusal:
            return False
        return True


def market_in(folder: Path) -> Market:
    """Return a market over a fresh copy of the settled one."""
    file, market = BEGINNING["file"], BEGINNING["market"]
    assert isinstance(file, Path)
    assert isinstance(market, Market)
    clock = SetClock(market.town.clock.moment)
    bank = open_at(shutil.copy(file, folder / "market.sqlite3"), clock)
    return replace(market, town=replace(market.town, bank=bank, clock=clock))


def test_each_piece_is_somewhere_and_no_point_is_lost(settled: tuple[Path, Town], tmp_path: Path) -> None:
    path, people = settled
    clock = SetClock(MONDAY)
    file = shutil.copy(path, tmp_path / "market.sqlite3")
    bank = open_at(file, clock)
    market = open_market(replace(people, bank=bank, clock=clock), oil=12)
    bank.close()
    BEGINNING.update(file=Path(file), market=market)

    run_state_machine_as_test(ShopMachine, settings=settings(max_examples=15, stateful_step_count=25))
