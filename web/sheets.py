"""Many services at once: a paper sheet line by line, one activity of many volunteers, and blank sheets to print.

Each line is an act of its own under its own key. What went well is done; only what did not is shown again.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.catalogue.kinds import KINDS
from timebank.errors import Refusal
from timebank.files import FileStore, plain_photograph
from timebank.ids import with_check_digit
from timebank.members.pages import members_page
from timebank.members.queries import find_any_member
from timebank.needs.payers import STAFF
from timebank.places.queries import site_row
from timebank.services.paper import LogOnPaper, LogOnPaperSchema, log_on_paper, store_for_elder
from timebank.services.use_cases import ServiceStep
from timebank.teams.queries import running_teams
from web import times
from web.current import bank, close_reading, current_actor, form_key, reading, settings, want_login, want_role
from web.forms import WrongInput, default_values, read_form, typed_values
from web.offline import LINES
from web.qr import qr_drawing
from web.refusals import say
from web.shown import kind_choices
from web.translate import _
from web.typed_clock import plain_clock

pages = Blueprint("sheets_pages", __name__)
pages.before_request(want_login)

OF_A_LINE = ("volunteer", "elder", "kind", "starts_time", "minutes")
TYPED_OF_A_LINE = ("volunteer", "elder", "starts_time", "minutes")
"""What makes a line count: the kind is filled in beforehand."""
DAYS_BACK = 31
MOST_VOLUNTEERS = MOST_TEAMS = 200
SMALLEST_SHEET, LARGEST_SHEET = 10_000_000, 99_999_999


@dataclass(frozen=True, slots=True)
class Line:
    """One service of a form with several: where its errors stand, and what it brings of its own."""

    code: str
    names: dict[str, str]
    given: dict[str, str]


@pages.get("/sheets/new")
def sheet_page() -> str:
    """Show the form for a paper sheet."""
    want_role(*STAFF)
    default_values(sheet=request.args.get("sheet", "")[:16], starts_day=times.today().isoformat())
    return render_template(
        "sheet_new.html",
        days=[(day["code"], day["words"]) for day in reversed(times.days(-DAYS_BACK, 0))],
        kinds=[(kind.code, _(kind.name)) for kind in KINDS],
        lines=range(1, LINES + 1),
        done=g.get("done", []),
    )


@pages.post("/sheets")
def enter_sheet() -> Response:
    """Enter the lines of a sheet; those that are refused are shown again."""
    want_role(*STAFF)
    given = {name: request.form.get(name, "").strip() for name in ("sheet", "witness")}
    photo = _photograph()
    if photo:
        given |= {"way": request.form.get("way", ""), "photo": "photo"}
    return _enter(list(_lines_of_sheet(given)), photo, sheet_page)


@pages.get("/sheets/print")
def print_sheet() -> str:
    """Show a blank sheet to print; its code leads to its own form."""
    actor = want_role(*STAFF)
    number = with_check_digit(secrets.randbelow(LARGEST_SHEET - SMALLEST_SHEET) + SMALLEST_SHEET)
    site = site_row(reading(), find_any_member(reading(), actor.member_id).site)
    address = f"{request.host_url}offline/sheet?sheet={number}"
    return render_template(
        "sheet_print.html",
        back_url="/sheets/new",
        site={"name": site.name, "id": site.id},
        number=number,
        code=qr_drawing(address, _("扫这里录入这张表")),
        lines=range(1, LINES + 1),
    )


@pages.get("/activities/new")
def activity_page() -> str:
    """Show the form for an activity of several volunteers."""
    actor = want_role(*STAFF)
    scope = min(actor.scopes(*STAFF), key=len)
    volunteers = members_page(reading(), actor, site=scope, role=Role.VOLUNTEER, limit=MOST_VOLUNTEERS).items
    default_values(kind="activity", starts_day=times.today().isoformat())
    return render_template(
        "activity_new.html",
        volunteers=[(one.number, f"{one.name} · {one.number}") for one in volunteers],
        days=[(day["code"], day["words"]) for day in reversed(times.days(-DAYS_BACK, 0))],
        kinds=kind_choices(),
        teams=[
            (team.number, f"{team.name} · {team.number}")
            for team in running_teams(reading(), actor, MOST_TEAMS)
        ],
        done=g.get("done", []),
    )


@pages.post("/activities")
def enter_activity() -> Response:
    """Log what each volunteer of an activity gave."""
    want_role(*STAFF)
    numbers = list(dict.fromkeys(request.form.getlist("volunteers")))[:MOST_VOLUNTEERS]
    given = {
        name: request.form.get(name, "").strip() for name in ("elder", "kind", "minutes", "note", "team")
    }
    given["starts_at"] = _moment(request.form.get("starts_time", ""))
    names = {"starts_at": "starts_time", "volunteer": "volunteers"}
    lines = [Line(number, names, {**given, "volunteer": number}) for number in numbers]
    return _enter(lines, b"", activity_page)


def _lines_of_sheet(given: dict[str, str]) -> Iterator[Line]:
    for row in range(1, LINES + 1):
        typed = {name: request.form.get(f"{name}_{row}", "").strip() for name in OF_A_LINE}
        if any(typed[name] for name in TYPED_OF_A_LINE):
            names = {name: f"{name}_{row}" for name in ("volunteer", "elder", "kind", "minutes")}
            starts_at = _moment(typed.pop("starts_time"))
            yield Line(
                str(row),
                {**names, "starts_at": f"starts_time_{row}"},
                {**given, **typed, "starts_at": starts_at},
            )


def _enter(lines: list[Line], photo: bytes, page: Any) -> Response:
    """Do each line; go on where all went well, show the others again."""
    done: list[tuple[Line, ServiceStep]] = []
    errors: dict[str, list[str]] = {}
    for line in lines:
        try:
            done.append((line, _enter_line(line, photo)))
        except WrongInput as wrong:
            for name, sentences in wrong.errors.items():
                errors.setdefault(name, []).extend(sentences)
        except Refusal as refusal:
            errors.setdefault(_place_of(line, refusal), []).append(_sentence(line, refusal))
    if lines and not errors:
        flash(_("记好了 %(count)s 条。", count=len(done)), "good")
        return redirect("/services?state=checked_out&state=confirmed", 303)
    g.errors = errors or {"_schema": [_("请至少填写一行。")]}
    g.values = _left(done)
    g.done = [step.number for _line, step in done]
    answer = make_response(page())
    answer.status_code = 422
    return answer


def _enter_line(line: Line, photo: bytes) -> ServiceStep:
    given = {name: value for name, value in line.given.items() if value}
    empty = {name: "" for name in LogOnPaperSchema().fields if name not in line.names}
    command: LogOnPaper = read_form(LogOnPaperSchema(), names=line.names, **{**empty, **given})
    close_reading()
    actor = current_actor()
    if command.way:
        slip = store_for_elder(bank(), FileStore(settings().files_folder), command.elder, photo, actor)
        command = replace(command, stored_photo=slip.name, photo_digest=slip.digest)
    return bank().run(log_on_paper, command, actor, f"{form_key()}-{line.code}")


def _place_of(line: Line, refusal: Refusal) -> str:
    """Return the input at fault: of a refusal that names none, whose hours they are."""
    return line.names.get(refusal.field or "", refusal.field or line.names["volunteer"])


def _sentence(line: Line, refusal: Refusal) -> str:
    return say(refusal) if line.names["volunteer"] != "volunteers" else f"{line.code}：{say(refusal)}"


def _left(done: list[tuple[Line, ServiceStep]]) -> dict[str, Any]:
    """Return what was typed but for the lines that are done."""
    values = typed_values()
    for line, _step in done:
        for name in OF_A_LINE:
            values.pop(f"{name}_{line.code}", None)
        if isinstance(values.get("volunteers"), list):
            values["volunteers"].remove(line.code)
        elif values.get("volunteers") == line.code:
            del values["volunteers"]
    return values


def _photograph() -> bytes:
    upload = request.files.get("photo")
    data = upload.read() if upload else b""
    return plain_photograph(data) if data else b""


def _moment(clock: str) -> str:
    day = request.form.get("starts_day", "").strip()
    return f"{day}T{plain_clock(clock)}" if day and clock.strip() else ""
