"""Sixty-four shoppers at once on twenty goods, beside the same number of bare posts of the ledger; none oversold."""

import contextlib
import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.ground import BOOK, Ground
from bench.measure import Options, interleave, latencies, median_ratio, rate
from bench.posts import MEMBERS, post_all
from bench.table import Row
from bench.use_cases import settled_town
from tests.town import SITE, Town
from timebank.actors import Actor, system
from timebank.bookkeeper import About
from timebank.members.model import Member
from timebank.points.accounts import move_points, note_entry, office_handle, opened_household
from timebank.points.model import EntryKind
from timebank.shop.commands import AddItem, CartLine, MakePriceList, OpenShop, PlaceOrder, PriceLine
from timebank.shop.keeping import add_item, make_price_list, open_shop
from timebank.shop.ordering import place_order
from timebank.shop.queries import stock_of
from timebank.shop.refusals import SoldOut
from timebank.shop.supply_commands import DeliverGoods, RegisterDonor
from timebank.shop.supplying import deliver_goods, register_donor
from timebank.work import UnitOfWork

SHOPPERS, GOODS, ORDERS = 64, 20, 640
"""Callers, different items, and orders a round; each item has pieces for about half of them."""


@dataclass(frozen=True, slots=True)
class Enrich:
    """Give a member's household points."""

    member_id: str
    points: int


@dataclass(frozen=True, slots=True)
class Enriched:
    """The number of the entry."""

    seq: int


def enrich(uow: UnitOfWork, command: Enrich, actor: Actor) -> Enriched:
    """Issue points without a deed."""
    member = uow.session.get_one(Member, (uow.book, command.member_id))
    household = opened_household(uow, member.household_id)
    about = About(site=member.site)
    posted = move_points(uow, office_handle(uow, "issue"), household.handle, command.points, about)
    note_entry(uow, posted, member.household_id, member.site, EntryKind.AWARD, command.points, uow.new_id())
    return Enriched(posted.seq)


def measure_shop(folder: Path, options: Options) -> Iterator[Row]:
    """Give the row of orders; it fails loudly where a piece was sold that was not there."""
    count = max(SHOPPERS, options.scaled(ORDERS))
    town = settled_town(folder / "town.sqlite3")
    number = _fill_shelves(town, count * options.rounds // GOODS)
    ground = Ground(folder / "ground.sqlite3", MEMBERS)
    ground.create()
    carts, placed = random.Random(1), list[str]()

    def post(round_: int) -> float:
        return rate(count, lambda: post_all(ground, round_ * count, count, SHOPPERS))

    def order(_: int) -> float:
        calls = [_order(town, number, f"item{carts.randrange(GOODS)}", placed) for _ in range(count)]
        return latencies(calls, SHOPPERS)[0]

    figures = interleave({"post": post, "order": order}, options.rounds)
    _want_none_oversold(town, len(placed))
    yield Row(
        work=f"order in the shop, {SHOPPERS} shoppers on {GOODS} goods",
        figure=f"{statistics.median(figures['order']):,.0f}/s",
        beside=f"{statistics.median(figures['post']):,.0f}/s ledger.post, {SHOPPERS} a commit",
        ratio=median_ratio(figures["order"], figures["post"]),
        goal=None,
        is_least=True,
        command="python -m bench --only shop",
        note=f"N={count} a round, {len(placed)} of {count * options.rounds} found their goods, none oversold",
    )
    town.bank.close()
    ground.close()


def _fill_shelves(town: Town, pieces: int) -> str:
    """Open a shop whose items hold so many pieces each; return the number of its price list."""
    bank, nong = town.bank, town.nong
    bank.run(open_shop, OpenShop(SITE), nong)
    donor = bank.run(register_donor, RegisterDonor(SITE, "village", "村集体"), nong).id
    codes = [f"item{number}" for number in range(GOODS)]
    for code in codes:
        bank.run(add_item, AddItem(SITE, f"物品{code}", "个", code), nong)
        bank.run(deliver_goods, DeliverGoods(SITE, donor, code, max(1, pieces // 2)), nong)
    bank.run(enrich, Enrich(town.li.member_id, 10_000_000), system(BOOK))
    prices = tuple(PriceLine(code, 1) for code in codes)
    with bank.reading(nong) as reading:
        today = reading.business_clock.today()
    return bank.run(make_price_list, MakePriceList(SITE, today, prices), nong).number


def _order(town: Town, price_list: str, item: str, placed: list[str]) -> Callable[[], object]:
    command = PlaceOrder(SITE, (CartLine(item, 1),), price_list)

    def order() -> None:
        with contextlib.suppress(SoldOut):
            placed.append(town.bank.run(place_order, command, town.li).id)

    return order


def _want_none_oversold(town: Town, placed: int) -> None:
    with town.bank.reading(town.nong) as reading:
        lines = stock_of(reading, SITE, town.nong)
    reserved = sum(line.reserved for line in lines)
    if reserved != placed or any(line.reserved > line.held for line in lines):
        raise RuntimeError(f"{placed} orders, {reserved} pieces set aside: oversold")
