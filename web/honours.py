"""The page of honours, and agreeing to stand on it."""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.honours.queries import honour_page
from timebank.members.commands import GiveConsent
from timebank.members.consents import ConsentKind, consents_in_force
from timebank.members.corrections import give_consent
from web.current import current_actor, reading, run, want_login
from web.forms import shown_again_by
from web.members import consent_shown, version_ticked
from web.translate import _

pages = Blueprint("honours_pages", __name__)


@pages.get("/honours")
def show_page() -> str:
    """Show the page of a month, or the latest."""
    page = honour_page(reading(), request.args.get("month", ""))
    actor = current_actor()
    agreed = bool(actor.is_known and consents_in_force(reading(), actor.member_id, ConsentKind.HONOUR))
    return render_template(
        "honours.html",
        month=page.month,
        months=page.months,
        people=[
            {"name": one.name, "site": one.site_name, "minutes": one.minutes, "stars": one.stars}
            for one in page.people
        ],
        may_agree=actor.is_known and not agreed,
        agreed=agreed,
    )


@pages.get("/honours/consent")
def consent_page() -> str:
    """Show what one agrees to."""
    want_login()
    return render_template("honour_consent.html", consent=consent_shown(ConsentKind.HONOUR))


@pages.post("/honours/consent")
@shown_again_by(consent_page)
def agree() -> Response:
    """Agree to be named."""
    want_login()
    version = version_ticked("consent")
    run(give_consent, GiveConsent(ConsentKind.HONOUR, version, member_id=current_actor().member_id))
    flash(_("谢谢！下个月的榜上就有您的名字。"), "good")
    return redirect("/honours", 303)
