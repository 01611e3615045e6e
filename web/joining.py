"""Applying as a volunteer without a login: the person fills in one page, whoever knows the person approves."""

from flask import Blueprint, redirect, render_template, session
from werkzeug.wrappers import Response

from timebank.catalogue.volunteers import LANGUAGES, SKILLS
from timebank.members.access import register_self
from timebank.members.commands import SelfRegistration, SelfRegistrationSchema
from timebank.members.consents import ConsentKind
from timebank.members.secret_rules import SHORTEST_PASSWORD
from timebank.places.queries import site_names
from web.current import bank, close_reading, current_book, form_key, reading
from web.forms import read_form, shown_again_by
from web.members import consent_shown, open_sites, version_ticked
from web.sessions import want_same_twice
from web.translate import _

pages = Blueprint("joining_pages", __name__)

JOINED = "joined"


@pages.get("/join")
def join_page() -> str:
    """Show the form, with what comes of it and what is agreed to."""
    return render_template(
        "join.html",
        sites=open_sites(),
        spoken=[(language.code, _(language.name)) for language in LANGUAGES],
        skills=[(skill.code, _(skill.name)) for skill in SKILLS],
        consent=consent_shown(ConsentKind.BASIC),
        min_length=SHORTEST_PASSWORD,
        redeem_age=reading().policy.number("redeem.age_years", current_book().book),
    )


@pages.post("/join")
@shown_again_by(join_page)
def join() -> Response:
    """Put an application on the register."""
    command: SelfRegistration = read_form(SelfRegistrationSchema(), consent=version_ticked("consent"))
    want_same_twice("password")
    close_reading()
    registered = register_self(bank(), current_book().book, command, form_key())
    session[JOINED] = [registered.number, command.site]
    return redirect("/join/received", 303)


@pages.get("/join/received")
def joined_page() -> str | Response:
    """Say what happens next, with the number under which the coordinator finds the application."""
    if JOINED not in session:
        return redirect("/join", 303)
    number, site = session[JOINED]
    return render_template(
        "join_done.html", number=number, site=site_names(reading(), [site]).get(site, site)
    )
