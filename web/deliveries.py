"""Messages that leave the house, as the office follows them, and the printed slip for those without a phone."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.deliveries.model import DeliveryState
from timebank.deliveries.queries import DeliveryView, deliveries_page
from timebank.deliveries.slips import HandSlipOver, HandSlipOverSchema, MakeSlip, hand_slip_over, make_slip
from timebank.members.finding import find_any_member, find_kept_member
from timebank.members.grants import KEEPERS
from timebank.members.naming import name_of
from timebank.places.queries import site_row
from web import times
from web.current import bank, close_reading, current_actor, reading, run, settings, want_login, want_role
from web.forms import read_form, shown_again_by
from web.messages import message_shown
from web.paged import after, pager
from web.translate import _
from web.words import DELIVERY_WORDS, SKIP_WORDS, WAY_OUT_WORDS

pages = Blueprint("deliveries_pages", __name__)
pages.before_request(want_login)


@pages.get("/deliveries")
def list_page() -> str:
    """Show the messages on their way to members of the own places."""
    actor = want_role(*KEEPERS, Role.AUDITOR)
    state = request.args.get("state", "")
    state = state if state in set(DeliveryState) else ""
    page = deliveries_page(reading(), actor, state=state, after=after())
    return render_template(
        "deliveries.html",
        deliveries=[_shown(view) for view in page.items],
        may_print=actor.has(*KEEPERS),
        state=state,
        states=[(each.value, _(words)) for each, words in DELIVERY_WORDS.items()],
        is_set_up=any((settings().messages, settings().sms_url, settings().wecom_url)),
        **pager(page),
    )


@pages.get("/members/<member_id>/messages")
def slip_page(member_id: str) -> str:
    """Offer to print what a member has not read."""
    member = find_kept_member(reading(), member_id, current_actor())
    return render_template(
        "message_slip_new.html", member={"id": member.id, "name": name_of(reading(), member.id)}
    )


@pages.post("/members/<member_id>/messages")
@shown_again_by(slip_page)
def print_page(member_id: str) -> str:
    """Show the slip to print. It is shown at once and stored nowhere, so it is made without a key."""
    close_reading()
    slip = bank().run(make_slip, MakeSlip(member_id), current_actor())
    site = site_row(reading(), find_any_member(reading(), member_id).site)
    return render_template(
        "message_slip.html",
        back_url=f"/members/{member_id}/messages",
        member={"id": member_id, "name": name_of(reading(), member_id)},
        messages=[message_shown(line) for line in slip.messages],
        more=slip.more,
        newest=slip.messages[-1].id if slip.messages else "",
        printed=times.today(),
        site={"name": site.name, "phone": site.phone},
    )


@pages.post("/members/<member_id>/messages/handover")
@shown_again_by(slip_page)
def hand_over(member_id: str) -> Response:
    """Mark what was printed as handed over."""
    given: HandSlipOver = read_form(HandSlipOverSchema())
    handed = run(hand_slip_over, HandSlipOver(given.up_to, member_id))
    flash(_("记下了：%(count)s 条消息已经用纸交给本人。", count=handed.count), "good")
    return redirect(f"/members/{member_id}", 303)


def _shown(view: DeliveryView) -> dict[str, Any]:
    return {
        "member_id": view.member_id,
        "name": view.member_name,
        "way": _(WAY_OUT_WORDS[view.way]),
        "state": view.state,
        "reason": _(SKIP_WORDS[view.reason]) if view.reason in SKIP_WORDS else view.reason,
        "tries": view.tries,
        "made_at": view.made_at,
        "next_at": view.next_at,
        "sent_at": view.sent_at,
        "is_read": view.is_read,
    }
