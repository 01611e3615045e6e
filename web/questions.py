"""The questions an elder answers when asking for help, and the answers that fit most.

Everything chosen stands in the address, so the back button works and nothing is stored before the end.
"""

from datetime import date, timedelta
from urllib.parse import urlencode

from flask import g, request

from timebank.catalogue.kinds import KINDS
from timebank.clock import SHANGHAI
from timebank.errors import N_, Refusal
from timebank.members.model import Member
from timebank.needs.funds import can_never_earn
from timebank.needs.model import Payer
from timebank.needs.payers import payer_in_force, payers_open
from timebank.places.queries import site_row
from web import filters, times
from web.current import current_actor, reading
from web.shown import Shown, kind_choices, minutes_choices
from web.translate import _
from web.words import NO_PAYER_YET, PAYER_WORDS, PLACE_HOME, PLACE_SITE

NOT_ASKED_FOR = ("activity", "training")
"""Kinds that a site holds for many, and nobody asks to be brought home."""
QUESTIONS = ("kind", "when", "day", "time", "minutes", "place", "payer")
ANSWERS = ("kind", "starts_day", "starts_time", "minutes", "place", "pay_from", "note")
USUAL = {"minutes": "60", "place": "home"}
HOME, SITE = "home", "site"
MY_OWN_TIME, ASK_THE_COUNTY = N_("我自己存的时间"), N_("请县里付，协管员会来定")


def answers_so_far() -> dict[str, str]:
    """Return what is answered so far, in the address or in a form shown again, with the usual for the rest."""
    given = {**request.args.to_dict(), **g.get("values", {})}
    answers = {name: str(given[name]) for name in ANSWERS if given.get(name)}
    if not answers.get("minutes", "60").isdecimal() or len(answers.get("minutes", "")) > 4:
        answers.pop("minutes")
    return {**USUAL, **answers}


def step_of(answers: dict[str, str]) -> str:
    """Return the question to ask: one to be changed, else the first without an answer, else none: `confirm`."""
    if "kind" not in answers:
        return "kind"
    asked = request.args.get("step", "") if request.method == "GET" else ""
    if asked in QUESTIONS:
        return asked
    return "confirm" if "starts_day" in answers and "starts_time" in answers else "when"


def question_url(answers: dict[str, str], step: str = "", **more: str) -> str:
    """Return the address of a question with the answers so far."""
    query = {name: value for name, value in {**answers, **more, "step": step}.items() if value}
    return "/needs/new" + ("?" + urlencode(query) if query else "")


def choices_of(step: str, answers: dict[str, str], elder: Member) -> list[Shown]:
    """Return the answers to choose from, each the address it leads to."""
    match step:
        case "kind":
            return [_choice(each, question_url(answers, kind=each["code"])) for each in kinds_asked_for()]
        case "when":
            return _whens(answers)
        case "day":
            return [
                _choice(each, question_url(answers, "time", starts_day=each["code"]))
                for each in times.days(0, 13)
            ]
        case "time":
            return [
                _choice({"words": words}, question_url(answers, starts_time=code))
                for code, words in times.clocks(7, 20, 60)
            ]
        case "minutes":
            lengths = minutes_choices(*times.LENGTHS)
            return [_choice(each, question_url(answers, minutes=each["code"])) for each in lengths]
        case "place":
            return [_choice(each, question_url(answers, place=each["code"])) for each in places_of(elder)]
        case "payer":
            return [
                _choice(each, question_url(answers, pay_from=each["code"]))
                for each in _own_payers(answers, elder)
            ]
    return []


def taps_post() -> bool:
    """Tell whether a tap on a usual time posts the need: the first time. A changed answer leads back to all of them."""
    return request.method == "GET" and "step" not in request.args


def kinds_asked_for() -> list[Shown]:
    """Return the kinds of service one asks for."""
    return [each for each in kind_choices() if each["code"] not in NOT_ASKED_FOR]


