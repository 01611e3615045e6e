"""At the desk: who died, left or moved away, entered by two people; and what kin claim of the time."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.departures.commands import (
    ClaimInput,
    ClaimInputSchema,
    ConfirmDeparture,
    EnterDepartureSchema,
    PayClaim,
    ProposeClaim,
    TakeDepartureBack,
    WithdrawClaim,
)
from timebank.departures.estates import pay_claim, propose_claim, withdraw_claim
from timebank.departures.model import ClaimState, DepartureKind, DepartureState
from timebank.departures.queries import DepartureView, departure_view, departures_page
from timebank.departures.use_cases import confirm_departure, enter_departure, take_departure_back
from timebank.members.grants import KEEPERS
from timebank.members.naming import name_of
from timebank.members.queries import find_member
from web.amounts import typed_minutes
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import read_form, shown_again_by
from web.paged import after, pager
from web.translate import _
from web.words import DEPARTURE_WORDS, RELATION_WORDS

pages = Blueprint("departures_pages", __name__)
pages.before_request(want_login)

D = DepartureState


@pages.get("/departures")
def list_page() -> str:
    """Show the departures of the own places."""
    actor = want_role(*KEEPERS, Role.AUDITOR)
    page = departures_page(reading(), actor, after=after())
    return render_template("departures.html", departures=[_shown(view) for view in page.items], **pager(page))


@pages.get("/departures/new")
def new_page() -> str:
    """Show the form of a departure."""
    actor = want_role(*KEEPERS)
    member = find_member(reading(), request.values.get("member", ""), actor)
    return render_template(
        "departure_new.html",
        member={"id": member.id, "name": name_of(reading(), member.id), "number": member.number},
        kinds=[{"code": kind.value, "words": _(DEPARTURE_WORDS[kind])} for kind in DepartureKind],
        wait_days=reading().policy.number("departure.wait_days", member.site),
    )


@pages.post("/departures")
@shown_again_by(new_page)
def enter() -> Response:
    """Enter a departure."""
    entered = run(enter_departure, read_form(EnterDepartureSchema()))
    flash(_("登记了。还要另一位工作人员核对以后才算。"), "good")
    return redirect(f"/departures/{entered.id}", 303)


@pages.get("/departures/<departure_id>")
def departure_page(departure_id: str) -> str:
    """Show one departure with what may be done next."""
    actor = current_actor()
    view = departure_view(reading(), departure_id, actor)
    keeps = actor.may_act_at(view.site, KEEPERS)
    return render_template(
        "departure_show.html",
        departure=_shown(view),
        claims=[
            {
                "id": claim.id,
                "heir": claim.heir_name,
                "relation": _(RELATION_WORDS[claim.relation]),
                "minutes": claim.minutes,
                "state": claim.state,
                "may_pay": keeps
                and claim.state == ClaimState.PROPOSED
                and claim.proposed_by != actor.member_id,
                "may_withdraw": keeps and claim.state == ClaimState.PROPOSED,
            }
            for claim in view.claims
        ],
        may_confirm=keeps and view.state == D.ENTERED and view.entered_by != actor.member_id,
        may_take_back=keeps and view.state in (D.ENTERED, D.PENDING),
        may_claim=keeps and view.state == D.FROZEN and view.left_minutes > 0,
    )


def departure_again(departure_id: str, **_address: str) -> str:
    """Show the departure after a form about one of its claims."""
    return departure_page(departure_id)


@pages.post("/departures/<departure_id>/confirmation")
@shown_again_by(departure_page)
def confirm(departure_id: str) -> Response:
    """Confirm as a second person."""
    run(confirm_departure, ConfirmDeparture(departure_id))
    flash(_("核对好了。这几天里发现不对，随时可以撤回。"), "good")
    return redirect(f"/departures/{departure_id}", 303)


@pages.post("/departures/<departure_id>/revocation")
@shown_again_by(departure_page)
def take_back(departure_id: str) -> Response:
    """Take it back."""
    run(take_departure_back, TakeDepartureBack(departure_id))
    flash(_("撤回了，什么都没有变。"), "good")
    return redirect(f"/departures/{departure_id}", 303)


@pages.post("/departures/<departure_id>/claims")
@shown_again_by(departure_page)
def claim(departure_id: str) -> Response:
    """Write down what kin claim."""
    given: ClaimInput = read_form(ClaimInputSchema(), **typed_minutes("minutes"))
    run(propose_claim, ProposeClaim(departure_id, given.heir, given.minutes))
    flash(_("记下了。还要另一位工作人员办理转入。"), "good")
    return redirect(f"/departures/{departure_id}", 303)


@pages.post("/departures/<departure_id>/claims/<claim_id>/payment")
@shown_again_by(departure_again)
def pay(departure_id: str, claim_id: str) -> Response:
    """Pay a claim as a second person."""
    run(pay_claim, PayClaim(departure_id, claim_id))
    flash(_("转给亲属了。"), "good")
    return redirect(f"/departures/{departure_id}", 303)


@pages.post("/departures/<departure_id>/claims/<claim_id>/withdrawal")
@shown_again_by(departure_again)
def withdraw(departure_id: str, claim_id: str) -> Response:
    """Drop a claim."""
    run(withdraw_claim, WithdrawClaim(departure_id, claim_id))
    flash(_("这一项取消了。"), "good")
    return redirect(f"/departures/{departure_id}", 303)


def _shown(view: DepartureView) -> dict[str, Any]:
    return {
        "id": view.id,
        "number": view.number,
        "member_id": view.member_id,
        "name": view.member_name,
        "kind": _(DEPARTURE_WORDS[view.kind]),
        "on": view.happened_on,
        "state": view.state,
        "entered_by": view.entered_by_name,
        "confirmed_by": view.confirmed_by_name or None,
        "due_on": view.due_on if view.state == D.PENDING else None,
        "claim_until": view.claim_until if view.state == D.FROZEN else None,
        "left": view.left_minutes,
        "claimed": view.claimed_minutes,
        "pooled": view.pooled_minutes,
    }
