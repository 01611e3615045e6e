"""Regions, sites, kinds of service and books: mostly for everybody, as they hang on the wall."""

from dataclasses import dataclass

from flask_babel import gettext

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.actors import anonymous
from timebank.book_keys import book_keys
from timebank.books import books_here
from timebank.catalogue.kinds import KINDS
from timebank.paging import Page
from timebank.places.commands import (
    CloseRegion,
    CloseRegionSchema,
    CloseSite,
    CloseSiteSchema,
    PairSites,
    PairSitesSchema,
    RegisterSite,
    RegisterSiteSchema,
)
from timebank.places.queries import (
    RegionFigures,
    RegionView,
    SiteView,
    region_tree,
    regions_page,
    sites_page,
    view_site,
)
from timebank.places.use_cases import (
    ClosedPlace,
    PairedSites,
    RegisteredSite,
    close_region,
    close_site,
    pair_sites,
    register_site,
)
from timebank.schemas import Digits

blueprint = Blueprint("places", "Regions, mutual-aid sites, the catalogue of services, the books")


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of service, named in the reader's language."""

    code: str
    name: str
    hint: str
    unit_minutes: int
    needs_training: bool
    needs_two_helpers: bool
    is_allowed_at_night: bool


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key of a log: the sizes of the checkpoints it signs, and from which on its signatures count no more."""

    vkey: str
    first_size: int
    last_size: int | None
    revoked_from: int | None


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book: the name and key its log is signed with, how many entries it holds, and every key it ever had."""

    book: str
    name: str
    origin: str
    vkey: str
    size: int
    is_demo: bool
    keys: tuple[KeyLine, ...]


@dataclass(frozen=True, slots=True)
class RegionsQuery(PageQuery):
    """Which regions are wanted: those right below `parent`, "" for the cities."""

    parent: str = ""


class RegionsQuerySchema(PageQuerySchema):
    """How `RegionsQuery` is read."""

    command = RegionsQuery
    parent = Digits(12)


@dataclass(frozen=True, slots=True)
class SitesQuery(PageQuery):
    """Which sites are wanted: those within `region`, "" for the whole book."""

    region: str = ""


class SitesQuerySchema(PageQuerySchema):
    """How `SitesQuery` is read."""

    command = SitesQuery
    region = Digits(12)


@blueprint.get("/regions", is_public=True)
@blueprint.arguments(RegionsQuerySchema, location="query")
@blueprint.response(200, Page[RegionView])
def list_regions(query: RegionsQuery) -> Page[RegionView]:
    """List the regions right below one"""
    with bank().reading(current_actor()) as reading:
        return regions_page(reading, query.parent, query.after, query.limit)


@blueprint.get("/regions/<code>/figures")
@blueprint.response(200, RegionFigures)
def show_figures(code: str) -> RegionFigures:
    """Show the figures of a region and of what lies right below it, which add up"""
    with bank().reading(current_actor()) as reading:
        return region_tree(reading, code, current_actor())


@blueprint.post("/region-closures")
@blueprint.arguments(CloseRegionSchema)
@blueprint.response(201, ClosedPlace)
def end_region(command: CloseRegion) -> ClosedPlace:
    """Record that a region was merged or abolished"""
    return bank().run(close_region, command, current_actor(), request_key())


@blueprint.get("/sites", is_public=True)
@blueprint.arguments(SitesQuerySchema, location="query")
@blueprint.response(200, Page[SiteView])
def list_sites(query: SitesQuery) -> Page[SiteView]:
    """List the sites within a region"""
    with bank().reading(current_actor()) as reading:
        return sites_page(reading, current_actor(), query.after, query.limit, query.region)


@blueprint.post("/sites")
@blueprint.arguments(RegisterSiteSchema)
@blueprint.response(201, RegisteredSite)
def add_site(command: RegisterSite) -> RegisteredSite:
    """Open a site in a village"""
    return bank().run(register_site, command, current_actor(), request_key())


@blueprint.get("/sites/<site>", is_public=True)
@blueprint.response(200, SiteView)
def show_site(site: str) -> SiteView:
    """Show one site"""
    with bank().reading(current_actor()) as reading:
        return view_site(reading, site, current_actor())


@blueprint.post("/site-pairings")
@blueprint.arguments(PairSitesSchema)
@blueprint.response(201, PairedSites)
def pair(command: PairSites) -> PairedSites:
    """Send what nobody at a site may verify to another one"""
    return bank().run(pair_sites, command, current_actor(), request_key())


@blueprint.post("/site-closures")
@blueprint.arguments(CloseSiteSchema)
@blueprint.response(201, ClosedPlace)
def end_site(command: CloseSite) -> ClosedPlace:
    """Let nothing new begin at a site"""
    return bank().run(close_site, command, current_actor(), request_key())


@blueprint.get("/kinds", is_public=True)
@blueprint.response(200, list[KindView])
def list_kinds() -> list[KindView]:
    """List the kinds of service"""
    return [
        KindView(
            code=kind.code,
            name=gettext(kind.name),
            hint=gettext(kind.hint),
            unit_minutes=kind.unit_minutes,
            needs_training=kind.needs_training,
            needs_two_helpers=kind.needs_two_helpers,
            is_allowed_at_night=kind.is_allowed_at_night,
        )
        for kind in KINDS
    ]


@blueprint.get("/books", is_public=True)
@blueprint.response(200, list[BookLine])
def list_books() -> list[BookLine]:
    """List the books of this installation"""
    with bank().connect() as connection:
        books = [(one, book_keys(connection, one)) for one in books_here(connection)]
    return [
        BookLine(
            one.book,
            one.name,
            one.origin,
            keys[-1].vkey,
            _size(one.book),
            one.is_demo,
            tuple(
                KeyLine(key.vkey, key.term.first_size, key.term.last_size, key.term.revoked_from)
                for key in keys
            ),
        )
        for one, keys in books
    ]


def _size(book: str) -> int:
    with bank().reading(anonymous(book)) as reading:
        return reading.ledger.book.head().size
