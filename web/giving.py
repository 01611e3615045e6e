"""Giving time on: to kin, who accept or decline; as a standing promise; to the pool of a site."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.gifts.commands import (
    Answer,
    AnswerGift,
    DonateTimeSchema,
    EndPromise,
    GiftAnswer,
    GiftAnswerSchema,
    GiveTimeSchema,
    PromiseTimeSchema,
    TakeGiftBack,
)
from timebank.gifts.donations import donate_time, donations_page
from timebank.gifts.kin import possible_receivers
from timebank.gifts.promises import end_promise, promise_time
from timebank.gifts.queries import GiftView, gifts_page, offered_to, promises_of
from timebank.gifts.use_cases import answer_gift, give_time, take_gift_back
from timebank.members.queries import find_any_member, names_of
from timebank.needs.pools import pool_view
from timebank.units import hours_and_minutes
from web import filters
from web.amounts import typed_minutes
from web.current import current_actor, reading, run, want_login
from web.forms import read_form, shown_again_by
from web.paged import after, pager
from web.shown import Shown
from web.statements import balance_of
from web.translate import _
from web.ward import ward_id
from web.words import RELATION_WORDS

pages = Blueprint("giving_pages", __name__)
pages.before_request(want_login)


@pages.get("/gifts")
def gifts_list() -> str:
    """Show what waits for an answer, what was given, and for whom one pays."""
    actor = current_actor()
    page = gifts_page(reading(), actor, member=actor.member_id, after=after())
    offered = offered_to(reading(), ward_id())
    return render_template(
        "gifts.html",
        offered=[_gift(gift) for gift in offered],
        gifts=[_gift(gift) for gift in page.items],
        promises=_promises(),
        **pager(page),
    )


def gifts_again(**_address: str) -> str:
    """Show the list after a form whose address names a gift or a promise."""
    return gifts_list()


@pages.get("/gifts/new")
def gift_page() -> str:
    """Show the form of a gift to kin."""
    me = find_any_member(reading(), current_actor().member_id)
    hours, _rest = hours_and_minutes(reading().policy.number("gift.free_minutes", me.site))
    return render_template(
        "gift_new.html",
        kin=_kin(),
        available=balance_of(me.id).available,
        free_hours=hours,
        delay_hours=reading().policy.number("gift.delay_hours", me.site),
    )


@pages.post("/gifts")
@shown_again_by(gift_page)
def give() -> Response:
    """Offer time to kin."""
    names = {"receiver": "receiver_number"} if request.form.get("receiver_number") else {}
    standing = run(give_time, read_form(GiveTimeSchema(), names=names, **typed_minutes("minutes")))
    amount = filters.minutes(standing.minutes)
    flash(_("%(amount)s 已经留给对方，等对方收下。没有收下以前，您随时可以收回。", amount=amount), "good")
    return redirect("/gifts", 303)


@pages.post("/gifts/<gift_id>/answer")
@shown_again_by(gifts_again)
def answer(gift_id: str) -> Response:
    """Accept or decline."""
    given: GiftAnswer = read_form(GiftAnswerSchema())
    run(answer_gift, AnswerGift(gift_id, given.answer))
    is_taken = given.answer == Answer.ACCEPT
    flash(_("收下了，时间已经到账。") if is_taken else _("没有收，时间已经退回给对方。"), "good")
    return redirect("/gifts", 303)


@pages.post("/gifts/<gift_id>/withdrawal")
@shown_again_by(gifts_again)
def take_back(gift_id: str) -> Response:
    """Take an own gift back."""
    run(take_gift_back, TakeGiftBack(gift_id))
    flash(_("收回来了，时间又可以用了。"), "good")
    return redirect("/gifts", 303)


@pages.get("/promises/new")
def promise_page() -> str:
    """Show the form by which one agrees to pay for the care of kin."""
    return render_template("promise_new.html", kin=_kin())


@pages.post("/promises")
@shown_again_by(promise_page)
def promise() -> Response:
    """Agree to pay for the care of kin."""
    run(promise_time, read_form(PromiseTimeSchema(), **typed_minutes("monthly_minutes")))
    flash(_("记下了。以后老人请人帮忙，可以用您的时间付。"), "good")
    return redirect("/gifts", 303)


@pages.post("/promises/<promise_id>/ending")
@shown_again_by(gifts_again)
def end(promise_id: str) -> Response:
    """Stop paying."""
    run(end_promise, EndPromise(promise_id))
    flash(_("停止了。已经约好的服务还照样付。"), "good")
    return redirect("/gifts", 303)


@pages.get("/donations")
def donations_list() -> str:
    """Show the pool of the own site, what it did, and the form that gives to it."""
    actor = current_actor()
    me = find_any_member(reading(), actor.member_id)
    page = donations_page(reading(), actor, after=after())
    return render_template(
        "donations.html",
        pool=pool_view(reading(), me.site, actor),
        available=balance_of(me.id).available,
        donations=page.items,
        **pager(page),
    )


@pages.post("/donations")
@shown_again_by(donations_list)
def donate() -> Response:
    """Give to the pool of the own site."""
    donated = run(donate_time, read_form(DonateTimeSchema(), **typed_minutes("minutes")))
    flash(_("谢谢您！%(amount)s 进了时间池。", amount=filters.minutes(donated.minutes)), "good")
    return redirect("/donations", 303)


def _kin() -> list[Shown]:
    """Return the kin one may give to, to choose from."""
    me = find_any_member(reading(), current_actor().member_id)
    found = possible_receivers(reading(), me)
    names = names_of(reading(), [kin.id for kin, _relation in found])
    return [
        {"code": kin.id, "words": names[kin.id], "hint": _(RELATION_WORDS[relation]), "icon": "person"}
        for kin, relation in found
    ]


def _gift(gift: GiftView) -> dict[str, Any]:
    me = current_actor().member_id
    return {
        "id": gift.id,
        "number": gift.number,
        "is_mine": gift.giver_id == me,
        "other": gift.receiver_name if gift.giver_id == me else gift.giver_name,
        "receiver": gift.receiver_name,
        "minutes": gift.minutes,
        "state": gift.state,
        "on": gift.given_on,
        "free_from": gift.free_from,
        "waits": gift.waits,
    }


def _promises() -> list[dict[str, Any]]:
    me = current_actor().member_id
    return [
        {
            "id": one.id,
            "is_mine": one.giver_id == me,
            "other": one.elder_name if one.giver_id == me else one.giver_name,
            "minutes": one.monthly_minutes,
            "may_end": me in (one.giver_id, one.elder_id),
        }
        for one in promises_of(reading(), ward_id() if ward_id() != me else me)
    ]
