"""Correcting what the register says of a member: only what is typed changes, and what stood there is kept."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from timebank.members.commands import CorrectMember, CorrectMemberSchema
from timebank.members.corrections import correct_member
from timebank.members.finding import find_kept_member
from timebank.members.naming import name_of
from web.current import current_actor, reading, run, want_login
from web.forms import read_form, shown_again_by
from web.translate import _

pages = Blueprint("corrections_pages", __name__)
pages.before_request(want_login)


@pages.get("/members/<member_id>/correction")
def correction_page(member_id: str) -> str:
    """Show an empty form: what the record says is seen by opening it for a task, not here."""
    member = find_kept_member(reading(), member_id, current_actor())
    return render_template(
        "member_correct.html", member={"id": member.id, "name": name_of(reading(), member.id)}
    )


@pages.post("/members/<member_id>/correction")
@shown_again_by(correction_page)
def correct(member_id: str) -> Response:
    """Correct what was typed, for a reason."""
    command: CorrectMember = read_form(CorrectMemberSchema())
    corrected = run(correct_member, replace(command, member_id=member_id))
    if corrected.fields:
        flash(_("改好了。原来写的、谁改的、为什么改，都留着。"), "good")
    else:
        flash(_("填的和登记的一样，没有改动。"), "info")
    return redirect(f"/members/{member_id}", 303)
