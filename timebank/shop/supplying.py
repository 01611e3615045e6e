"""Goods in: donors, what they promise, and what really came, each delivery an entry from the donor's account."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from ledger.account import AccountTerms
from ledger.transfer import Leg
from timebank.accounts import DONOR
from timebank.actors import Actor
from timebank.bookkeeper import About
from timebank.errors import N_, InvalidInput
from timebank.ids import is_checked_number
from timebank.members.finding import find_any_member
from timebank.members.model import Member
from timebank.points.households import IDS_ARE_LONGER_THAN
from timebank.schemas import plain_digits
from timebank.shop.finding import find_item, find_kept_shop
from timebank.shop.model import Item, Shop
from timebank.shop.refusals import DonorNotFound, PledgeNotFound
from timebank.shop.stock import DELIVERED, opened_shelf, watch_stock
from timebank.shop.supply_commands import DeliverGoods, PledgeGoods, RegisterDonor
from timebank.shop.supply_model import Delivery, Donor, Pledge
from timebank.units import goods_unit
from timebank.work import Reading, UnitOfWork

Numbered = TypeVar("Numbered", Donor, Pledge)


class DeliveredLater(InvalidInput):
    """Goods that will come have not come."""

    code = "delivered_later"
    message = N_("到货日期不能是以后的日子。")


@dataclass(frozen=True, slots=True)
class RegisteredDonor:
    """A donor on record."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class PledgedGoods:
    """A promise on record; `delivered` is what has come of it."""

    id: str
    number: str
    quantity: int
    delivered: int


@dataclass(frozen=True, slots=True)
class DeliveredGoods:
    """Goods taken in: the number of the delivery, of its entry, and what the shelf holds now."""

    id: str
    number: str
    quantity: int
    on_shelf: int
    seq: int


def register_donor(uow: UnitOfWork, command: RegisterDonor, actor: Actor) -> RegisteredDonor:
    """Put a donor on record; the name hangs in the shop only where the donor agreed."""
    find_kept_shop(uow, command.site, actor)
    donor_id = uow.new_id()
    donor = Donor(
        book=uow.book,
        id=donor_id,
        number=uow.next_number("donor"),
        kind=command.kind,
        is_named=command.is_named,
        member_id=_login_of(uow, command.member),
        handle="",
        registered_by=actor.member_id,
        registered_at=uow.clock.now(),
        name_sealed=uow.people.seal_for_book(f"donor/{donor_id}/name", command.name),
    )
    uow.session.add(donor)
    return RegisteredDonor(donor.id, donor.number)


def pledge_goods(uow: UnitOfWork, command: PledgeGoods, actor: Actor) -> PledgedGoods:
    """Note what a donor promises; nothing lies on the shelf before it has come."""
    shop = find_kept_shop(uow, command.site, actor)
    donor, item = find_donor(uow, command.donor), find_item(uow, command.item)
    pledge = Pledge(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("pledge"),
        donor_id=donor.id,
        site=shop.site,
        item=item.code,
        quantity=command.quantity,
        delivered=0,
        pledged_on=uow.business_clock.today(),
        recorded_by=actor.member_id,
    )
    uow.session.add(pledge)
    return PledgedGoods(pledge.id, pledge.number, pledge.quantity, pledge.delivered)


def deliver_goods(uow: UnitOfWork, command: DeliverGoods, actor: Actor) -> DeliveredGoods:
    """Take goods in: what really came, not what was promised."""
    shop = find_kept_shop(uow, command.site, actor)
    donor, item = find_donor(uow, command.donor), find_item(uow, command.item)
    pledge = _pledge(uow, command, shop, donor, item)
    today = uow.business_clock.today()
    day = command.day or today
    if day > today:
        raise DeliveredLater(field="day")

    opened_shelf(uow, shop, item.code)
    unit = goods_unit(item.code)
    posted = uow.ledger.move(
        [Leg(_donor_account(uow, donor, item.code), unit, command.quantity)],
        [Leg(shop.shelf, unit, command.quantity)],
        About(service_day=day, site=shop.site),
    )
    delivery = Delivery(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("delivery"),
        donor_id=donor.id,
        pledge_id=pledge.id if pledge else None,
        site=shop.site,
        item=item.code,
        quantity=command.quantity,
        left=command.quantity,
        day=day,
        entry_id=posted.id,
        recorded_by=actor.member_id,
        recorded_at=uow.clock.now(),
    )
    uow.session.add(delivery)
    if pledge:
        pledge.delivered += command.quantity
    uow.count(shop.site, DELIVERED, command.quantity)
    if donor.member_id:
        uow.outbox.tell(
            donor.member_id,
            "goods_received",
            item=item.name,
            quantity=command.quantity,
            number=delivery.number,
        )
    watch_stock(uow, shop, [item.code])
    on_shelf = uow.ledger.account(shop.shelf, unit).balance
    return DeliveredGoods(delivery.id, delivery.number, command.quantity, on_shelf, posted.seq)


def find_donor(reading: Reading, wanted: str) -> Donor:
    """Return a donor by id or number.

    Raises:
        DonorNotFound: there is none.
    """
    donor = _by_id_or_number(reading, Donor, wanted)
    if donor is None:
        raise DonorNotFound(field="donor")
    return donor


def _login_of(uow: UnitOfWork, wanted: str) -> str | None:
    """Return the member who is the donor, by id or number; the keeper need not see whose number it is."""
    if not wanted:
        return None
    number = plain_digits(wanted)
    if len(wanted) <= IDS_ARE_LONGER_THAN and is_checked_number(number):
        of_number = (Member.book == uow.book) & (Member.number == number)
        wanted = uow.session.scalar(select(Member.id).where(of_number)) or ""
    return find_any_member(uow, wanted).id


def _pledge(uow: UnitOfWork, command: DeliverGoods, shop: Shop, donor: Donor, item: Item) -> Pledge | None:
    if not command.pledge:
        return None
    pledge = _by_id_or_number(uow, Pledge, command.pledge)
    if pledge is None or (pledge.donor_id, pledge.site, pledge.item) != (donor.id, shop.site, item.code):
        raise PledgeNotFound(field="pledge")
    return pledge


def _by_id_or_number(reading: Reading, model: type[Numbered], wanted: str) -> Numbered | None:
    if len(wanted) > IDS_ARE_LONGER_THAN:
        return reading.row(model, wanted)
    number = plain_digits(wanted)
    if not number.isdigit():
        return None
    return reading.session.scalar(select(model).where(model.book == reading.book, model.number == number))


def _donor_account(uow: UnitOfWork, donor: Donor, item: str) -> str:
    """Return the donor's handle with its account of the item open; what it owes is what was delivered."""
    if not donor.handle:
        donor.handle = uow.ledger.secrets.create(DONOR, donor.id, "donor")
    unit = goods_unit(item)
    if not uow.ledger.book.accounts([(donor.handle, unit)]):
        uow.ledger.change_account([AccountTerms(donor.handle, unit, "donor", "-", None)])
    return donor.handle
