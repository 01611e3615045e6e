"""Village rules (村规民约) on file: the list of a village, the form that adds one, and the photograph."""

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from timebank.files import LARGEST_UPLOAD_BYTES, FileStore, plain_photograph
from timebank.members.queries import find_any_member
from timebank.points.commands import RecordRule, RuleInput, RuleInputSchema
from timebank.points.queries import rules_of
from timebank.points.village_rules import RECORDERS, open_rule_picture, record_rule, store_rule_picture
from web.current import bank, close_reading, current_actor, reading, run, settings, want_login, want_role
from web.forms import read_form, shown_again_by
from web.translate import _

pages = Blueprint("village_rules_pages", __name__)
pages.before_request(want_login)

VILLAGE_DIGITS = 12


@pages.get("/points/rules")
def rules_page() -> str:
    """Show the village rules on file of the own village, with the form that adds one."""
    actor = current_actor()
    village = (
        request.args.get("village", "") or find_any_member(reading(), actor.member_id).site[:VILLAGE_DIGITS]
    )
    return render_template(
        "village_rules.html",
        village=village,
        rules=rules_of(reading(), village),
        may_add=actor.has(*RECORDERS),
    )


@pages.post("/points/rules")
@shown_again_by(rules_page)
def add_rule() -> AnyResponse:
    """Put a village rule on file; the photograph is stored before the command that names it."""
    want_role(*RECORDERS)
    given: RuleInput = read_form(RuleInputSchema(), photo="-")
    upload = request.files.get("photo")
    picture = plain_photograph(upload.stream.read(LARGEST_UPLOAD_BYTES + 1) if upload else b"")
    close_reading()
    file, digest = store_rule_picture(bank(), _files(), picture, current_actor())
    run(record_rule, RecordRule(given.village, given.title, given.adopted_on, digest, file))
    flash(_("村规民约存好了。"), "good")
    return redirect(f"/points/rules?village={given.village}", 303)


@pages.get("/points/rules/<rule_id>/photo")
def rule_photo(rule_id: str) -> Response:
    """Show the photograph of a village rule."""
    picture = open_rule_picture(bank(), _files(), rule_id, current_actor())
    return Response(picture, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


def _files() -> FileStore:
    return FileStore(settings().files_folder)
