"""The questions an elder answers when asking for help, and the answers that fit most.

Everything chosen stands in the address, so the back button works and nothing is stored before the end.
"""

from datetime import timedelta
from urllib.parse import urlencode

from flask import g, request

from timebank.catalogue.kinds import KINDS
from timebank.clock import SHANGHAI
from timebank.errors import N_, Refusal
from timebank.members.model import Member
from timebank.needs.model import Payer
from timebank.needs.payers import payer_in_force
from timebank.places.queries import site_row
from web import filters, times
from web.current import current_actor, reading
from web.shown import Shown, kind_choices, minutes_choices
from web.translate import _
from web.words import PLACE_HOME, PLACE_SITE, PUBLIC_TIME

NOT_ASKED_FOR = ("activity", "training")
"""Kinds that a site holds for many, and nobody asks to be brought home."""
QUESTIONS = ("kind", "when", "day", "time", "minutes", "place", "payer")
ANSWERS = ("kind", "starts_day", "starts_time", "minutes", "place", "pay_from", "note")
USUAL = {"minutes": "60", "place": "home", "pay_from": Payer.OWN.value}
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
                {"url": question_url(answers, starts_time=code), "words": words, "hint": None, "icon": None}
                for code, words in times.clocks(7, 20, 60)
            ]
        case "minutes":
            lengths = minutes_choices(*times.LENGTHS)
            return [_choice(each, question_url(answers, minutes=each["code"])) for each in lengths]
        case "place":
            return [_choice(each, question_url(answers, place=each["code"])) for each in places_of(elder)]
        case "payer":
            return [_choice(each, question_url(answers, pay_from=each["code"])) for each in _own_payers()]
    return []


def kinds_asked_for() -> list[Shown]:
    """Return the kinds of service one asks for."""
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
            url = question_url(answers, starts_day=moment.date().isoformat(), starts_time=f"{hour:02}:00")
            words = f"{_(times.DAY_WORDS[ahead])} {part}"
            found.append({"url": url, "words": words, "hint": filters.day(moment.date()), "icon": None})
    other = {
        "url": question_url(answers, "day"),
        "words": _("别的时间"),
        "hint": _("自己选日子和钟点"),
        "icon": "calendar",
    }
    return [*found, other]


def _choice(option: Shown, url: str) -> Shown:
    return {"hint": None, "icon": None, **option, "url": url}


def chosen_so_far(answers: dict[str, str], elder: Member) -> list[Shown]:
    """Return what is chosen, each with the address at which it is changed."""
    kinds = {each.code: _(each.name) for each in KINDS}
    places = {each["code"]: each["words"] for each in places_of(elder)}
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
            "change_url": question_url({**answers, "kind": ""} if step == "kind" else answers, step),
        }
        for term, words, step in known
    ]


def _day_words(code: str) -> str:
    words = {each["code"]: f"{each['words']} {each['hint'] or ''}".strip() for each in times.days(0, 13)}
    return words.get(code, code)


def payer_foreseen(elder: Member, minutes: int, wished: str) -> Shown | None:
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


def places_of(elder: Member) -> list[Shown]:
    """Return where the help may be given."""
    name = site_row(reading(), elder.site).name
    return [
        {"code": HOME, "words": _(PLACE_HOME), "icon": "home"},
        {"code": SITE, "words": _(PLACE_SITE), "hint": name, "icon": "people"},
    ]
