"""Receiving care: three large buttons, one's time, and the word on what was done."""

from flask import Blueprint, render_template

from timebank.gifts.queries import offered_to
from timebank.grants.queries import GrantView, grants_held_by
from timebank.needs.model import NeedState
from timebank.needs.queries import NeedView, needs_page
from timebank.services.model import ServiceState
from timebank.services.queries import ServiceLine, services_page
from web.current import current_actor, reading, want_login
from web.pairing import partners_shown
from web.shown import Shown, line_shown, need_shown
from web.statements import balance_of, statement_of
from web.ward import others, ward_id

pages = Blueprint("care_pages", __name__)
pages.before_request(want_login)


def home() -> str:
    """Show the three buttons, and what comes next."""
    waiting = _to_confirm()
    return render_template(
        "elder_home.html",
        waiting=len(waiting),
        confirm_url=f"/services/{waiting[0].id}/confirmation" if waiting else "/confirmations",
        available=balance_of(ward_id()).available + sum(one.available for one in _grants()),
        gifts=len(offered_to(reading(), ward_id())),
        coming=_coming(),
        pairs=partners_shown(ward_id()),
        others=others(),
    )


@pages.get("/time")
def time_page() -> str:
    """Show what came, what went, and what is left."""
    return render_template("elder_time.html", whose=None, grants=_grants(), **statement_of(ward_id()))


@pages.get("/confirmations")
def confirmations_page() -> str:
    """Show the services that wait for the elder's word."""
    return render_template("confirm_list.html", services=[line_shown(line) for line in _to_confirm()])


def _grants() -> tuple[GrantView, ...]:
    return grants_held_by(reading(), ward_id())


def _to_confirm() -> tuple[ServiceLine, ...]:
    states = (ServiceState.CHECKED_OUT,)
    return services_page(reading(), current_actor(), states=states, elder=ward_id()).items


def _coming() -> Shown | None:
    """Return the next need from now on, with who will come."""
    states = (NeedState.OPEN, NeedState.TAKEN)
    needs = needs_page(reading(), current_actor(), states=states, elder=ward_id()).items
    now = reading().business_clock.now()
    ahead = [need for need in needs if need.starts_at >= now]
    if not ahead:
        return None
    need = min(ahead, key=lambda each: each.starts_at)
    shown = need_shown(need)
    return {**shown, "at": need.starts_at, "volunteer": _who_comes(need)}


def _who_comes(need: NeedView) -> str | None:
    if not need.service_id:
        return None
    taken = (ServiceState.ACCEPTED, ServiceState.CHECKED_IN)
    lines = services_page(reading(), current_actor(), states=taken, elder=need.elder_id).items
    return next((line.volunteer_name for line in lines if line.id == need.service_id), None)
