"""Asking for a service: an elder answers one question a page, a coordinator fills in one form for who telephones.

An elder needs three taps from the front door: to ask, what, and when, which posts the need. The rest has answers
that fit most (an hour, at home, one's own time), said before the last tap; another time leads on to a look at all of
them, each to be changed. Everything chosen stands in the address; nothing is stored before the end, and nothing is
set aside before somebody takes it, so a slip of the finger is taken back for free.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.errors import Refusal
from timebank.members.model import Member
from timebank.members.naming import hamlets_of, name_of
from timebank.members.pages import members_page
from timebank.members.queries import find_member
from timebank.needs.commands import PostNeed, PostNeedSchema
from timebank.needs.model import Payer
from timebank.needs.payers import STAFF, payers_open, spendable_minutes
from timebank.needs.use_cases import PostedNeed, post_need
from timebank.places.queries import site_row
from timebank.places.regions import place_name
from web import filters, times
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import read_form, shown_again_by
from web.questions import (
    HOME,
    SITE,
    answers_so_far,
    choices_of,
    chosen_so_far,
    kinds_asked_for,
    payer_foreseen,
    place_words,
    places_of,
    question_url,
    step_of,
    taps_post,
)
from web.refusals import say
from web.shown import Shown, minutes_choices
from web.translate import _
from web.ward import ward, ward_id
from web.words import PAYER_WORDS

PAYER_ICONS = {Payer.OWN: "wallet", Payer.GRANT: "calendar", Payer.GIFT: "heart"}
SHORTEST = 1
"""Minutes for which a payer is looked for before it is known how many are wanted."""

pages = Blueprint("asking_pages", __name__)
pages.before_request(want_login)


@pages.get("/needs/new")
def new_page() -> str:
    """Show the next question, or all answers before the need is posted."""
    answers = answers_so_far()
    step = step_of(answers)
    elder, minutes = ward(), int(answers["minutes"])
    posts_at_once = step == "when" and taps_post()
    return render_template(
        "need_new.html",
        step=step,
        position={"kind": 1, "when": 2}.get(step),
        total=2,
        back_url="/"
        if step == "kind"
        else question_url({})
        if step == "when"
        else question_url(answers, "when"),
        choices=choices_of(step, answers, elder),
        chosen=chosen_so_far(answers, elder) if step != "kind" else [],
        available=max(0, spendable_minutes(reading(), elder)),
        minutes=minutes,
        posts_at_once=posts_at_once,
        place=place_words(answers, elder),
        payer=payer_foreseen(answers, elder) if step == "confirm" or posts_at_once else None,
        values={**answers, "elder": elder.id},
    )


@pages.get("/needs/enter")
def enter_page() -> str:
    """Show the form for an elder who telephones: first the elder is looked for, then the rest on one page."""
    actor = want_role(*STAFF)
    chosen = request.values.get("elder", "")
    if not chosen:
        return render_template("need_enter.html", elder=None, **_found(request.args.get("q", "").strip()))
    elder = find_member(reading(), chosen, actor)
    return render_template(
        "need_enter.html",
        elder={
            "id": elder.id,
            "name": name_of(reading(), elder.id),
            "age": elder.age_on(times.today()),
            "hamlet": hamlets_of(reading(), [elder.id]).get(elder.id) or place_name(elder.region),
            "available": max(0, spendable_minutes(reading(), elder)),
        },
        q="",
        found=None,
        kinds=kinds_asked_for(),
        days=times.days(0, 6),
        times=times.clocks(6, 21, 30),
        lengths=minutes_choices(*times.LENGTHS),
        places=places_of(elder),
        payers=payers_of(elder, times.today(), SHORTEST),
    )


def asking_page() -> str:
    """Show the page from which a need came."""
    is_own = request.form.get("elder", "") == ward_id() or not current_actor().has(*STAFF)
    return new_page() if is_own else enter_page()


@pages.post("/needs")
@shown_again_by(asking_page)
def post() -> Response:
    """Post a need."""
    command: PostNeed = read_form(PostNeedSchema(), place=_place_text(request.form.get("place", "")))
    by_telephone = current_actor().has(*STAFF) and command.elder != current_actor().member_id
    posted = run(post_need, replace(command, by_telephone=by_telephone))
    flash(_posted_words(posted), "good")
    return redirect(f"/needs/{posted.id}", 303)


def _posted_words(posted: PostedNeed) -> str:
    if posted.pay_from == Payer.OWN:
        amount = filters.minutes(posted.will_set_aside)
        return _("已经发出去了。有人接单时预留 %(amount)s。", amount=amount)
    if posted.pay_from == Payer.PUBLIC:
        return _("已经发出去了，由县里付。")
    if posted.pay_from:
        return _("已经发出去了。由“%(payer)s”付。", payer=_(PAYER_WORDS[posted.pay_from]))
    return _("已经登记，付方待定。协管员会找到付方，再请人来。")


def payers_of(elder: Member, day: date, minutes: int) -> list[Shown]:
    """Return who may pay a service of an elder on a day, for those who settle it."""
    return [
        {
            "code": payer.value,
            "words": _(PAYER_WORDS[payer]),
            "hint": _payer_hint(payer, free),
            "icon": PAYER_ICONS.get(payer, "people"),
        }
        for payer, free in payers_open(reading(), elder, day, minutes)
    ]


def _payer_hint(payer: Payer, free: int) -> str:
    if payer == Payer.PUBLIC:
        return _("在全县公开的额度之内")
    return _("可用 %(amount)s", amount=filters.minutes(max(0, free)))


def _place_text(code: str) -> str:
    """Return what is stored of a place: nothing for the elder's home, the site by its name."""
    if code != SITE:
        return "" if code == HOME else code
    elder = find_member(reading(), request.form.get("elder", ""), current_actor())
    return site_row(reading(), elder.site).name


def _found(wanted: str) -> dict[str, Any]:
    if not wanted:
        return {"q": "", "found": None}
    try:
        lines = members_page(reading(), current_actor(), q=wanted).items
    except Refusal as refusal:
        g.errors = {"_schema": [say(refusal)]}
        return {"q": wanted, "found": None}
    hamlets = hamlets_of(reading(), [line.id for line in lines])
    found = [
        {
            "id": line.id,
            "words": f"{line.name} · " + _("%(age)s岁", age=line.age),
            "hint": f"{hamlets.get(line.id, '')} {line.number}".strip(),
        }
        for line in lines
    ]
    return {"q": wanted, "found": found}
