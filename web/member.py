"""One member: what everybody at the desk sees, the record that is opened for a task, and the member's account."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.departures.use_cases import departure_of
from timebank.errors import Refusal
from timebank.grants.queries import grants_held_by
from timebank.members.access import create_account_by_code, issue_card, may_equip, set_pin
from timebank.members.access_commands import CreateCode, IssueCard, SetPin, SetPinSchema
from timebank.members.cards import in_fours
from timebank.members.commands import LookAtMember, LookPurpose
from timebank.members.finding import find_member, is_keeper
from timebank.members.grants import KEEPERS
from timebank.members.held_secrets import held_secrets
from timebank.members.looks import FullRecord, look_at_member, looks_page
from timebank.members.model import ApprovalStep, Member, VolunteerState
from timebank.members.my_page import VolunteerView, volunteer_view
from timebank.members.naming import name_of
from timebank.members.pages import member_line
from timebank.members.roles import has_role
from timebank.members.volunteering import SUPERVISORS
from timebank.places.queries import site_row
from timebank.places.regions import place_name
from web import filters
from web.cards import card_shown
from web.current import bank, close_reading, current_actor, form_key, reading, run, want_login, want_role
from web.forms import read_form, shown_again_by
from web.members import line_roles
from web.pairing import partners_shown
from web.sessions import want_same_twice
from web.shown import kind_choices
from web.statements import balance_of, statement_of
from web.translate import _
from web.words import (
    ABILITY_WORDS,
    LANGUAGE_WORDS,
    LIVING_WORDS,
    PURPOSE_WORDS,
    SEX_WORDS,
    SKILL_WORDS,
    TAG_WORDS,
)

pages = Blueprint("member_pages", __name__)
pages.before_request(want_login)


@pages.get("/members/<member_id>")
def member_page(member_id: str, **fresh: Any) -> str:
    """Show a member without the record; `fresh` is what was made just now and is shown this once."""
    actor = current_actor()
    member = find_member(reading(), member_id, actor)
    keeps = is_keeper(member, actor)
    volunteer = volunteer_view(reading(), member)
    shown = {"sensitive": None, "fresh_card": None, "fresh_code": None, **fresh}
    return render_template(
        "member_show.html",
        member=_shown(member),
        balance=balance_of(member.id),
        looks=_looks(member.id) if keeps else [],
        actions=_actions(member, volunteer, keeps=keeps),
        volunteer=_volunteer(volunteer),
        kinds=[(each["code"], each["words"]) for each in kind_choices()],
        departure=_departure(member),
        pairs=partners_shown(member.id),
        purposes=[(purpose.value, _(PURPOSE_WORDS[purpose])) for purpose in LookPurpose],
        **shown,
    )


@pages.post("/members/<member_id>/looks")
@shown_again_by(member_page)
def look(member_id: str) -> str:
    """Open the record for a task. It is shown at once and stored nowhere, so it is run without a key."""
    purpose = request.form.get("purpose", "")
    command = LookAtMember(member_id, purpose if purpose in set(LookPurpose) else LookPurpose.CARE)
    close_reading()
    record = bank().run(look_at_member, command, current_actor())
    return member_page(member_id, sensitive=_record(record))


@pages.post("/members/<member_id>/card")
@shown_again_by(member_page)
def give_card(member_id: str) -> str:
    """Issue a card; its number is shown this once."""
    card = run(issue_card, IssueCard(member_id))
    return member_page(member_id, fresh_card=card_shown(card.number, name_of(reading(), member_id)))


@pages.post("/members/<member_id>/pin")
@shown_again_by(member_page)
def choose_pin(member_id: str) -> Response:
    """Set the PIN that the member types at the desk."""
    command: SetPin = read_form(SetPinSchema())
    want_same_twice("pin")
    close_reading()
    set_pin(bank(), SetPin(command.pin, member_id), current_actor(), form_key())
    flash(_("数字密码设好了。"), "good")
    return redirect(f"/members/{member_id}", 303)


@pages.post("/members/<member_id>/one-time-code")
@shown_again_by(member_page)
def give_code(member_id: str) -> str:
    """Make a one-time code; it is shown this once."""
    issued = run(create_account_by_code, CreateCode(member_id))
    return member_page(member_id, fresh_code={"code": in_fours(issued.code), "expires_at": issued.expires_at})


@pages.get("/members/<member_id>/statement")
def statement_page(member_id: str) -> str:
    """Show a member's time to those who keep the record."""
    want_role(*KEEPERS, Role.AUDITOR)
    line = member_line(reading(), member_id, current_actor())
    grants = grants_held_by(reading(), member_id)
    return render_template("elder_time.html", whose=line.name, grants=grants, **statement_of(member_id))


