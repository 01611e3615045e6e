"""Mutual-aid sites: the list behind the figure, opening one, and appointing who works there."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.errors import N_
from timebank.members.appointing import AppointStaff, AppointStaffSchema, appoint_staff
from timebank.members.cards import in_fours
from timebank.members.consents import ConsentKind
from timebank.members.naming import name_of
from timebank.members.queries import coordinators_of
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
from timebank.places.equipment import SITE_CHECKLIST
from timebank.places.model import SITE_KIND_NAMES, SiteStatus
from timebank.places.queries import STAFF, SiteView, closed_regions, site_names, sites_page
from timebank.places.regions import children
from timebank.places.site_ids import SITE_DIGITS
from timebank.places.use_cases import OPEN_SITES, close_region, close_site, pair_sites, register_site
from timebank.tallies import figures
from web.current import current_actor, reading, run, want_login, want_role
from web.figures import total_at
from web.forms import default_values, read_form, shown_again_by
from web.members import consent_shown, open_sites, version_ticked, villages
from web.paged import after, pager
from web.translate import _

pages = Blueprint("places_pages", __name__)
pages.before_request(want_login)

OFFICES = {
    Role.COORDINATOR: (N_("养老协管员"), N_("登记、录入、审核这个互助点的服务")),
    Role.SHOPKEEPER: (N_("积分超市管理员"), N_("管这个互助点的积分超市")),
    Role.TOWNSHIP: (N_("乡镇"), N_("管这个互助点所在的乡镇")),
    Role.AUDITOR: (N_("审计"), N_("看全县的账本，不能办理")),
    Role.COUNTY: (N_("县级"), N_("处理异议、更正，管互助点和人员")),
}


@pages.get("/sites")
def list_page() -> str:
    """Show the sites of a region; how many belong to a site is for those who work there."""
    actor = want_role(*STAFF)
    scope, state = request.args.get("region", ""), request.args.get("state", "")
    page = sites_page(reading(), actor, after=after(), scope=scope, state=state)
    members = figures(reading().connection, actor.book, scope or actor.book, SITE_DIGITS)
    return render_template(
        "sites.html",
        sites=[
            _shown(site, members.get(site.id, {}).get("members", 0), is_own=actor.may_act_at(site.id, STAFF))
            for site in page.items
        ],
        total=total_at(scope, OPEN_SITES) if state == SiteStatus.OPEN else None,
        may_open=actor.has(Role.COUNTY),
        **pager(page),
    )


@pages.get("/sites/new")
def new_page() -> str:
    """Show the form that opens a site."""
    want_role(Role.COUNTY)
    return render_template(
        "site_new.html",
        villages=villages(),
        site_kinds=[(kind.value, _(name)) for kind, name in SITE_KIND_NAMES.items()],
        checklist=[(point.code, _(point.name)) for point in SITE_CHECKLIST],
    )


@pages.post("/sites")
@shown_again_by(new_page)
def open_one() -> Response:
    """Open a site."""
    command: RegisterSite = read_form(RegisterSiteSchema())
    registered = run(register_site, command)
    flash(_("互助点设好了，编号 %(id)s。", id=registered.id), "good")
    return redirect("/sites", 303)


@pages.get("/sites/pair")
def pair_page() -> str:
    """Show the form that pairs two sites."""
    want_role(Role.COUNTY)
    return render_template("site_pair.html", sites=open_sites())


@pages.post("/sites/pair")
@shown_again_by(pair_page)
def pair() -> Response:
    """Send what nobody at a site may verify to another."""
    command: PairSites = read_form(PairSitesSchema())
    run(pair_sites, command)
    flash(_("结对好了。"), "good")
    return redirect("/sites", 303)


@pages.get("/sites/close")
def close_page() -> str:
    """Show the form that closes a site."""
    want_role(Role.COUNTY)
    default_values(site=request.args.get("site", ""))
    return render_template("site_close.html", sites=open_sites())


@pages.post("/sites/close")
@shown_again_by(close_page)
def close() -> Response:
    """Let nothing new begin at a site."""
    command: CloseSite = read_form(CloseSiteSchema())
    run(close_site, command)
    flash(_("停用了。这个点不再登记人、不再接新的需求；已经开始的照常办完。"), "good")
    return redirect("/sites", 303)


@pages.get("/regions/close")
def close_region_page() -> str:
    """Show the form that records that a village or township was merged or abolished."""
    want_role(Role.COUNTY)
    default_values(region=request.args.get("region", ""))
    return render_template("region_close.html", regions=_regions())


@pages.post("/regions/close")
@shown_again_by(close_region_page)
def end_region() -> Response:
    """Record the last day of a region."""
    command: CloseRegion = read_form(CloseRegionSchema())
    run(close_region, command)
    flash(_("记下了。过了那一天，这里不能再登记人、不能再设互助点；以前的都留着。"), "good")
    return redirect("/sites", 303)


@pages.get("/coordinators/new")
def appoint_page(created: dict[str, Any] | None = None) -> str:
    """Show the form that appoints somebody; or, this once, the code of who was just appointed."""
    want_role(Role.COUNTY)
    return render_template(
        "coordinator_new.html",
        sites=open_sites(),
        roles=[
            {"code": role.value, "words": _(words), "hint": _(hint)}
            for role, (words, hint) in OFFICES.items()
        ],
        consent=consent_shown(ConsentKind.BASIC),
        created=created,
    )


@pages.post("/coordinators")
@shown_again_by(appoint_page)
def appoint() -> str:
    """Appoint somebody; the answer holds the code and is the only page that does."""
    command: AppointStaff = read_form(AppointStaffSchema(), consent=version_ticked("consent"))
    appointed = run(appoint_staff, command)
    return appoint_page(
        {
            "name": command.name,
            "phone": command.phone,
            "code": in_fours(appointed.code),
            "expires_at": appointed.code_expires_at,
        }
    )


def _regions() -> list[tuple[str, str]]:
    """Return the townships and villages that are not recorded as gone, each township before its villages."""
    gone = closed_regions(reading())
    shown: list[tuple[str, str]] = []
    for township in children(current_actor().book):
        shown.append((township.code, township.spoken_name))
        shown += [
            (village.code, f"{township.spoken_name} {village.spoken_name}")
            for village in children(township.code)
        ]
    return [(code, words) for code, words in shown if not any(code.startswith(one) for one in gone)]


def _shown(site: SiteView, members: int, *, is_own: bool) -> dict[str, Any]:
    coordinators = coordinators_of(reading(), site.id)
    paired = site_names(reading(), [site.paired_site]) if site.paired_site else {}
    return {
        "id": site.id,
        "name": site.name,
        "place": site.place,
        "coordinator": name_of(reading(), coordinators[0]) if coordinators else None,
        "paired": paired.get(site.paired_site),
        "members": members if is_own else None,
        "state": "closed" if site.closed_on else "active",
        "url": f"/sites/{site.id}" if is_own else None,
    }
