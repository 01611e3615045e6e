"""Needs: those of an elder, of a site, those that wait for somebody, and one need with what may be done with it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.clock import local_day
from timebank.members.queries import find_any_member
from timebank.needs.commands import (
    Acceptance,
    AcceptanceSchema,
    AcceptNeed,
    Cancellation,
    CancellationSchema,
    CancelNeed,
    ChoosePayer,
    PayerChoice,
    PayerChoiceSchema,
)
from timebank.needs.model import TO_BE_FOUND, NeedState
from timebank.needs.offering import offered_page, own_township
from timebank.needs.payers import STAFF
from timebank.needs.proposing import proposals
from timebank.needs.queries import NeedView, need_view, needs_page
from timebank.needs.use_cases import accept_need, cancel_need, choose_payer
from timebank.places.regions import region
from web.asking import payers_of
from web.current import current_actor, reading, run, want_login, want_role
from web.doors import CARE, door_of
from web.figures import total_at
from web.forms import read_form, shown_again_by
from web.paged import after, pager
from web.shown import Shown, need_shown
from web.translate import _
from web.ward import ward_id
from web.words import REASON_WORDS

pages = Blueprint("needs_pages", __name__)
pages.before_request(want_login)


@pages.get("/needs")
def list_page() -> str:
    """Show the needs of an elder; at a desk those of the own sites, by state and place."""
    actor = current_actor()
    elder = ward_id() if door_of(actor) is CARE else request.args.get("elder", "")
    states = tuple(request.args.getlist("state"))
    site = request.args.get("site", "")
    page = needs_page(
        reading(),
        actor,
        states=states,
        site=site,
        elder=elder,
        payer_to_be_found="payer" in request.args,
        after=after(),
    )
    shown = [_with_elder(view, hide=view.elder_id == elder) for view in page.items]
    is_figure = states == (NeedState.OPEN,) and not elder and "payer" not in request.args
    total = total_at(site, "needs.open") if is_figure else None
    return render_template("need_list.html", needs=shown, is_own=bool(elder), total=total, **pager(page))


@pages.get("/open-needs")
def open_page() -> str:
    """Show who waits for somebody: in the own township, or anywhere when asked for."""
    actor = want_role(Role.VOLUNTEER)
    everywhere = request.args.get("all") == "yes"
    township = own_township(reading(), actor)
    page = offered_page(reading(), actor, place=actor.book if everywhere else township, after=after())
    shown = [need_shown(need) | {"reasons": _why_here(need)} for need in page.items]
    names = [place.spoken_name for place in (region(township), region(actor.book))]
    return render_template(
        "open_needs.html",
        needs=shown,
        everywhere=everywhere,
        township=names[0],
        county=names[1],
        **pager(page),
    )


@pages.get("/needs/<need_id>")
def need_page(need_id: str) -> str:
    """Show one need, as far as the actor may see it."""
    view = need_view(reading(), need_id, current_actor())
    return render_template(
        "need_show.html",
        need=need_shown(view),
        steps=[],
        service_id=view.service_id or None,
        proposals=_proposals(view),
        actions=_actions(view),
    )


@pages.post("/needs/<need_id>/acceptance")
@shown_again_by(need_page)
def accept(need_id: str) -> Response:
    """Take a need; or at the desk, for a volunteer who promised by telephone."""
    given: Acceptance = read_form(AcceptanceSchema())
    accepted = run(accept_need, AcceptNeed(need_id, given.volunteer))
    if given.volunteer:
        flash(_("记下了，这位志愿者会去。"), "good")
    else:
        flash(_("您接了这一单。请按时到，到了点“签到”。"), "good")
    return redirect(f"/services/{accepted.service_id}", 303)


@pages.post("/needs/<need_id>/cancellation")
@shown_again_by(need_page)
def cancel(need_id: str) -> Response:
    """Take a need back."""
    given: Cancellation = read_form(CancellationSchema())
    run(cancel_need, CancelNeed(need_id, given.reason))
    flash(_("已经取消。预留的时间都退回了。"), "good")
    return redirect("/needs", 303)


@pages.get("/needs/<need_id>/payer")
def payer_page(need_id: str) -> str:
    """Show the form that settles who pays."""
    actor = want_role(*STAFF)
    view = need_view(reading(), need_id, actor)
    elder = find_any_member(reading(), view.elder_id)
    return render_template(
        "need_payer.html",
        need=need_shown(view),
        payers=payers_of(elder, local_day(view.starts_at), view.minutes),
    )


@pages.post("/needs/<need_id>/payer")
@shown_again_by(payer_page)
def settle_payer(need_id: str) -> Response:
    """Settle who pays."""
    choice: PayerChoice = read_form(PayerChoiceSchema())
    run(choose_payer, ChoosePayer(need_id, choice.pay_from))
    flash(_("付方定好了，志愿者现在可以接单。"), "good")
    return redirect(f"/needs/{need_id}", 303)


def _why_here(need: NeedView) -> list[str]:
    """Return why a need stands where it stands in the list."""
    return [*([_("和您结对的老人")] if need.is_paired else []), need.site_name]


def _with_elder(view: NeedView, *, hide: bool) -> Shown:
    return need_shown(view) | {"elder": None if hide else view.elder_name, "volunteer": None}


def _proposals(view: NeedView) -> list[dict[str, Any]]:
    """Return, for the desk, whom to ask first and why."""
    actor = current_actor()
    is_waiting = view.state == NeedState.OPEN and view.pay_from != TO_BE_FOUND
    if not is_waiting or not actor.may_act_at(view.site, STAFF):
        return []
    return [
        {
            "id": one.member_id,
            "name": one.name,
            "number": one.number,
            "reasons": [_(REASON_WORDS[reason]) for reason in one.reasons],
            "ahead": one.tasks_ahead,
        }
        for one in proposals(reading(), view.id, actor)
    ]


def _actions(view: NeedView) -> list[str]:
    actor = current_actor()
    is_open, knows_the_elder = view.state == NeedState.OPEN, bool(view.elder_id)
    is_payer_found = view.pay_from != TO_BE_FOUND or not knows_the_elder  # others see no need before
    is_staff = actor.may_act_at(view.site, STAFF)
    is_elders_side = bool(view.elder_id) and view.elder_id == ward_id()
    may = {
        "accept": is_open and is_payer_found and actor.has(Role.VOLUNTEER) and not is_elders_side,
        "choose_payer": is_open and is_staff,
        "cancel": view.state in (NeedState.OPEN, NeedState.TAKEN) and (is_staff or is_elders_side),
    }
    return [action for action, is_so in may.items() if is_so]
