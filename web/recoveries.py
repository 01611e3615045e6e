"""At the desk: a lost card, a forgotten PIN, a new phone, given anew by two people in three steps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.members.access import may_equip
from timebank.members.cards import in_fours
from timebank.members.finding import find_any_member, find_kept_member, is_keeper
from timebank.members.grants import KEEPERS
from timebank.members.held_secrets import HeldSecrets, held_secrets
from timebank.members.naming import name_of
from timebank.recoveries.commands import (
    AgreeToRecovery,
    AskForRecovery,
    AskForRecoverySchema,
    HandOver,
    HandOverSchema,
    TakeRecoveryBack,
)
from timebank.recoveries.model import RecoveryKind, RecoveryState
from timebank.recoveries.queries import RecoveryView, recoveries_page, recovery_view
from timebank.recoveries.use_cases import (
    GivenAnew,
    agree_to_recovery,
    ask_for_recovery,
    hand_over,
    take_recovery_back,
)
from web.cards import card_shown
from web.current import bank, close_reading, current_actor, form_key, reading, run, want_login, want_role
from web.forms import default_values, read_form, shown_again_by
from web.paged import after, pager
from web.sessions import want_same_twice
from web.translate import _
from web.words import RECOVERY_KIND_HINTS, RECOVERY_KIND_WORDS, RECOVERY_SECRET_WORDS

pages = Blueprint("recoveries_pages", __name__)
pages.before_request(want_login)


@pages.get("/recoveries")
def list_page() -> str:
    """Show the recoveries of the own places."""
    actor = want_role(*KEEPERS, Role.AUDITOR)
    page = recoveries_page(reading(), actor, after=after())
    return render_template(
        "recoveries.html", recoveries=[recovery_shown(view) for view in page.items], **pager(page)
    )


@pages.get("/recoveries/new")
def new_page() -> str:
    """Show the form that asks for one, with what the member once had."""
    actor = want_role(*KEEPERS)
    member = find_kept_member(reading(), request.values.get("member", ""), actor)
    kinds = _kinds(held_secrets(reading(), member.id))
    may_stop = may_equip(reading(), member, actor)
    default_values(kind=kinds[0]["code"] if len(kinds) == 1 else "")
    if may_stop and request.method == "GET":  # a box that was emptied stays so when the form is shown again
        default_values(stop_now="yes")
    return render_template(
        "recovery_new.html",
        member={"id": member.id, "name": name_of(reading(), member.id), "number": member.number},
        kinds=kinds,
        may_stop=may_stop,
    )


@pages.post("/recoveries")
@shown_again_by(new_page)
def ask() -> Response:
    """Ask for one."""
    command: AskForRecovery = read_form(AskForRecoverySchema())
    asked = run(ask_for_recovery, command)
    flash(_("提出了。还要另一位工作人员同意，才能给新的。"), "good")
    return redirect(f"/recoveries/{asked.id}", 303)


@pages.get("/recoveries/<recovery_id>")
def recovery_page(recovery_id: str, fresh: dict[str, Any] | None = None) -> str:
    """Show one with what may be done next; `fresh` is what was handed over just now and is shown this once."""
    actor = current_actor()
    view = recovery_view(reading(), recovery_id, actor)
    member = find_any_member(reading(), view.member_id)
    keeps = is_keeper(member, actor) and view.is_waiting
    return render_template(
        "recovery_show.html",
        recovery=recovery_shown(view),
        may_agree=keeps and view.state == RecoveryState.ASKED and view.asked_by != actor.member_id,
        may_hand_over=keeps and view.state == RecoveryState.AGREED and may_equip(reading(), member, actor),
        may_take_back=keeps,
        needs_pin=view.kind != RecoveryKind.LOGIN,
        **{"fresh_card": None, "fresh_code": None, **(fresh or {})},
    )


@pages.post("/recoveries/<recovery_id>/agreement")
@shown_again_by(recovery_page)
def agree(recovery_id: str) -> Response:
    """Agree as a second person."""
    run(agree_to_recovery, AgreeToRecovery(recovery_id))
    flash(_("同意了，原来的马上不能用了。请把新的当面交给本人。"), "good")
    return redirect(f"/recoveries/{recovery_id}", 303)


@pages.post("/recoveries/<recovery_id>/revocation")
@shown_again_by(recovery_page)
def take_back(recovery_id: str) -> Response:
    """Drop it."""
    run(take_recovery_back, TakeRecoveryBack(recovery_id))
    flash(_("取消了。已经停掉的不会恢复。"), "good")
    return redirect(f"/recoveries/{recovery_id}", 303)


@pages.post("/recoveries/<recovery_id>/handover")
@shown_again_by(recovery_page)
def give(recovery_id: str) -> str | Response:
    """Hand over what is new; the answer is the only page that shows it."""
    typed: HandOver = read_form(HandOverSchema())
    if typed.pin:
        want_same_twice("pin")
    close_reading()
    handed = hand_over(bank(), HandOver(typed.pin, recovery_id), current_actor(), form_key())
    if handed.kind == RecoveryKind.PIN:
        flash(_("新的数字密码设好了。"), "good")
        return redirect(f"/recoveries/{recovery_id}", 303)
    return recovery_page(recovery_id, _fresh(handed))


def recovery_shown(view: RecoveryView) -> dict[str, Any]:
    """Return a recovery in words, with who did what."""
    return {
        "id": view.id,
        "member_id": view.member_id,
        "name": view.member_name,
        "kind": _(RECOVERY_KIND_WORDS[view.kind]),
        "what": _(RECOVERY_SECRET_WORDS[view.kind]),
        "state": view.state if view.is_waiting or view.handed_over_at else RecoveryState.TAKEN_BACK,
        "steps": [
            {"words": words, "at": at, "who": who or None, "note": None}
            for words, at, who in (
                (_("提出"), view.asked_at, view.asked_by_name),
                (_("同意，原来的停用"), view.agreed_at, view.agreed_by_name),
                (_("新的交给本人"), view.handed_over_at, view.handed_over_by_name),
            )
            if at or view.is_waiting
        ],
    }


def _kinds(held: HeldSecrets) -> list[dict[str, str]]:
    had = {
        RecoveryKind.CARD: held.had_card,
        RecoveryKind.PIN: held.had_pin,
        RecoveryKind.LOGIN: held.had_password,
    }
    return [
        {
            "code": kind.value,
            "words": _(RECOVERY_KIND_WORDS[kind]),
            "hint": _(RECOVERY_KIND_HINTS[kind]),
        }
        for kind, is_held in had.items()
        if is_held
    ]


def _fresh(handed: GivenAnew) -> dict[str, Any]:
    if handed.kind == RecoveryKind.CARD:
        return {"fresh_card": card_shown(handed.card_number, name_of(reading(), handed.member_id))}
    return {"fresh_code": {"code": in_fours(handed.code), "expires_at": handed.code_expires_at}}
