"""Services: the lists behind the figures, one service with its timeline, and the steps of giving it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Actor
from timebank.ledger_pages import AUDITORS, EntryView, entry_view
from timebank.members.cards import card_holder
from timebank.services.commands import (
    Amendment,
    AmendmentSchema,
    AmendService,
    AppealService,
    CancelService,
    CheckIn,
    CheckOut,
    MarkNoShow,
    Moment,
    MomentSchema,
    Reason,
    ReasonSchema,
)
from timebank.services.model import ServiceState
from timebank.services.offers import offers_of
from timebank.services.queries import ServiceView, find_service, review_page, service_view, services_page
from timebank.services.reviewing import appeal_service
from timebank.services.use_cases import (
    amend_service,
    cancel_service,
    check_in,
    check_out,
    mark_no_show,
)
from web import filters, times
from web.current import current_actor, reading, run, want_login
from web.figures import total_at
from web.forms import default_values, read_form, shown_again_by
from web.paged import after, pager
from web.shown import line_shown, service_shown, steps_shown
from web.translate import _
from web.words import ENTRY_WORDS

pages = Blueprint("services_pages", __name__)
pages.before_request(want_login)


@pages.get("/services")
def list_page() -> str:
    """Show the services of a place, by state; or those that wait for one's own review."""
    actor, states = current_actor(), tuple(request.args.getlist("state"))
    count = minutes = None
    if "to_review" in request.args:
        page = review_page(reading(), actor, after=after())
    else:
        site = request.args.get("site", "")
        page = services_page(
            reading(),
            actor,
            states=states,
            site=site,
            correction_waits="correction_waits" in request.args,
            after=after(),
        )
        if "correction_waits" not in request.args:
            count = total_at(site, *(f"services.{state}" for state in states or ServiceState))
            minutes = total_at(site, "minutes.settled") if states == (ServiceState.SETTLED,) else None
    shown = [line_shown(line) for line in page.items]
    return render_template(
        "service_list.html", services=shown, states=states, count=count, minutes=minutes, **pager(page)
    )


@pages.get("/services/<service_id>")
def service_page(service_id: str) -> str:
    """Show one service and what may be done with it."""
    actor = current_actor()
    view = service_view(reading(), service_id, actor)
    default_values(at_day=times.today().isoformat())
    return render_template(
        "service_show.html",
        service=service_shown(view),
        steps=steps_shown(view),
        actions=offers_of(reading(), find_service(reading(), service_id, actor), actor),
        entries=_entries(view, actor),
        days=times.days(-1, 0),
        past_days=times.days(-6, 0),
        clocks=times.clocks(5, 22, 15),
        card=_card(view.line.elder_id),
        has_photo=view.has_photo,
        correction=view.correction,
        back_url="/",
    )


@pages.post("/services/<service_id>/check-in")
@shown_again_by(service_page)
def begin(service_id: str) -> Response:
    """Record the beginning: now, or at a time typed in."""
    moment: Moment = read_form(MomentSchema())
    run(check_in, CheckIn(service_id, moment.at, moment.position, moment.card))
    flash(_("签到了。做完记得签退。"), "good")
    return redirect(f"/services/{service_id}", 303)


@pages.post("/services/<service_id>/check-out")
@shown_again_by(service_page)
def end(service_id: str) -> Response:
    """Record the end: now, or at a time typed in."""
    moment: Moment = read_form(MomentSchema())
    step = run(check_out, CheckOut(service_id, moment.at, moment.position, moment.card))
    amount = filters.minutes(step.worked_minutes)
    flash(_("签退了，一共 %(amount)s。请老人确认。", amount=amount), "good")
    return redirect(f"/services/{service_id}", 303)


@pages.post("/services/<service_id>/amendment")
@shown_again_by(service_page)
def amend(service_id: str) -> Response:
    """Put the times right before verification."""
    given: Amendment = read_form(AmendmentSchema())
    run(amend_service, AmendService(service_id, given.starts_at, given.minutes, given.note))
    flash(_("时间改好了，要请老人重新确认。"), "good")
    return redirect(f"/services/{service_id}", 303)


@pages.post("/services/<service_id>/cancellation")
@shown_again_by(service_page)
def cancel(service_id: str) -> Response:
    """Give a service back before it is given, or take back one that was logged by mistake."""
    given: Reason = read_form(ReasonSchema())
    was_given = bool(find_service(reading(), service_id, current_actor()).is_logged_afterwards)
    run(cancel_service, CancelService(service_id, given.reason))
    flash(
        _("撤回了，这一条不算。") if was_given else _("已经取消，这条需求重新等人接单。"),
        "good",
    )
    return redirect(f"/services/{service_id}", 303)


@pages.post("/services/<service_id>/no-show")
@shown_again_by(service_page)
def miss(service_id: str) -> Response:
    """Say that the volunteer did not come."""
    given: Reason = read_form(ReasonSchema())
    run(mark_no_show, MarkNoShow(service_id, given.reason))
    flash(_("记下了，这条需求重新等人接单。"), "good")
    return redirect(f"/services/{service_id}", 303)


@pages.post("/services/<service_id>/appeal")
@shown_again_by(service_page)
def appeal(service_id: str) -> Response:
    """Send a declined service to the township, once."""
    given: Reason = read_form(ReasonSchema())
    run(appeal_service, AppealService(service_id, given.reason))
    flash(_("已经请乡镇再看一次。"), "good")
    return redirect(f"/services/{service_id}", 303)


def _card(elder_id: str) -> str:
    """Return the number of the elder's card that was scanned just now, "" where none or another one was."""
    digits = request.values.get("card", "")
    return digits if digits and card_holder(reading(), digits) == elder_id else ""


def _entries(view: ServiceView, actor: Actor) -> list[dict[str, Any]]:
    """Return the ledger entries of a service for those who may open the ledger."""
    if not actor.may_act_at(actor.book, AUDITORS):
        return []
    found = [entry_view(reading(), entry_id, actor) for entry_id in view.entries]
    return [
        {
            "seq": entry.seq,
            "words": f"{_(ENTRY_WORDS[entry.kind])} {filters.minutes(_moved(entry))}",
            "at": entry.recorded,
            "url": f"/ledger/{entry.place}",
        }
        for entry in found
    ]


def _moved(entry: EntryView) -> int:
    return sum(posting.amount for posting in entry.postings if posting.is_debit)
