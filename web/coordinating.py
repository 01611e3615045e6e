"""The coordinator's and the township's desk: one queue of what waits for them, and blank slips to print."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template

from timebank.actors import Actor, Role
from timebank.catalogue.kinds import KINDS
from timebank.certificates.model import CertificateState
from timebank.certificates.queries import CertificateSummary, certificates_page
from timebank.departures.queries import UNDER_WAY, DepartureView, departures_page
from timebank.devices.queries import ItemLine, items_page
from timebank.members.pages import MemberLine, applicants_page
from timebank.members.queries import find_any_member
from timebank.needs.model import NeedState
from timebank.needs.payers import STAFF
from timebank.needs.queries import NeedView, needs_page
from timebank.notices.queries import ObjectionView, objections_page
from timebank.paging import Page
from timebank.places.queries import site_row
from timebank.points.award_queries import AwardView, award_views, awards_page
from timebank.points.model import AwardKind
from timebank.points.objections import points_objections_page
from timebank.recoveries.queries import RecoveryView, recoveries_page
from timebank.services.model import ServiceState
from timebank.services.proposals import SECOND
from timebank.services.queries import ServiceLine, review_page, services_page
from timebank.shop.order_model import OrderState
from timebank.shop.order_queries import OrderView, orders_page
from web import filters
from web.current import current_actor, reading, want_login, want_role
from web.market_words import AWARD_KIND_WORDS
from web.set_aside import line_shown
from web.shown import need_shown
from web.translate import _
from web.words import DEPARTURE_WORDS, KIND_WORDS, RECOVERY_KIND_WORDS

pages = Blueprint("coordinating_pages", __name__)
pages.before_request(want_login)

SHOWN_OF_A_GROUP = 5
MOST_COUNTED = 100
SLIPS_ON_A_SHEET = 2

Item = dict[str, Any]


def home() -> str:
    """Show the queue in its groups."""
    actor = current_actor()
    waiting = review_page(reading(), actor, limit=MOST_COUNTED)
    mine = [line for line in waiting.items if actor.may_act_at(line.site, STAFF)]
    referred = [line for line in waiting.items if line not in mine]
    unpaid = needs_page(
        reading(), actor, states=(NeedState.OPEN,), payer_to_be_found=True, limit=MOST_COUNTED
    )
    applicants = applicants_page(reading(), actor, limit=MOST_COUNTED)
    to_confirm = services_page(reading(), actor, states=(ServiceState.CHECKED_OUT,), limit=MOST_COUNTED)
    objected = services_page(reading(), actor, states=(ServiceState.OBJECTED,), limit=MOST_COUNTED)
    asked = certificates_page(
        reading(), actor, states=(CertificateState.ASKED,), as_issuer=True, limit=MOST_COUNTED
    )
    on_notice = services_page(
        reading(), actor, states=(ServiceState.VERIFIED, ServiceState.ON_NOTICE), limit=MOST_COUNTED
    )
    deeds = awards_page(reading(), actor, to_decide=True, limit=MOST_COUNTED)
    set_aside = items_page(reading(), actor, limit=MOST_COUNTED)
    groups = [
        _group("verify", [_to_verify(line) for line in mine], "/services?to_review"),
        _group("referred", [_to_verify(line) for line in referred], "/services?to_review"),
        _group("payer", [_unpaid(need) for need in unpaid.items], "/needs?state=open&payer"),
        _group("awards", [_award(one) for one in deeds.items], "/points/awards?state=proposed"),
        *_to_hand_over(actor),
        _group("set_aside", [_set_aside(line) for line in set_aside.items], "/set-aside"),
        _group("applicants", [_applicant(line) for line in applicants.items], "/members/applicants"),
        _group("certificates", [_certificate(one) for one in asked.items], "/certificates?state=asked"),
        _group("confirm", _services(to_confirm), "/services?state=checked_out"),
        _group("objections", _services(objected), "/services?state=objected"),
        _group("settle", _services(on_notice), "/services?state=verified&state=on_notice"),
        *_for_two(actor),
    ]
    gone = departures_page(reading(), actor, states=UNDER_WAY, limit=MOST_COUNTED)
    groups.append(_group("departures", [_departure(view) for view in gone.items], "/departures"))
    anew = recoveries_page(reading(), actor, waiting=True, limit=MOST_COUNTED)
    groups.append(_group("recoveries", [_recovery(view) for view in anew.items], "/recoveries"))
    return render_template(
        "coordinator_home.html",
        site=_place_name(),
        groups=groups,
        may_see_tree=actor.has(Role.TOWNSHIP, Role.COUNTY),
        may_record_offline=actor.has(Role.COORDINATOR),
        may_keep_shop=actor.has(Role.COORDINATOR),
    )


def _to_hand_over(actor: Actor) -> list[dict[str, Any]]:
    """Return the orders that wait to be picked up at the coordinator's own site."""
    sites = actor.scopes(Role.COORDINATOR)
    if not sites:
        return []
    waiting = orders_page(
        reading(), actor, states=(OrderState.RESERVED,), site=sites[0], limit=MOST_COUNTED
    ).items
    return [_group("orders", [_order(one) for one in waiting], "/shop/orders?state=reserved")]


