"""Pairs: the own ones and those of a place, what waits for an answer, and the form that proposes one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.members.finding import find_member
from timebank.pairing.commands import AnswerPair, AnswerPairSchema, EndPair, PairAnswer, ProposePairSchema
from timebank.pairing.queries import KEEPERS, PairView, current_pairs_of, pairs_page
from timebank.pairing.use_cases import answer_pair, end_pair, propose_pair
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import default_values, read_form, shown_again_by
from web.paged import after, pager
from web.translate import _
from web.words import PAIR_WORDS, WORD_BY_WORDS

pages = Blueprint("pairing_pages", __name__)
pages.before_request(want_login)


@pages.get("/pairs")
def list_page() -> str:
    """Show the pairs one may see, with what waits for one's answer."""
    page = pairs_page(reading(), current_actor(), member=request.args.get("member", ""), after=after())
    return render_template(
        "pairs.html",
        pairs=[pair_shown(view) for view in page.items],
        may_propose=current_actor().has(*KEEPERS),
        **pager(page),
    )


def pairs_again(**_address: str) -> str:
    """Show the list after a form whose address names a pair."""
    return list_page()


@pages.get("/pairs/new")
def new_page() -> str:
    """Show the form that proposes a pair."""
    actor = want_role(*KEEPERS)
    if elder := request.args.get("elder", ""):
        default_values(elder=find_member(reading(), elder, actor).number)
    return render_template("pair_new.html")


@pages.post("/pairs")
@shown_again_by(new_page)
def propose() -> Response:
    """Propose a pair."""
    run(propose_pair, read_form(ProposePairSchema()))
    flash(_("请过了，等两边答复。"), "good")
    return redirect("/pairs", 303)


@pages.post("/pairs/<pair_id>/answer")
@shown_again_by(pairs_again)
def answer(pair_id: str) -> Response:
    """Say yes or no for a side."""
    given: AnswerPair = read_form(AnswerPairSchema())
    run(answer_pair, AnswerPair(given.answer, given.side, pair_id))
    is_yes = given.answer == PairAnswer.YES
    flash(_("记下了：同意。") if is_yes else _("记下了：不同意。"), "good")
    return redirect("/pairs", 303)


@pages.post("/pairs/<pair_id>/ending")
@shown_again_by(pairs_again)
def end(pair_id: str) -> Response:
    """Be a pair no more."""
    run(end_pair, EndPair(pair_id))
    flash(_("停止了，两边都会知道。"), "good")
    return redirect("/pairs", 303)


def partners_shown(member_id: str) -> dict[str, Any]:
    """Return with whom a member is paired, by name, and how many pairs wait for the reader's answer."""
    views = current_pairs_of(reading(), member_id, current_actor())
    names = [
        one.elder_name if one.volunteer_id == member_id else one.volunteer_name
        for one in views
        if one.began_on
    ]
    return {
        "names": "、".join(names),
        "waiting": sum(bool(one.waits_for) for one in views),
        "any": bool(views),
    }


def pair_shown(view: PairView) -> dict[str, Any]:
    """Return a pair as the pages show it."""
    return {
        "id": view.id,
        "number": view.number,
        "state": _(PAIR_WORDS[view.state]),
        "volunteer": view.volunteer_name,
        "elder": view.elder_name,
        "hamlet": view.hamlet,
        "volunteer_said": _(WORD_BY_WORDS[view.volunteer_said]),
        "elder_said": _(WORD_BY_WORDS[view.elder_said]),
        "began_on": view.began_on,
        "ended_on": view.ended_on,
        "waits_for": list(view.waits_for),
        "is_desk": current_actor().may_act_at(view.site, KEEPERS),
        "may_end": view.may_end,
    }
