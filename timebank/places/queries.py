"""Reads of places: sites by what the actor may see, the region tree, and the figures that add up along it.

What hangs on a wall is for everybody: open sites with name, village, telephone. Closed sites and figures are
for those who work within the scope.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select, true

from timebank.actors import Actor, Role
from timebank.codec import from_json
from timebank.errors import NotAllowed
from timebank.paging import PAGE, Page, page_of
from timebank.places.model import (
    ClosedRegion,
    RegionClosed,
    Site,
    SiteKind,
    SiteNotFound,
    SiteStatus,
)
from timebank.places.regions import LEVEL_BY_DIGITS, Region, RegionLevel, children, place_name, region
from timebank.places.site_ids import SITE_DIGITS
from timebank.scopes import within, within_any
from timebank.tallies import figures
from timebank.work import Reading

STAFF = (Role.COORDINATOR, Role.SHOPKEEPER, Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)


_CLOSINGS = select(ClosedRegion).where(ClosedRegion.book == bindparam("book"))


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site as anyone may see it."""

    id: str
    name: str
    kind: SiteKind
    region: str
    place: str
    status: SiteStatus
    phone: str
    opening_hours: str
    checklist: tuple[str, ...]
    opened_on: date
    closed_on: date | None
    paired_site: str


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region of the tree; `last_day` is set where it was closed, from then on or already."""

    code: str
    name: str
    level: RegionLevel
    parent: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The kept figures of a region or a site, by name."""

    code: str
    name: str
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """The figures of a region, which are the sums of those right below it."""

    total: Figures
    below: tuple[Figures, ...]


def find_site(reading: Reading, site_id: str, actor: Actor) -> Site:
    """Return a site this actor may see.

    Raises:
        SiteNotFound: no such site, or a closed one outside the actor's scope.
    """
    site = site_row(reading, site_id)
    if not site.is_open and not actor.may_act_at(site.id, STAFF):
        raise SiteNotFound(field="site")
    return site


def site_row(reading: Reading, site_id: str, field: str = "site") -> Site:
    """Return a site of the book whoever asks; `field` is the input that named it.

    Raises:
        SiteNotFound: the book has no such site.
    """
    site = reading.row(Site, site_id)
    if site is None:
        raise SiteNotFound(field=field)
    return site


def open_site(reading: Reading, site_id: str, field: str = "site") -> Site:
    """Return a site at which something new may begin; `field` is the input that named it.

    Raises:
        SiteNotFound: the book has no such site.
        SiteClosed: it was closed.
    """
    site = site_row(reading, site_id)
    site.check_open(field)
    return site


def site_names(reading: Reading, site_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of several sites of the book at once; an unknown one is absent."""
    rows = reading.session.execute(
        select(Site.id, Site.name).where(Site.book == reading.book, Site.id.in_(set(site_ids)))
    )
    return {row.id: row.name for row in rows}


def view_site(reading: Reading, site_id: str, actor: Actor) -> SiteView:
    """Return what a page shows of a site; raises as `find_site` does."""
    return _view(find_site(reading, site_id, actor))


def sites_page(
    reading: Reading, actor: Actor, after: str = "", limit: int = PAGE, scope: str = "", state: str = ""
) -> Page[SiteView]:
    """Return the sites this actor may see within a region of the book, by id after the cursor; in a state, if named."""
    scope = scope or reading.book
    sites = reading.session.scalars(
        select(Site)
        .where(Site.book == reading.book, Site.id > after, within(Site.id, scope))
        .where(or_(Site.status == SiteStatus.OPEN, within_any(Site.id, actor.scopes(*STAFF))))
        .where(Site.status == state if state else true())
        .order_by(Site.id)
        .limit(limit + 1)
    ).all()
    views = [_view(site) for site in sites]
    return page_of(views, limit, [view.id for view in views])


def regions_page(reading: Reading, parent: str = "", after: str = "", limit: int = PAGE) -> Page[RegionView]:
    """Return the regions right below one, "" for the cities, by code after the cursor.

    Raises:
        UnknownRegion: the list has no such parent.
    """
    following = [child for child in children(parent) if child.code > after][: limit + 1]
    closings = _closings(reading)
    views = [
        RegionView(each.code, each.spoken_name, each.level, each.parent, _last_day(each.code, closings))
        for each in following
    ]
    return page_of(views, limit, [view.code for view in views])


def open_region(reading: Reading, code: str, day: date) -> Region:
    """Return a region that is valid on the day.

    Raises:
        UnknownRegion: the list has no such code.
        RegionClosed: it, or a region around it, was gone by then.
    """
    found = region(code)
    for closing in _closings(reading):
        if closing.covers(code, day):
            name = region(closing.code).spoken_name
            raise RegionClosed(name=name, day=str(closing.last_day), field="region")
    return found


def closed_regions(reading: Reading) -> tuple[str, ...]:
    """Return the codes of the regions recorded as merged or abolished, whatever their last day."""
    return tuple(closing.code for closing in _closings(reading))


def region_tree(reading: Reading, scope: str, actor: Actor) -> RegionFigures:
    """Return the figures of a region and of each region, or in a village each site, right below it.

    Raises:
        NotAllowed: the region is not within the actor's scope.
        UnknownRegion: the list has no such code.
    """
    if not actor.may_act_at(scope, STAFF):
        raise NotAllowed
    here = region(scope)
    names = _names_below(reading, here)
    counted = figures(reading.connection, reading.book, scope, _digits_below(here))
    total: Counter[str] = Counter()
    for amounts in counted.values():
        total.update(amounts)
    below = tuple(Figures(code, name, counted.get(code, {})) for code, name in names.items())
    return RegionFigures(Figures(scope, here.spoken_name, dict(total)), below)


def _names_below(reading: Reading, here: Region) -> dict[str, str]:
    if here.level is not RegionLevel.VILLAGE:
        return {each.code: each.spoken_name for each in children(here.code)}
    rows = reading.session.execute(
        select(Site.id, Site.name)
        .where(Site.book == reading.book, Site.region == here.code)
        .order_by(Site.id)
    )
    return {row.id: row.name for row in rows}


def _digits_below(here: Region) -> int:
    return min(digits for digits in (*LEVEL_BY_DIGITS, SITE_DIGITS) if digits > len(here.code))


def _closings(reading: Reading) -> list[ClosedRegion]:
    """Return the closed regions of the book: a handful, so they are read whole."""
    return list(reading.session.scalars(_CLOSINGS, {"book": reading.book}))


def _last_day(code: str, closings: list[ClosedRegion]) -> date | None:
    return min((one.last_day for one in closings if one.covers(code, date.max)), default=None)


def _view(site: Site) -> SiteView:
    return SiteView(
        id=site.id,
        name=site.name,
        kind=SiteKind(site.kind),
        region=site.region,
        place=place_name(site.region),
        status=SiteStatus(site.status),
        phone=site.phone,
        opening_hours=site.opening_hours,
        checklist=from_json(site.checklist, tuple[str, ...]),
        opened_on=site.opened_on,
        closed_on=site.closed_on,
        paired_site=site.paired_site or "",
    )
