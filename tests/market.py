"""Points and a shop in the town: what many tests have in place before they come to their own point.

Lu keeps the shop of Wang's and Li's site, the donor Ning has brought oil and rice, Li's household has points.
"""

from dataclasses import dataclass
from datetime import date

from tests.town import BOOK, SITE, Done, Town, join
from timebank.actors import Actor, Grant, Role, system
from timebank.book_audit import audit_book
from timebank.crypto import Vault
from timebank.jobs import run_job
from timebank.members.model import Member
from timebank.points.accounts import available_points
from timebank.points.commands import DecideAward, ProposeAward
from timebank.points.counting import COUNTING
from timebank.points.model import HouseholdPoints
from timebank.points.use_cases import AwardStep, decide_award, propose_award
from timebank.policy import DEFAULTS, PolicyVersion, Value, format_policy, policy_digest
from timebank.shop.commands import AddItem, CartLine, HandOver, MakePriceList, OpenShop, PlaceOrder, PriceLine
from timebank.shop.handing_over import HandedOver, hand_over
from timebank.shop.keeping import add_item, make_price_list, open_shop
from timebank.shop.ordering import PlacedOrder, place_order
from timebank.shop.queries import StockLine, stock_of
from timebank.shop.supply_commands import DeliverGoods, PledgeGoods, RegisterDonor
from timebank.shop.supplying import deliver_goods, pledge_goods, register_donor
from timebank.work import UnitOfWork

TODAY = date(2026, 11, 16)


@dataclass(frozen=True, slots=True)
class SetRules:
    """Put other rules into force from today on."""

    version: int
    rules: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Market:
    """A shop in the town, with its keeper, a donor, and the number of the price list in force."""

    town: Town
    lu: Actor
    ning: Actor
    donor: str
    pledge: str
    price_list: str

    def order(self, *lines: tuple[str, int], by: Actor | None = None, **more: str) -> PlacedOrder:
        """Order at the shop, by Li where nobody else is named."""
        cart = tuple(CartLine(item, quantity) for item, quantity in lines)
        wanted = {"price_list": self.price_list, **more}
        command = PlaceOrder(site=SITE, lines=cart, **wanted)
        return self.town.bank.run(place_order, command, by or self.town.li)

    def hand_over(self, order: PlacedOrder, by: Actor | None = None) -> HandedOver:
        """Hand an order over against its code."""
        return self.town.bank.run(hand_over, HandOver(order.id, order.code), by or self.lu)

    def stock(self, item: str = "oil") -> StockLine:
        """Return where the pieces of an item are."""
        with self.town.bank.reading(self.lu) as reading:
            return next(line for line in stock_of(reading, SITE, self.lu) if line.item == item)


def set_rules(town: Town, version: int = 2, **rules: Value) -> None:
    """Put rules into force; dots in their names are written as two underscores."""
    named = tuple((name.replace("__", "."), value) for name, value in rules.items())
    town.bank.run(put_rules, SetRules(version, named), system(BOOK))


def put_rules(uow: UnitOfWork, command: SetRules, actor: Actor) -> Done:
    """Write a version of the rules as `open_book` writes the first."""
    text = format_policy({**DEFAULTS, **dict(command.rules)})
    today = uow.business_clock.today()
    uow.ledger.policy(command.version, policy_digest(text), today)
    digest = policy_digest(text).hex()
    row = PolicyVersion(
        book=uow.book,
        version=command.version,
        valid_from=today,
        text=text,
        digest=digest,
        made_at=uow.clock.now(),
    )
    uow.session.add(row)
    return Done()


def open_market(town: Town, *, oil: int = 180, pledged: int = 200, points: int = 100) -> Market:
    """Open a shop with oil at 20 points and rice at 8, and give Li's household points for deeds."""
    bank = town.bank
    lu = join(
        bank, "卢彩霞", "staff", date(1979, 6, 1), "female", "17900000021", Grant(Role.SHOPKEEPER, SITE)
    )
    ning = join(bank, "宁老板", "staff", date(1970, 6, 1), "male", "17900000022", Grant(Role.DONOR, ""))
    bank.run(open_shop, OpenShop(SITE), town.nong)
    bank.run(add_item, AddItem(SITE, "食用油", "瓶", "oil"), lu)
    bank.run(add_item, AddItem(SITE, "大米", "袋", "rice"), lu)
    donor = bank.run(register_donor, RegisterDonor(SITE, "company", "宁记商行", member=ning.member_id), lu)
    pledge = bank.run(pledge_goods, PledgeGoods(SITE, donor.id, "oil", pledged), lu)
    if oil:
        bank.run(deliver_goods, DeliverGoods(SITE, donor.id, "oil", oil, pledge=pledge.id), lu)
    bank.run(deliver_goods, DeliverGoods(SITE, donor.id, "rice", 50), lu)
    prices = (PriceLine("oil", 20), PriceLine("rice", 8))
    made = bank.run(make_price_list, MakePriceList(SITE, today(town), prices), lu)
    if points:
        award(town, town.li, points)
    return Market(town, lu, ning, donor.id, pledge.id, made.number)


def award(town: Town, to: Actor, points: int) -> AwardStep:
    """Give somebody's household points for a deed, the whole way: proposed, approved, on notice, counted."""
    proposed = town.bank.run(
        propose_award, ProposeAward(to.member_id, "clean", points, today(town)), town.nong
    )
    town.bank.run(decide_award, DecideAward(proposed.id, approve=True), town.pan)
    town.clock.advance(days=10)
    assert run_job(town.bank, COUNTING) >= 1
    return proposed


def today(town: Town) -> date:
    """Return the business day."""
    with town.bank.reading(town.li) as reading:
        return reading.business_clock.today()


def household_of(town: Town, actor: Actor) -> str:
    """Return the id of somebody's household."""
    with town.bank.reading(actor) as reading:
        member = reading.row(Member, actor.member_id)
        assert member is not None
        return member.household_id


def points(town: Town, actor: Actor) -> tuple[int, int]:
    """Return available points of somebody's household, and those that came from deeds."""
    with town.bank.reading(actor) as reading:
        household = household_of(town, actor)
        row = reading.session.get(HouseholdPoints, (BOOK, household))
        return available_points(reading, household), row.deed_points if row else 0


def findings(town: Town) -> list[str]:
    """Audit the book as the command does, with fresh keys; return what it finds."""
    with town.bank.connect() as connection:
        return [str(one) for one in audit_book(connection, Vault(bytes(32)), BOOK).findings]
