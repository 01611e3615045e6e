"""Objections: anyone makes one by a service's number, without a login; the county decides, past the site.

The list has those to points too, which are made and decided on the pages of points.
"""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session
from werkzeug.wrappers import Response

from timebank.actors import Actor, Role
from timebank.notices.commands import (
    DecideObjection,
    DecisionInput,
    DecisionSchema,
    NumberedObjection,
    NumberedObjectionSchema,
    ObjectionWay,
    ObjectToService,
)
from timebank.notices.model import ObjectionState
from timebank.notices.queries import DECIDERS, ObjectionView, notices_page, objection_view, objections_page
from timebank.notices.use_cases import decide_objection, object_to_service
from timebank.paging import LONGEST_PAGE
from timebank.points.award_queries import award_views
from timebank.points.objections import points_objections_page
from timebank.schemas import plain_digits
from timebank.services.model import ServiceState
from timebank.services.queries import service_view
from web import filters, times
from web.current import current_actor, reading, run, want_role
from web.forms import default_values, read_form, shown_again_by
from web.market_words import AWARD_KIND_WORDS
from web.notices import LONGEST_NUMBER, line_shown
from web.paged import after, pager
from web.shown import service_shown, steps_shown
from web.translate import _

pages = Blueprint("objections_pages", __name__)

RECEIVED = "objection"


@pages.get("/objections/new")
def new_page() -> str:
    """Show the form, with the line of the service where its number is known."""
    number = plain_digits(request.values.get("number", "")[:LONGEST_NUMBER])
    lines = notices_page(reading(), number=number).items if number else ()
    default_values(number=number, way=ObjectionWay.ONLINE.value)
    return render_template(
        "objection_new.html",
        service=line_shown(lines[0]) if lines else None,
        days=reading().policy.number("dispute.answer_days"),
        may_enter_for_others=current_actor().has(Role.COUNTY),
    )


@pages.post("/objections")
@shown_again_by(new_page)
def make() -> Response:
    """Object to a service by its number; the county also enters what came by telephone or on paper."""
    given: NumberedObjection = read_form(NumberedObjectionSchema())
    way = request.form.get("way", "") if current_actor().has(Role.COUNTY) else ""
    way = way if way in set(ObjectionWay) else ObjectionWay.ONLINE
    receipt = run(object_to_service, ObjectToService(given.number, given.reason, given.contact, way))
    session[RECEIVED] = [receipt.number, given.number, receipt.answer_by.isoformat(), receipt.is_settled]
    return redirect("/objections/received", 303)


@pages.get("/objections/received")
def received_page() -> str | Response:
    """Show the number under which the answer can be asked for."""
    if RECEIVED not in session:
        return redirect("/objections/new", 303)
    number, service_number, answer_by, is_settled = session[RECEIVED]
    return render_template(
        "objection_done.html",
        objection={
            "number": number,
            "service_number": service_number,
            "answer_by": date.fromisoformat(answer_by),
            "is_settled": is_settled,
        },
    )


@pages.get("/objections")
def list_page() -> str:
    """Show the objections this actor decides."""
    actor = want_role(*DECIDERS)
    state = request.args.get("state", ObjectionState.OPEN)
    page = objections_page(reading(), actor, state=state, after=after())
    today = times.today()
    objections = [
        _shown(view) | {"late": view.state == ObjectionState.OPEN and view.answer_by < today}
        for view in page.items
    ]
    return render_template(
        "objections.html",
        objections=objections,
        to_points=[] if after() else _to_points(actor, state, today),
        state=state,
        **pager(page),
    )


@pages.get("/objections/<objection_id>")
def decide_page(objection_id: str) -> str:
    """Show an objection with the service it is about."""
    actor = want_role(*DECIDERS)
    view = objection_view(reading(), objection_id, actor)
    service = service_view(reading(), view.service_id, actor)
    is_decided = view.state != ObjectionState.OPEN
    return render_template(
        "objection_decide.html",
        objection=_shown(view) | {"decided": {"reason": view.answer} if is_decided else None},
        service=service_shown(service),
        steps=steps_shown(service),
        is_settled=service.line.state == ServiceState.SETTLED,
        refusal=None,
    )


@pages.post("/objections/<objection_id>/decision")
@shown_again_by(decide_page)
def decide(objection_id: str) -> Response:
    """Uphold or refuse an objection."""
    given: DecisionInput = read_form(DecisionSchema())
    command = DecideObjection(objection_id, given.uphold, given.reason, given.cover_from_loss)
    decision = run(decide_objection, command)
    is_upheld = decision.state == ObjectionState.UPHELD
    flash(_("定了：异议成立。") if is_upheld else _("定了：异议不成立，服务照常往下走。"), "good")
    return redirect(f"/objections/{objection_id}", 303)


def _to_points(actor: Actor, state: str, today: date) -> list[dict[str, Any]]:
    """Return the objections to points that this actor decides, above those to services."""
    objections = points_objections_page(reading(), actor, state=state, limit=LONGEST_PAGE).items
    awards = award_views(reading(), {one.award_id for one in objections}, actor)
    return [
        {
            "award_id": one.award_id,
            "number": awards[one.award_id].number,
            "member": awards[one.award_id].member_name,
            "kind": _(AWARD_KIND_WORDS[awards[one.award_id].kind]),
            "points": awards[one.award_id].points,
            "site": awards[one.award_id].site_name,
            "received": one.made_at,
            "answer_by": one.answer_by,
            "state": one.state,
            "late": one.state == ObjectionState.OPEN and one.answer_by < today,
        }
        for one in objections
    ]


def _shown(view: ObjectionView) -> dict[str, Any]:
    return {
        "id": view.id,
        "number": view.number,
        "service_number": view.service_number,
        "volunteer": view.volunteer_name,
        "amount": filters.minutes(view.minutes),
        "site": view.site_name,
        "reason": view.reason,
        "contact": view.contact or None,
        "received": view.made_at,
        "answer_by": view.answer_by,
        "state": view.state,
    }
