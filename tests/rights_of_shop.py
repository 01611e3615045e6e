"""What the world of `tests.rights` holds of points and of the shop: one thing of each kind at a site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tests.town import BOOK, Town
from timebank.actors import Actor, anonymous, system
from timebank.files import FileStore
from timebank.jobs import run_job
from timebank.points.commands import DecideAward, ObjectToAward, ProposeAward, RecordRule
from timebank.points.counting import COUNTING
from timebank.points.objections import object_to_award
from timebank.points.queries import points_of
from timebank.points.use_cases import decide_award, propose_award
from timebank.points.village_rules import record_rule, store_rule_picture
from timebank.shop.commands import AddItem, CartLine, HandOver, MakePriceList, OpenShop, PlaceOrder, PriceLine
from timebank.shop.handing_over import hand_over
from timebank.shop.keeping import add_item, make_price_list, open_shop
from timebank.shop.ordering import PlacedOrder, place_order
from timebank.shop.red_list import propose_for_red_list
from timebank.shop.stocktaking import count_stock
from timebank.shop.supply_commands import CountStock, DeliverGoods, ProposeForRedList, RegisterDonor
from timebank.shop.supplying import deliver_goods, register_donor

A_DAY = date(2026, 11, 16)


@dataclass(frozen=True)
class Counter:
    """A shop's counter in the world: where, who keeps it, and for whom."""

    town: Town
    site: str
    price_list: str

    def order(self) -> PlacedOrder:
        """Order a piece of soap for the elder's household, as the keeper."""
        with self.town.bank.reading(self.town.wang) as reading:
            household = points_of(reading, "", self.town.wang).household_number
        command = PlaceOrder(self.site, (CartLine("soap", 1),), self.price_list, household)
        return self.town.bank.run(place_order, command, self.town.nong)


def award(town: Town, to: Actor) -> str:
    """Propose and approve points for a member's household; they count after the notice.

    The township approves where it may, so that the county is free to decide on an objection.
    """
    proposed = town.bank.run(propose_award, ProposeAward(to.member_id, "clean", 90, A_DAY), town.nong)
    (near,), (office,) = town.nong.grants, town.pan.grants
    approver = town.pan if near.scope.startswith(office.scope) else town.chen
    town.bank.run(decide_award, DecideAward(proposed.id, approve=True), approver)
    return proposed.id


def count_awards(town: Town) -> None:
    """Let the awards count whose notice is over, and name what every shop of the world sells."""
    assert run_job(town.bank, COUNTING) == 2
    for site in (town.nong, town.far):
        (grant,) = site.grants
        town.bank.run(open_shop, OpenShop(grant.scope), system(BOOK))
    (grant,) = town.nong.grants
    town.bank.run(add_item, AddItem(grant.scope, "肥皂", "块", "soap"), system(BOOK))


def shop_things(town: Town, files: FileStore, site: str, counted: str) -> Mapping[str, str]:
    """Have one thing of each kind in the shop of a site, and return their ids."""
    bank, nong, elder = town.bank, town.nong, town.wang.member_id
    donor = bank.run(register_donor, RegisterDonor(site, "village", "村集体"), nong).id
    bank.run(deliver_goods, DeliverGoods(site, donor, "soap", 30), nong)
    day = town.clock.moment.date()
    price_list = bank.run(make_price_list, MakePriceList(site, day, (PriceLine("soap", 2),)), nong).number
    counter = Counter(town, site, price_list)
    handed = counter.order()
    bank.run(hand_over, HandOver(handed.id, handed.code), nong)
    name, digest = store_rule_picture(bank, files, b"a picture", town.chen)
    rule = RecordRule(site[:12], "村规民约", date(2026, 1, 1), digest, name)
    with bank.reading(town.wang) as reading:
        household = points_of(reading, "", town.wang).household_id
    return {
        "donor": donor,
        "price_list": price_list,
        "order": counter.order().id,
        "handed_over": handed.id,
        "count": bank.run(count_stock, CountStock(site, "soap", 28, "少一块"), nong).id,
        "award": bank.run(propose_award, ProposeAward(elder, "clean", 5, day), nong).id,
        "counted_award": counted,
        "points_objection": bank.run(object_to_award, ObjectToAward(counted, "没有"), anonymous(BOOK)).id,
        "rule": bank.run(record_rule, rule, town.chen).id,
        "village": site[:12],
        "household": household,
        "red_list": bank.run(propose_for_red_list, ProposeForRedList(elder, "带头扫巷子"), nong).id,
        "a day": day.isoformat(),
    }
