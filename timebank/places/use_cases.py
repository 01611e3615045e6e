"""What the county does with places: register, pair and close sites, close regions."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from timebank.accounts import SITE
from timebank.actors import SYSTEM, Actor, Role
from timebank.codec import to_json
from timebank.errors import NotAllowed
from timebank.places.commands import CloseRegion, CloseSite, PairSites, RegisterSite
from timebank.places.model import (
    ClosedRegion,
    RegionInUse,
    Site,
    SiteExists,
    SiteStatus,
    TooManySites,
)
from timebank.places.queries import open_region, site_row
from timebank.places.regions import Region, RegionLevel, UnknownRegion, is_within
from timebank.places.site_ids import LAST_NUMBER, VILLAGE_DIGITS, site_id
from timebank.scopes import within
from timebank.work import UnitOfWork

POOL = "pool"
OPEN_SITES = "sites_open"
"""Kept figure: open sites."""


@dataclass(frozen=True, slots=True)
class RegisteredSite:
    """A new site and the ledger handle of its pool of donated time."""

    id: str
    handle_pool: str


@dataclass(frozen=True, slots=True)
class PairedSites:
    """Where a site now sends what nobody there may verify."""

    site: str
    paired_site: str


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """A site or region in which nothing new begins."""

    code: str


def register_site(uow: UnitOfWork, command: RegisterSite, actor: Actor) -> RegisteredSite:
    """Open a site in a village under the next free number, and its pool account in the ledger."""
    village = find_village(uow, command.region, actor)
    _check_name_is_free(uow, village, command.name)

    new_id = _next_site_id(uow, village)
    handle = uow.ledger.open_account(SITE, new_id, POOL, of=new_id)
    uow.session.add(
        Site(
            book=uow.book,
            id=new_id,
            name=command.name,
            kind=command.kind,
            region=village.code,
            status=SiteStatus.OPEN,
            phone=command.phone,
            opening_hours=command.opening_hours,
            checklist=to_json(sorted(set(command.checklist))),
            handle_pool=handle,
            opened_on=uow.business_clock.today(),
            closed_reason="",
            registered_by=actor.member_id,
        )
    )
    uow.count(new_id, OPEN_SITES, 1)
    return RegisteredSite(new_id, handle)


def pair_sites(uow: UnitOfWork, command: PairSites, actor: Actor) -> PairedSites:
    """Let services that nobody at a site may verify go to another; the way back is paired on its own."""
    site = find_site_to_run(uow, command.site, actor)
    other = find_site_to_run(uow, command.paired_site, actor, field="paired_site")

    site.pair_with(other)
    return PairedSites(site.id, other.id)


def close_site(uow: UnitOfWork, command: CloseSite, actor: Actor) -> ClosedPlace:
    """Let nothing new begin at a site; sites paired with it turn to their township."""
    site = find_site_to_run(uow, command.site, actor)

    site.close(uow.business_clock.today(), command.reason)
    paired_with_it = select(Site).where(Site.book == uow.book, Site.paired_site == site.id)
    for other in uow.session.scalars(paired_with_it).all():
        other.unpair()
    uow.count(site.id, OPEN_SITES, -1)
    return ClosedPlace(site.id)


def close_region(uow: UnitOfWork, command: CloseRegion, actor: Actor) -> ClosedPlace:
    """Record the last day of a region that was merged or abolished; its sites were closed before."""
    closing = open_region(uow, command.region, day=date.max)
    _check_runs(uow, actor, closing.code)
    _check_no_open_site(uow, closing)

    uow.session.add(
        ClosedRegion(
            book=uow.book,
            code=closing.code,
            last_day=command.last_day,
            reason=command.reason,
            recorded_by=actor.member_id,
        )
    )
    return ClosedPlace(closing.code)


def find_village(uow: UnitOfWork, code: str, actor: Actor) -> Region:
    """Return a village of the book in which this actor may open a site today.

    Raises:
        NotAllowed: the actor does not run the county it lies in.
        UnknownRegion: no village has this code.
        RegionClosed: it was merged or abolished.
    """
    village = open_region(uow, code, uow.business_clock.today())
    if village.level is not RegionLevel.VILLAGE:
        raise UnknownRegion(region=code, field="region")
    _check_runs(uow, actor, village.code)
    return village


def find_site_to_run(uow: UnitOfWork, site: str, actor: Actor, field: str = "site") -> Site:
    """Return a site this actor may change; `field` is the input that named it.

    Raises:
        NotAllowed: the actor does not run the county it lies in.
        SiteNotFound: the book has no such site.
    """
    _check_runs(uow, actor, site)
    return site_row(uow, site, field)


def _check_runs(uow: UnitOfWork, actor: Actor, place: str) -> None:
    """Pass the county, which runs all places of the book, and the system, which prepares a book."""
    runs = actor.member_id == SYSTEM or actor.may_act_at(place, (Role.COUNTY,))
    if not runs or not is_within(place, uow.book):
        raise NotAllowed


def _check_name_is_free(uow: UnitOfWork, village: Region, name: str) -> None:
    same = select(Site.id).where(Site.book == uow.book, Site.region == village.code, Site.name == name)
    taken = uow.session.scalar(same)
    if taken:
        raise SiteExists(name=name, site=taken, field="name")


def _check_no_open_site(uow: UnitOfWork, closing: Region) -> None:
    is_open_inside = (Site.status == SiteStatus.OPEN) & within(Site.id, closing.code)
    first = select(Site.name).where(Site.book == uow.book, is_open_inside).order_by(Site.id).limit(1)
    name = uow.session.scalar(first)
    if name:
        raise RegionInUse(name=closing.spoken_name, site=name, field="region")


def _next_site_id(uow: UnitOfWork, village: Region) -> str:
    highest = select(func.max(Site.id)).where(Site.book == uow.book, Site.region == village.code)
    last = uow.session.scalar(highest)
    number = int(last[VILLAGE_DIGITS:]) if last else 0
    if number >= LAST_NUMBER:
        raise TooManySites(field="region")
    return site_id(village.code, number + 1)