def _whens(answers: dict[str, str]) -> list[Shown]:
    """Return the usual times from now on, and the way to any other."""
    posts = taps_post()
    now = reading().business_clock.now().astimezone(SHANGHAI)
    found = []
    for ahead in (0, 1, 2):
        for hour, part in ((9, _("上午 9 点")), (15, _("下午 3 点"))):
            moment = (now + timedelta(days=ahead)).replace(hour=hour, minute=0, second=0, microsecond=0)
            if moment < now + timedelta(hours=1):
                continue
            url = question_url(answers, starts_day=moment.date().isoformat(), starts_time=f"{hour:02}:00")
            words = f"{_(times.DAY_WORDS[ahead])} {part}"
            sent = {**answers, "starts_day": moment.date().isoformat(), "starts_time": f"{hour:02}:00"}
            choice = {"url": url, "words": words, "hint": filters.day(moment.date()), "icon": None}
            found.append({**choice, "posts": sent if posts else None})
    other = {
        "url": question_url(answers, "day"),
        "words": _("别的时间"),
        "hint": _("自己选日子和钟点，也能改多久、在哪里"),
        "icon": "calendar",
        "posts": None,
    }
    return [*found, other]


def _choice(option: Shown, url: str) -> Shown:
    return {"hint": None, "icon": None, "posts": None, **option, "url": url}


def chosen_so_far(answers: dict[str, str], elder: Member) -> list[Shown]:
    """Return what is chosen, each with the address at which it is changed."""
    kinds = {each.code: _(each.name) for each in KINDS}
    known = [(_("帮什么忙"), kinds.get(answers["kind"], ""), "kind")]
    if "starts_day" in answers and "starts_time" in answers:
        known += [
            (_("什么时候"), f"{_day_words(answers['starts_day'])} {answers['starts_time']}", "when"),
            (_("多久"), filters.minutes(int(answers["minutes"])), "minutes"),
            (_("在哪里"), place_words(answers, elder), "place"),
            (_("谁来付"), _payer_words(answers, elder), "payer"),
        ]
    return [
        {
            "term": term,
            "words": words,
            "change_url": question_url({**answers, "kind": ""} if step == "kind" else answers, step),
        }
        for term, words, step in known
    ]


def place_words(answers: dict[str, str], elder: Member) -> str:
    """Return where the help is to be given, in words."""
    places = {each["code"]: str(each["words"]) for each in places_of(elder)}
    return places.get(answers["place"], answers["place"])


def _day_words(code: str) -> str:
    words = {each["code"]: f"{each['words']} {each['hint'] or ''}".strip() for each in times.days(0, 13)}
    return words.get(code, code)


def payer_foreseen(answers: dict[str, str], elder: Member) -> Shown | None:
    """Return who will pay as far as can be foreseen, None where a coordinator will find somebody."""
    minutes, wished = int(answers["minutes"]), answers.get("pay_from", "")
    try:
        pay_from = payer_in_force(reading(), elder, _day(answers), minutes, wished, current_actor())
    except (Refusal, ValueError):  # an address may ask for what nobody could choose
        return None
    return {"words": _own_words(pay_from), "takes_own": pay_from == Payer.OWN} if pay_from else None


def _payer_words(answers: dict[str, str], elder: Member) -> str:
    """Return who pays in the elder's words: as foreseen, else what was wished."""
    foreseen = payer_foreseen(answers, elder)
    wished = answers.get("pay_from", "")
    if foreseen:
        return str(foreseen["words"])
    return _own_words(wished) if wished in PAYER_WORDS and wished else _(NO_PAYER_YET)


def _own_words(payer: str) -> str:
    if payer == Payer.PUBLIC:
        return _(ASK_THE_COUNTY)
    return _(MY_OWN_TIME) if payer == Payer.OWN else _(PAYER_WORDS[payer])


def _own_payers(answers: dict[str, str], elder: Member) -> list[Shown]:
    """Return the ways of paying that are open for the elder on the day chosen."""
    minutes = int(answers["minutes"])
    return [
        {
            "code": payer.value,
            "words": _own_words(payer),
            "icon": "wallet" if payer == Payer.OWN else "people",
        }
        for payer, _free in payers_open(reading(), elder, _day(answers), minutes)
        if payer != Payer.POOL or can_never_earn(reading(), elder)
    ]


def _day(answers: dict[str, str]) -> date:
    """Return the day chosen, or today while none is."""
    return date.fromisoformat(answers["starts_day"]) if answers.get("starts_day") else times.today()


def places_of(elder: Member) -> list[Shown]:
    """Return where the help may be given."""
    name = site_row(reading(), elder.site).name
    return [
        {"code": HOME, "words": _(PLACE_HOME), "icon": "home"},
        {"code": SITE, "words": _(PLACE_SITE), "hint": name, "icon": "people"},
    ]
