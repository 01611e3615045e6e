"""The elder's word on a service: on the own device, with card and PIN on another's, by a proxy, by slip or call."""

from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from timebank.files import FileStore, plain_photograph
from timebank.members.cards import spaced_card_number
from timebank.members.sessions import check_card_pin
from timebank.needs.payers import STAFF
from timebank.services.commands import Confirmation, ConfirmationSchema, ConfirmService
from timebank.services.model import ServiceState, Way
from timebank.services.offers import Offer, offers_of
from timebank.services.queries import find_service, service_view, services_page
from timebank.services.slips import NO_SLIP, StoredSlip, open_slip, store_slip
from timebank.services.use_cases import confirm_service
from web import times
from web.current import (
    bank,
    close_reading,
    current_actor,
    form_key,
    reading,
    run,
    settings,
    want_login,
    want_role,
)
from web.forms import default_values, read_form, shown_again_by
from web.shown import line_shown, service_shown
from web.translate import _

pages = Blueprint("confirming_pages", __name__)
pages.before_request(want_login)

OWN, CARD = "own", "card"
WAY_OF_MARK = {
    "signature": Way.SLIP_SIGNATURE,
    "thumb_print": Way.SLIP_THUMB,
    "witness": Way.SLIP_WITNESS,
    "call_back": Way.CALL_BACK,
}
MOST_TO_CHOOSE = 100


@pages.get("/services/<service_id>/confirmation")
def confirm_page(service_id: str) -> str:
    """Show what was done, for the elder's side to say yes to."""
    actor = current_actor()
    view = service_view(reading(), service_id, actor)
    offers = offers_of(reading(), find_service(reading(), service_id, actor), actor)
    shown = service_shown(view) | {"minutes": view.line.worked_minutes}
    way = OWN if Offer.CONFIRM in offers else CARD
    default_values(card=spaced_card_number(request.args.get("card", "")[:10]))
    return render_template("confirm_service.html", service=shown, way=way)


@pages.post("/services/<service_id>/confirmation")
@shown_again_by(confirm_page)
def confirm(service_id: str) -> AnyResponse:
    """Confirm as the elder, as a proxy, or with the elder's card and PIN."""
    given: Confirmation = read_form(ConfirmationSchema(), way=_way(service_id))
    run(confirm_service, ConfirmService(service_id, given.way, confirmer=_confirmer(given)))
    flash(_("确认好了。接下来由没有参与的人审核。"), "good")
    return redirect("/confirmations" if given.way == Way.OWN_DEVICE else f"/services/{service_id}", 303)


@pages.get("/slips/new")
def choose_page() -> str:
    """Show the services that a paper slip may be about."""
    actor = want_role(*STAFF)
    states = (ServiceState.CHECKED_OUT, ServiceState.CHECKED_IN, ServiceState.ACCEPTED)
    lines = services_page(reading(), actor, states=states, limit=MOST_TO_CHOOSE).items
    return render_template("slip_new.html", service=None, services=[line_shown(line) for line in lines])


@pages.get("/services/<service_id>/slip")
def slip_page(service_id: str) -> str:
    """Show the form for a paper slip or a call-back."""
    line = service_view(reading(), service_id, want_role(*STAFF)).line
    begins = times.local(line.begins_at)
    default_values(
        starts_day=f"{begins:%Y-%m-%d}", starts_time=f"{begins:%H:%M}", minutes=str(line.worked_minutes)
    )
    return render_template("slip_new.html", service=line_shown(line), services=[], days=times.days(-6, 0))


@pages.post("/services/<service_id>/slip")
@shown_again_by(slip_page)
def enter_slip(service_id: str) -> AnyResponse:
    """Enter what a slip or a call says; the photograph is put away before."""
    way = WAY_OF_MARK.get(request.form.get("mark", ""), "")
    given: Confirmation = read_form(ConfirmationSchema(), names={"way": "mark"}, way=way, photo="")
    slip = _stored_photograph(service_id)
    starts_at, minutes = _times_unless_known(service_id, given)
    command = ConfirmService(
        service_id=service_id,
        way=given.way,
        starts_at=starts_at,
        minutes=minutes,
        witness=given.witness,
        photo=slip.name,
        photo_digest=slip.digest,
    )
    run(confirm_service, command)
    flash(_("录好了。您录的不能由您审核，已经转给别人。"), "good")
    return redirect(f"/services/{service_id}", 303)


@pages.get("/services/<service_id>/photo")
def photo(service_id: str) -> Response:
    """Show the photographed slip to those who review it; the look is kept."""
    close_reading()
    picture = open_slip(bank(), _files(), service_id, current_actor())
    return Response(picture, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _way(service_id: str) -> str:
    if request.form.get("way") == CARD:
        return Way.CARD_PIN
    service = find_service(reading(), service_id, current_actor())
    return Way.OWN_DEVICE if service.elder_id == current_actor().member_id else Way.PROXY


def _confirmer(given: Confirmation) -> str:
    """Return whose card and PIN were typed; tries are counted by who lends the device."""
    close_reading()
    actor = current_actor()
    if given.way != Way.CARD_PIN or bank().is_answered(actor, form_key()):
        return ""  # a form sent twice gets its first answer
    return check_card_pin(bank(), actor.book, given.card, given.pin, f"member/{actor.member_id}")


def _times_unless_known(service_id: str, given: Confirmation) -> tuple[datetime | None, int | None]:
    """Return the times the paper brings; none where it says what check-in and check-out recorded already."""
    line = service_view(reading(), service_id, current_actor()).line
    is_known = line.begins_at == given.starts_at and line.worked_minutes == given.minutes
    if is_known and line.state == ServiceState.CHECKED_OUT:
        return None, None
    return given.starts_at, given.minutes


def _stored_photograph(service_id: str) -> StoredSlip:
    upload = request.files.get("photo")
    data = upload.read() if upload else b""
    if not data:
        return NO_SLIP
    close_reading()
    return store_slip(bank(), _files(), service_id, plain_photograph(data), current_actor(), form_key())


def _files() -> FileStore:
    return FileStore(settings().files_folder)
