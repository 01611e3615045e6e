"""The reads about donors: what each promised and delivered, and which villages it reached, without any name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from timebank.actors import Actor
from timebank.errors import NotAllowed
from timebank.paging import Page, page_of
from timebank.places.queries import site_names
from timebank.places.regions import place_name
from timebank.shop.finding import ONLOOKERS
from timebank.shop.refusals import DonorNotFound
from timebank.shop.stock import item_names
from timebank.shop.supply_model import Delivery, Donor, DonorKind, LotUse, LotWay, Pledge
from timebank.shop.supplying import find_donor
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class DonorLine:
    """A donor in a list."""

    id: str
    number: str
    kind: DonorKind
    name: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """A promise and what came of it."""

    number: str
    item: str
    name: str
    site_name: str
    quantity: int
    delivered: int
    pledged_on: date


@dataclass(frozen=True, slots=True)
class VillageShare:
    """How many pieces the households of a village got."""

    village: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery and where its pieces are: `left` lie on the shelf, the others went to villages or were lost."""

    number: str
    item: str
    name: str
    site_name: str
    day: date
    quantity: int
    left: int
    spoiled: int
    missing: int
    villages: tuple[VillageShare, ...]


@dataclass(frozen=True, slots=True)
class DonorView:
    """A donor's page."""

    donor: DonorLine
    pledges: tuple[PledgeLine, ...]
    deliveries: tuple[DeliveryLine, ...]


def donors_page(reading: Reading, actor: Actor, *, after: str = "", limit: int = 20) -> Page[DonorLine]:
    """Return the donors of the book by id, for who keeps or oversees a shop.

    Raises:
        NotAllowed: the actor does neither.
    """
    if not actor.has(*ONLOOKERS):
        raise NotAllowed
    rows = reading.session.scalars(
        select(Donor).where(Donor.book == reading.book, Donor.id > after).order_by(Donor.id).limit(limit + 1)
    ).all()
    return page_of([_line(reading, row) for row in rows], limit, [row.id for row in rows])


def donor_view(reading: Reading, wanted: str, actor: Actor) -> DonorView:
    """Return a donor's page, for the donor and for who keeps or oversees a shop; "" is the actor's own.

    Raises:
        DonorNotFound: there is none, or not for this actor.
    """
    donor = find_donor(reading, wanted) if wanted else _own(reading, actor)
    if donor.member_id != actor.member_id and not actor.has(*ONLOOKERS):
        raise DonorNotFound
    pledges = reading.session.scalars(
        select(Pledge)
        .where(Pledge.book == reading.book, Pledge.donor_id == donor.id)
        .order_by(Pledge.id.desc())
    ).all()
    deliveries = reading.session.scalars(
        select(Delivery)
        .where(Delivery.book == reading.book, Delivery.donor_id == donor.id)
        .order_by(Delivery.id.desc())
    ).all()
    names = item_names(reading, {row.item for row in pledges} | {row.item for row in deliveries})
    sites = site_names(reading, {row.site for row in pledges} | {row.site for row in deliveries})
    uses = _uses(reading, [row.id for row in deliveries])
    return DonorView(
        _line(reading, donor),
        tuple(
            PledgeLine(
                row.number,
                row.item,
                names[row.item],
                sites[row.site],
                row.quantity,
                row.delivered,
                row.pledged_on,
            )
            for row in pledges
        ),
        tuple(_delivery(row, names, sites, uses.get(row.id, [])) for row in deliveries),
    )


def donors_on_shelf(reading: Reading, site: str) -> dict[str, tuple[str, ...]]:
    """Return, by item, the names of the donors of what lies on a shop's shelf, of those who agreed to be named."""
    rows = reading.session.execute(
        select(Delivery.item, Donor.id, Donor.name_sealed, func.min(Delivery.id))
        .join(Donor, (Donor.book == Delivery.book) & (Donor.id == Delivery.donor_id))
        .where(
            Delivery.book == reading.book,
            Delivery.site == site,
            Delivery.left > 0,
            Donor.is_named.is_(True),
        )
        .group_by(Delivery.item, Donor.id, Donor.name_sealed)
        .order_by(func.min(Delivery.id))
    )
    found: dict[str, tuple[str, ...]] = {}
    for item, donor_id, name_sealed, _ in rows:
        name = reading.people.open_for_book(f"donor/{donor_id}/name", name_sealed)
        found[item] = (*found.get(item, ()), name)
    return found


def _own(reading: Reading, actor: Actor) -> Donor:
    of_member = (Donor.book == reading.book) & (Donor.member_id == actor.member_id)
    donor = reading.session.scalar(select(Donor).where(of_member).order_by(Donor.id).limit(1))
    if donor is None or not actor.is_known:
        raise DonorNotFound
    return donor


def _line(reading: Reading, donor: Donor) -> DonorLine:
    name = reading.people.open_for_book(f"donor/{donor.id}/name", donor.name_sealed)
    return DonorLine(donor.id, donor.number, DonorKind(donor.kind), name, donor.is_named)


def _uses(reading: Reading, delivery_ids: Iterable[str]) -> dict[str, list[LotUse]]:
    rows = reading.session.scalars(
        select(LotUse)
        .where(LotUse.book == reading.book, LotUse.delivery_id.in_(list(delivery_ids)), LotUse.quantity > 0)
        .order_by(LotUse.village)
    )
    found: dict[str, list[LotUse]] = {}
    for row in rows:
        found.setdefault(row.delivery_id, []).append(row)
    return found


def _delivery(
    row: Delivery, names: dict[str, str], sites: dict[str, str], uses: list[LotUse]
) -> DeliveryLine:
    of_way = {way: sum(use.quantity for use in uses if use.way == way) for way in LotWay}
    return DeliveryLine(
        number=row.number,
        item=row.item,
        name=names[row.item],
        site_name=sites[row.site],
        day=row.day,
        quantity=row.quantity,
        left=row.left,
        spoiled=of_way[LotWay.SPOILED],
        missing=of_way[LotWay.MISSING],
        villages=tuple(
            VillageShare(use.village, place_name(use.village), use.quantity)
            for use in uses
            if use.way == LotWay.HANDED_OVER
        ),
    )
