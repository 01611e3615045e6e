"""Cards of members: as printed, and what happens when one is scanned.

The QR code on a card is an address with the card's number: random, revocable, and worth nothing without the PIN.
What it opens depends on who scans it; a stranger learns nothing, not even whether the card is any.
"""

from flask import Blueprint, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from timebank.members.access import CardNotFound
from timebank.members.cards import card_holder, spaced_card_number
from timebank.members.finding import is_keeper, may_see_all_at
from timebank.members.model import Member
from timebank.members.queries import elders_of_proxy, find_any_member, find_member, name_of
from timebank.schemas import plain_digits
from timebank.services.model import ServiceState
from timebank.services.queries import services_page
from web.current import current_actor, reading
from web.doors import CARE
from web.forms import default_values
from web.qr_codes import address_code
from web.sessions import CARD

pages = Blueprint("cards_pages", __name__)

UNDER_WAY = (ServiceState.CHECKED_OUT, ServiceState.CHECKED_IN, ServiceState.ACCEPTED)


@pages.get("/c/<digits>")
def scanned(digits: str) -> str | Response:
    """Lead on whoever scans a card: home, to the holder, at the desk to either of both, or to the service at hand."""
    actor = current_actor()
    if not actor.is_known:
        default_values(card=spaced_card_number(digits[:10]))
        return render_template("login.html", way=CARD, next="", needs_code=False, resume="")
    holder = card_holder(reading(), digits)
    if holder is None:
        raise CardNotFound
    if holder == actor.member_id:
        return redirect("/", 303)
    if holder in elders_of_proxy(reading(), actor.member_id):
        return redirect(f"/doors/{CARE.code}?for={holder}", 303)
    if may_see_all_at(actor, find_any_member(reading(), holder).site):
        return _at_the_desk(find_member(reading(), holder, actor), plain_digits(digits))
    lines = services_page(
        reading(), actor, states=UNDER_WAY, volunteer=actor.member_id, elder=holder, limit=1
    ).items
    if not lines:
        raise CardNotFound
    if lines[0].state == ServiceState.CHECKED_OUT:  # only the PIN is left to type
        return redirect(f"/services/{lines[0].id}/confirmation?card={digits[:10]}", 303)
    return redirect(f"/services/{lines[0].id}?card={digits}", 303)


def _at_the_desk(member: Member, card: str) -> str:
    return render_template(
        "card_scanned.html",
        member={"id": member.id, "name": name_of(reading(), member.id)},
        card=card,
        may_enter=is_keeper(member, current_actor()),
    )


def card_shown(number: str, name: str) -> dict[str, str | Markup]:
    """Return what is printed on a card."""
    address = url_for("cards_pages.scanned", digits=number, _external=True)
    return {"number": spaced_card_number(number), "name": name, "code": address_code(address)}
