"""At the desk: recording who is kin of whom, seen in the papers."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin, RecordKinSchema
from timebank.members.finding import find_by_number
from web.current import current_actor, reading, run, want_login
from web.forms import read_form, shown_again_by
from web.member import member_page
from web.translate import _

pages = Blueprint("kin_pages", __name__)
pages.before_request(want_login)


@pages.post("/members/<member_id>/kin")
@shown_again_by(member_page)
def record(member_id: str) -> Response:
    """Record what somebody, named by member number, is to a member."""
    number = request.form.get("other_number", "").strip()
    named = {"other_id": find_by_number(reading(), current_actor(), number).id} if number else {}
    given: RecordKin = read_form(RecordKinSchema(), names={"other_id": "other_number"}, **named)
    run(record_kin, RecordKin(given.other_id, given.relation, member_id))
    flash(_("亲属关系登记好了。"), "good")
    return redirect(f"/members/{member_id}", 303)