def _shown(member: Member) -> dict[str, Any]:
    line = member_line(reading(), member.id, current_actor())
    return {
        "id": member.id,
        "number": member.number,
        "name": line.name,
        "age": line.age,
        "sex": _(SEX_WORDS[member.sex]),
        "roles": line_roles(line),
        "place": place_name(member.region),
        "site": site_row(reading(), member.site).name,
        "languages": "、".join(_(LANGUAGE_WORDS[code]) for code in member.languages),
        "since": member.registered_on,
    }


def _actions(member: Member, volunteer: VolunteerView | None, *, keeps: bool) -> list[str]:
    if not keeps:
        return ["look", "statement"] if current_actor().has(Role.AUDITOR) else ["statement"]
    if not member.is_active:
        return ["look", "statement"]
    return [
        "look",
        "correct",
        "family",
        "enter_need",
        *_secret_actions(member),
        "access",
        "message_slip",
        "statement",
        *(["pair"] if has_role(reading(), member.id, Role.ELDER) else []),
        *([] if departure_of(reading(), member.id) else ["depart"]),
        *_volunteer_actions(member, volunteer),
        *(["certificate"] if volunteer else []),
    ]


def _secret_actions(member: Member) -> list[str]:
    """Return what is given for the first time here; what the member had is given anew by two."""
    held = held_secrets(reading(), member.id)
    first = {"issue_card": held.had_card, "set_pin": held.had_pin, "one_time_code": held.had_password}
    return [
        *(
            action
            for action, had in first.items()
            if not had and may_equip(reading(), member, current_actor())
        ),
        *(["recover"] if held.had_card or held.had_pin or held.had_password else []),
    ]


def _volunteer_actions(member: Member, volunteer: VolunteerView | None) -> list[str]:
    match volunteer.state if volunteer else None:
        case None:
            return ["apply"]
        case VolunteerState.APPLIED:
            return ["train", f"approve_{_next_step()}"]
        case VolunteerState.APPROVED:
            return ["train", "suspend"]
        case _:
            return ["train", "reinstate"] if is_keeper(member, current_actor(), SUPERVISORS) else ["train"]


def _departure(member: Member) -> dict[str, str] | None:
    """Return the departure that stands, for those who keep the record."""
    standing = departure_of(reading(), member.id) if is_keeper(member, current_actor()) else None
    return None if standing is None else {"id": standing.id, "state": standing.state}


def _next_step() -> ApprovalStep:
    """Return the step that falls to the actor: coordinators take the first, those above them the second."""
    return ApprovalStep.SITE if current_actor().has(Role.COORDINATOR) else ApprovalStep.TOWNSHIP


def _volunteer(view: VolunteerView | None) -> dict[str, Any] | None:
    if view is None:
        return None
    return {
        "steps": list(view.steps),
        "state": view.state,
        "skills": "、".join(_(SKILL_WORDS[code]) for code in view.skills),
        "trainings": "、".join(each["words"] for each in kind_choices() if _was_trained(view, each["code"])),
        "insured_until": view.insured_until,
        "fit_until": view.fit_until,
    }


def _was_trained(view: VolunteerView, kind: str) -> bool:
    return any(training.kind == kind for training in view.trainings)


def _looks(member_id: str) -> list[dict[str, Any]]:
    try:
        page = looks_page(reading(), current_actor(), member_id)
    except Refusal:
        return []
    return looks_shown(page.items)


def looks_shown(looks: Any) -> list[dict[str, Any]]:
    """Return who looked, when and for what."""
    return [
        {"at": one.at, "who": one.by_name, "why": _(PURPOSE_WORDS.get(one.purpose, one.purpose))}
        for one in looks
        if not one.was_refused
    ]


def _record(record: FullRecord) -> dict[str, str | None]:
    level = record.ability_level
    return {
        "phone": record.phone or None,
        "address": f"{record.hamlet} {record.address}".strip() or None,
        "id_number": record.identity_number or None,
        "birth_date": filters.birthday(record.birth_date),
        "living": _(LIVING_WORDS[record.living]) if record.living else None,
        "ability_level": None if level is None else f"{level} {_(ABILITY_WORDS[level])}",
        "tags": "、".join(_(TAG_WORDS[tag]) for tag in record.tags) or None,
        "health": record.health or None,
        "note": record.note or None,
    }