def _for_two(actor: Actor) -> list[dict[str, Any]]:
    """Return what waits for a decision above the site."""
    if not actor.has(*SECOND):
        return []
    waiting = services_page(reading(), actor, correction_waits=True, limit=MOST_COUNTED)
    objections = objections_page(reading(), actor, limit=MOST_COUNTED).items
    to_points = points_objections_page(reading(), actor, limit=MOST_COUNTED).items
    awards = award_views(reading(), {one.award_id for one in to_points}, actor)
    decide = [_award(awards[one.award_id]) for one in to_points] + [_objection(one) for one in objections]
    return [
        _group("corrections", _services(waiting), "/services?correction_waits"),
        _group("decide", decide, "/objections"),
    ]


@pages.get("/slips/print")
def print_slips() -> str:
    """Show a sheet of blank slips to print."""
    actor = want_role(*STAFF)
    site = site_row(reading(), find_any_member(reading(), actor.member_id).site)
    return render_template(
        "slip_print.html",
        back_url="/",
        site={"name": site.name, "id": site.id},
        kinds=[kind.name for kind in KINDS],
        count=SLIPS_ON_A_SHEET,
    )


def _group(code: str, items: Sequence[Item], url: str) -> dict[str, Any]:
    return {
        "code": code,
        "total": len(items) if len(items) < MOST_COUNTED else f"{MOST_COUNTED}+",
        "items": items[:SHOWN_OF_A_GROUP],
        "more_url": url if len(items) > SHOWN_OF_A_GROUP else None,
    }


def _to_verify(line: ServiceLine) -> Item:
    return _service(line) | {"url": f"/services/{line.id}/verification"}


def _services(page: Page[ServiceLine]) -> list[Item]:
    return [_service(line) for line in page.items]


def _service(line: ServiceLine) -> Item:
    return {
        "url": f"/services/{line.id}",
        "title": f"{_(KIND_WORDS[line.kind])} · {line.volunteer_name} → {line.elder_name}",
        "words": f"{filters.when(line.begins_at)} · {filters.minutes(line.worked_minutes)}",
        "state": line.state,
    }


def _objection(view: ObjectionView) -> Item:
    return {
        "url": f"/objections/{view.id}",
        "title": f"{view.number} · {view.volunteer_name}",
        "words": f"{view.site_name} · {filters.minutes(view.minutes)}",
        "state": None,
    }


def _unpaid(need: NeedView) -> Item:
    shown = need_shown(need)
    return {
        "url": f"/needs/{need.id}/payer",
        "title": f"{_(shown['kind'])} · {need.elder_name}",
        "words": f"{filters.when(need.starts_at)} · {filters.minutes(need.minutes)}",
        "state": "payer_to_be_found",
    }


def _set_aside(line: ItemLine) -> Item:
    shown = line_shown(line)
    return {
        "url": f"/set-aside/{line.id}",
        "title": shown["title"],
        "words": f"{filters.when(line.made_at)} · {shown['words']}",
        "state": None,
    }


def _departure(view: DepartureView) -> Item:
    return {
        "url": f"/departures/{view.id}",
        "title": view.member_name,
        "words": f"{_(DEPARTURE_WORDS[view.kind])} · {filters.day(view.happened_on)}",
        "state": f"departure_{view.state}",
    }


def _award(view: AwardView) -> Item:
    what = view.rule_title if view.kind == AwardKind.DEDUCTION else _(view.head)
    return {
        "url": f"/points/awards/{view.id}",
        "title": f"{_(AWARD_KIND_WORDS[view.kind])} · {view.member_name}",
        "words": f"{what} · " + _("%(points)s 分", points=view.points) + f" · {view.site_name}",
        "state": None,
    }


def _order(view: OrderView) -> Item:
    return {
        "url": f"/shop/orders/{view.id}",
        "title": "、".join(f"{line.name} {line.quantity}{line.measure}" for line in view.lines),
        "words": f"{view.ordered_by} · " + _("%(points)s 分", points=view.points) + f" · {view.number}",
        "state": None,
    }


def _recovery(view: RecoveryView) -> Item:
    return {
        "url": f"/recoveries/{view.id}",
        "title": view.member_name,
        "words": f"{_(RECOVERY_KIND_WORDS[view.kind])} · {filters.when(view.asked_at)}",
        "state": f"recovery_{view.state}",
    }


def _applicant(line: MemberLine) -> Item:
    return {
        "url": f"/members/{line.id}",
        "title": line.name,
        "words": _("%(age)s岁", age=line.age) + f" · {line.number}",
        "state": None,
    }


def _certificate(asked: CertificateSummary) -> Item:
    return {
        "url": f"/certificates/{asked.number}/record",
        "title": asked.holder_name,
        "words": f"{filters.day(asked.asked_at)} · {asked.number}",
        "state": asked.state,
    }


def _place_name() -> str:
    """Return the name of the place whose queue this is."""
    actor = current_actor()
    sites = actor.scopes(Role.COORDINATOR)
    return site_row(reading(), sites[0]).name if sites else ""
