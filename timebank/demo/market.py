"""The shop of the demo county's main site: what donors brought, how points came, and what they were spent on.

One story from its opening to this morning: a part of a pledge that came, deeds approved by a second person, orders
from phones, a return, a spoiled bag, a count that found a bottle missing; and on the desks of
today an order that waits, a deed on notice and one to approve.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from timebank.clock import local_day, local_moment
from timebank.demo.cast import SITE
from timebank.demo.player import Step, Story
from timebank.demo.scenes import Stage
from timebank.demo.settling import SYSTEM
from timebank.demo.townsfolk import Townsman
from timebank.points.commands import CountAward, DecideAward, ProposeAward
from timebank.points.use_cases import count_award, decide_award, propose_award
from timebank.shop.commands import (
    AddItem,
    CartLine,
    HandOver,
    MakePriceList,
    OpenShop,
    PlaceOrder,
    PriceLine,
    ReturnGoods,
    SetAlarm,
)
from timebank.shop.handing_over import hand_over, return_goods
from timebank.shop.keeping import add_item, make_price_list, open_shop, set_alarm
from timebank.shop.ordering import place_order
from timebank.shop.stocktaking import count_stock, decide_count, spoil_goods
from timebank.shop.supply_commands import (
    CountStock,
    DecideCount,
    DeliverGoods,
    PledgeGoods,
    RegisterDonor,
    SpoilGoods,
)
from timebank.shop.supplying import deliver_goods, pledge_goods, register_donor

ITEMS = (
    ("oil", "食用油", "瓶", 45, 180),
    ("rice", "大米", "袋", 30, 120),
    ("soap", "肥皂", "块", 4, 200),
    ("towel", "毛巾", "条", 8, 90),
    ("salt", "食盐", "包", 3, 150),
)
"""Code, name, measure, price in points, pieces delivered."""
DEEDS = (("clean", 40, "庭院干净"), ("customs", 60, "孝敬老人"), ("building", 80, "投工修路"))


def market_story(stage: Stage) -> Story:
    """Give the life of the shop, in the order of its time."""
    lu, nong = stage.town.member("lu"), stage.town.coordinator(SITE)
    li, wang = stage.town.member("li"), stage.town.member("wang")
    elders = stage.elders(SITE)
    neighbours = [next(elders) for _ in range(4)]
    day = stage.first_day
    price_list = yield from _open(nong, lu, day)
    yield from _deeds(stage, (li, wang, *neighbours), day + timedelta(days=1))
    day += timedelta(days=14)
    for number, one in enumerate((li, wang, *neighbours)):
        at = local_moment(day + timedelta(days=3 * number), 10)
        item = ("soap", "rice", "salt")[number % 3]
        yield from _sale(one, lu, price_list, item, at, gives_back=number == 4)
    day = max(day + timedelta(days=20), local_day(stage.now) - timedelta(days=20))
    yield from _look_at_the_shelf(lu, nong, day)
    yield from _today(stage, li, neighbours[0], nong, price_list)


def _open(nong: Townsman, lu: Townsman, day: date) -> Story:
    """Open the shop, take in goods, put prices into force; return the number of the price list."""
    at = local_moment(day, 9)
    yield Step(at, open_shop, OpenShop(SITE), nong.actor)
    company = yield Step(at, register_donor, RegisterDonor(SITE, "company", "大明山粮油店"), lu.actor)
    village = yield Step(at, register_donor, RegisterDonor(SITE, "village", "村集体"), lu.actor)
    for code, name, measure, _, quantity in ITEMS:
        yield Step(at, add_item, AddItem(SITE, name, measure, code), lu.actor)
        donor, pledge = (company.id, "") if code in ("oil", "rice") else (village.id, "")
        if code == "oil":  # of 200 bottles promised 180 came
            noted = yield Step(at, pledge_goods, PledgeGoods(SITE, donor, code, 200), lu.actor)
            pledge = noted.id
        delivery = DeliverGoods(SITE, donor, code, quantity, pledge=pledge)
        yield Step(at, deliver_goods, delivery, lu.actor)
    yield Step(at, set_alarm, SetAlarm(SITE, "towel", 20), lu.actor)
    prices = tuple(PriceLine(code, points) for code, _, _, points, _ in ITEMS)
    made = yield Step(at, make_price_list, MakePriceList(SITE, day, prices), lu.actor)
    return made.number


def _deeds(stage: Stage, people: Sequence[Townsman], day: date) -> Story:
    """Have a deed of each proposed, approved by the township, and counted after the notice."""
    nong, township = stage.town.coordinator(SITE), stage.town.reviewer(SITE[:9])
    at = local_moment(day, 15)
    awards = []
    for number, one in enumerate(people):
        head, points, words = DEEDS[number % len(DEEDS)]
        proposal = ProposeAward(one.member_id, head, points, day, words)
        proposed = yield Step(at, propose_award, proposal, nong.actor)
        awards.append(proposed.id)
    for award_id in awards:
        approval = DecideAward(award_id, approve=True)
        approved = yield Step(at + timedelta(hours=1), decide_award, approval, township.actor)
    counted_at = local_moment(approved.notice_until + timedelta(days=1), 0, 10)
    for award_id in awards:
        yield Step(counted_at, count_award, CountAward(award_id), SYSTEM)


def _sale(
    one: Townsman, lu: Townsman, price_list: str, item: str, at: datetime, *, gives_back: bool
) -> Story:
    """Have a household order on the phone and pick it up the next day; of what is damp a part comes back."""
    command = PlaceOrder(SITE, (CartLine(item, 2),), price_list)
    placed = yield Step(at, place_order, command, one.actor)
    yield Step(at + timedelta(days=1), hand_over, HandOver(placed.id, placed.code), lu.actor)
    if gives_back:
        back = ReturnGoods(placed.id, (CartLine(item, 1),), "受潮了")
        yield Step(at + timedelta(days=2), return_goods, back, lu.actor)


def _look_at_the_shelf(lu: Townsman, nong: Townsman, day: date) -> Story:
    """Take a burst bag off the shelf; miss a bottle, which the coordinator confirms."""
    at = local_moment(day, 16)
    yield Step(at, spoil_goods, SpoilGoods(SITE, "rice", 1, "袋子破了"), lu.actor)
    count = CountStock(SITE, "oil", ITEMS[0][4] - 1, "搬货时碎了一瓶")
    counted = yield Step(at, count_stock, count, lu.actor)
    yield Step(at + timedelta(hours=1), decide_count, DecideCount(counted.id, confirm=True), nong.actor)


def _today(stage: Stage, li: Townsman, neighbour: Townsman, nong: Townsman, price_list: str) -> Story:
    """Leave an order to be picked up, a deed on notice, and one that waits for the second person."""
    before, yesterday = stage.working_day(2), stage.working_day(1)
    on_notice = ProposeAward(li.member_id, "clean", 30, before, "带头清水沟")
    proposed = yield Step(local_moment(before, 9, 30), propose_award, on_notice, nong.actor)
    township = stage.town.reviewer(SITE[:9])
    approval = DecideAward(proposed.id, approve=True)
    yield Step(local_moment(before, 14, 30), decide_award, approval, township.actor)
    waiting = ProposeAward(neighbour.member_id, "customs", 20, yesterday, "婚事简办")
    yield Step(local_moment(yesterday, 10, 40), propose_award, waiting, nong.actor)
    order = PlaceOrder(SITE, (CartLine("soap", 2), CartLine("salt", 1)), price_list)
    yield Step(local_moment(yesterday, 17, 20), place_order, order, li.actor)
