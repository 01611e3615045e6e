"""The front page: for strangers the four doors, for members the home page behind their own."""

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from web import auditing, care, coordinating, county, volunteering
from web.current import current_actor, want_login
from web.doors import BOOKS, CARE, DESK, OVERSIGHT, SERVING, door_of, doors_of, enter

pages = Blueprint("front_pages", __name__)

HOMES: Mapping[str, Callable[[], str | Response]] = {
    OVERSIGHT.code: county.home,
    BOOKS.code: auditing.ledger,
    DESK.code: coordinating.home,
    SERVING.code: volunteering.home,
    CARE.code: care.home,
}


@pages.get("/")
def home() -> str | Response:
    """Show the home page of whoever comes."""
    actor = current_actor()
    if not actor.is_known:
        return render_template("front.html", verify_url=url_for("verifying_receipts_pages.check_page"))
    door = door_of(actor)
    return HOMES[door.code]() if door else redirect("/me", 303)


@pages.get("/doors/<code>")
def go_through(code: str) -> Response:
    """Go through another of one's doors; kin choose here whose care it is about."""
    want_login()
    door = next((each for each in doors_of(current_actor()) if each.code == code), None)
    if door is None:
        abort(404)
    enter(door)
    session["ward"] = request.args.get("for", "")
    return redirect("/", 303)
