"""Asking for a service: an elder answers one question a page, a coordinator fills in one form for who telephones.

An elder needs three taps: what, when, and yes. The rest has answers that fit most (an hour, at home, one's own
time), shown before the last tap, each to be changed. Everything chosen stands in the address; nothing is stored
before the end.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.catalogue.kinds import KINDS
from timebank.clock import SHANGHAI
from timebank.errors import N_, Refusal
from timebank.members.model import Member
from timebank.members.naming import hamlets_of, name_of
from timebank.members.pages import members_page
from timebank.members.queries import find_member
from timebank.needs.commands import PostNeed, PostNeedSchema
from timebank.needs.model import Payer
from timebank.needs.payers import STAFF, payer_in_force, spendable_minutes
from timebank.needs.use_cases import PostedNeed, post_need
from timebank.places.queries import site_row
from timebank.places.regions import place_name
from web import filters, times
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import read_form, shown_again_by
from web.refusals import say
from web.shown import Shown, kind_choices, minutes_choices
from web.translate import _
from web.ward import ward, ward_id
from web.words import OWN_TIME, PLACE_HOME, PLACE_SITE, PUBLIC_TIME

pages = Blueprint("asking_pages", __name__)
pages.before_request(want_login)

NOT_ASKED_FOR = ("activity", "training")
"""Kinds that a site holds for many, and nobody asks to be brought home."""
QUESTIONS = ("kind", "when", "day", "time", "minutes", "place", "payer")
ANSWERS = ("kind", "starts_day", "starts_time", "minutes", "place", "pay_from", "note")
USUAL = {"minutes": "60", "place": "home", "pay_from": Payer.OWN.value}
HOME, SITE = "home", "site"
MY_OWN_TIME, ASK_THE_COUNTY = N_("我自己存的时间"), N_("请县里付，协管员会来定")


@pages.get("/needs/new")
def new_page() -> str:
    """Show the next question, or all answers before the need is posted."""
    answers = _answers()
    step = _step(answers)
    elder, minutes = ward(), int(answers["minutes"])
    return render_template(
        "need_new.html",
        step=step,
        position={"kind": 1, "when": 2}.get(step),
        total=2,
        back_url="/" if step == "kind" else _url({}) if step == "when" else _url(answers, "when"),
        choices=_choices(step, answers, elder),
        chosen=_chosen(answers, elder) if step != "kind" else [],
        available=max(0, spendable_minutes(reading(), elder)),
        minutes=minutes,
        payer=_payer(elder, minutes, answers["pay_from"]) if step == "confirm" else None,
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
        kinds=_kinds(),
        days=times.days(0, 6),
        times=times.clocks(6, 21, 30),
        lengths=minutes_choices(*times.LENGTHS),
        places=_places(elder),
        payers=payers_of(elder),
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
    return _("已经登记，付方待定。协管员会找到付方，再请人来。")


def _answers() -> dict[str, str]:
    given = {**request.args.to_dict(), **g.get("values", {})}
    answers = {name: str(given[name]) for name in ANSWERS if given.get(name)}
    if not answers.get("minutes", "60").isdecimal() or len(answers.get("minutes", "")) > 4:
        answers.pop("minutes")
    return {**USUAL, **answers}


def _step(answers: dict[str, str]) -> str:
    if "kind" not in answers:
        return "kind"
    asked = request.args.get("step", "") if request.method == "GET" else ""
    if asked in QUESTIONS:
        return asked
    return "confirm" if "starts_day" in answers and "starts_time" in answers else "when"


def _url(answers: dict[str, str], step: str = "", **more: str) -> str:
    query = {name: value for name, value in {**answers, **more, "step": step}.items() if value}
    return "/needs/new" + ("?" + urlencode(query) if query else "")


def _choices(step: str, answers: dict[str, str], elder: Member) -> list[Shown]:
    match step:
        case "kind":
            return [_choice(each, _url(answers, kind=each["code"])) for each in _kinds()]
        case "when":
            return _whens(answers)
        case "day":
            return [
                _choice(each, _url(answers, "time", starts_day=each["code"])) for each in times.days(0, 13)
            ]
        case "time":
            return [
                {"url": _url(answers, starts_time=code), "words": words, "hint": None, "icon": None}
                for code, words in times.clocks(7, 20, 60)
            ]
        case "minutes":
            lengths = minutes_choices(*times.LENGTHS)
            return [_choice(each, _url(answers, minutes=each["code"])) for each in lengths]
        case "place":
            return [_choice(each, _url(answers, place=each["code"])) for each in _places(elder)]
        case "payer":
            return [_choice(each, _url(answers, pay_from=each["code"])) for each in _own_payers()]
    return []


def _kinds() -> list[Shown]:
    return [each for each in kind_choices() if each["code"] not in NOT_ASKED_FOR]


def _whens(answers: dict[str, str]) -> list[Shown]:
    """Return the usual times from now on, and the way to any other."""
    now = reading().business_clock.now().astimezone(SHANGHAI)
    found = []
    for ahead in (0, 1, 2):
        for hour, part in ((9, _("上午 9 点")), (15, _("下午 3 点"))):
            moment = (now + timedelta(days=ahead)).replace(hour=hour, minute=0, second=0, microsecond=0)
            if moment < now + timedelta(hours=1):
                continue
            url = _url(answers, starts_day=moment.date().isoformat(), starts_time=f"{hour:02}:00")
            words = f"{_(times.DAY_WORDS[ahead])} {part}"
            found.append({"url": url, "words": words, "hint": filters.day(moment.date()), "icon": None})
    other = {
        "url": _url(answers, "day"),
        "words": _("别的时间"),
        "hint": _("自己选日子和钟点"),
        "icon": "calendar",
    }
    return [*found, other]


def _choice(option: Shown, url: str) -> Shown:
    return {"hint": None, "icon": None, **option, "url": url}


def _chosen(answers: dict[str, str], elder: Member) -> list[Shown]:
    kinds = {each.code: _(each.name) for each in KINDS}
    places = {each["code"]: each["words"] for each in _places(elder)}
    payers = {each["code"]: each["words"] for each in _own_payers()}
    known = [(_("帮什么忙"), kinds.get(answers["kind"], ""), "kind")]
    if "starts_day" in answers and "starts_time" in answers:
        known += [
            (_("什么时候"), f"{_day_words(answers['starts_day'])} {answers['starts_time']}", "when"),
            (_("多久"), filters.minutes(int(answers["minutes"])), "minutes"),
            (_("在哪里"), places.get(answers["place"], answers["place"]), "place"),
            (_("谁来付"), payers.get(answers["pay_from"], ""), "payer"),
        ]
    return [
        {
            "term": term,
            "words": words,
            "change_url": _url({**answers, "kind": ""} if step == "kind" else answers, step),
        }
        for term, words, step in known
    ]


def _day_words(code: str) -> str:
    words = {each["code"]: f"{each['words']} {each['hint'] or ''}".strip() for each in times.days(0, 13)}
    return words.get(code, code)


def _payer(elder: Member, minutes: int, wished: str) -> Shown | None:
    """Return who will pay as far as can be foreseen, None where a coordinator will find somebody."""
    try:
        pay_from = payer_in_force(reading(), elder, minutes, wished, current_actor())
    except Refusal:
        return None
    if pay_from == Payer.OWN:
        return {"words": _(MY_OWN_TIME), "takes_own": True}
    return {"words": _(PUBLIC_TIME), "takes_own": False} if pay_from == Payer.PUBLIC else None


def _own_payers() -> list[Shown]:
    return [
        {"code": Payer.OWN.value, "words": _(MY_OWN_TIME), "icon": "wallet"},
        {"code": Payer.PUBLIC.value, "words": _(ASK_THE_COUNTY), "icon": "people"},
    ]


def payers_of(elder: Member) -> list[Shown]:
    """Return who may pay a need of an elder, for those who settle it."""
    available = filters.minutes(max(0, spendable_minutes(reading(), elder)))
    return [
        {
            "code": Payer.OWN.value,
            "words": _(OWN_TIME),
            "hint": _("可用 %(amount)s", amount=available),
            "icon": "wallet",
        },
        {
            "code": Payer.PUBLIC.value,
            "words": _(PUBLIC_TIME),
            "hint": _("在全县公开的额度之内"),
            "icon": "people",
        },
    ]


def _places(elder: Member) -> list[Shown]:
    name = site_row(reading(), elder.site).name
    return [
        {"code": HOME, "words": _(PLACE_HOME), "icon": "home"},
        {"code": SITE, "words": _(PLACE_SITE), "hint": name, "icon": "people"},
    ]


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
