"""Needs and services in the words of a page: what queries return, as the templates want it."""

import re
from typing import Any

from timebank.catalogue.kinds import KINDS, kind
from timebank.errors import N_
from timebank.members.queries import find_any_member
from timebank.needs.model import TO_BE_FOUND
from timebank.needs.queries import NeedView
from timebank.services.model import ServiceState
from timebank.services.queries import ActView, ServiceLine, ServiceView
from web import filters
from web.current import reading
from web.translate import _
from web.words import ACT_WORDS, NEED_WAY_WORDS, PAYER_WORDS, WAY_WORDS

Shown = dict[str, Any]
S = ServiceState

ROAD = (S.ACCEPTED, S.CHECKED_IN, S.CHECKED_OUT, S.CONFIRMED, S.VERIFIED, S.ON_NOTICE, S.SETTLED)
STEP_TO_COME = {
    S.CHECKED_IN: N_("签到"),
    S.CHECKED_OUT: N_("签退"),
    S.CONFIRMED: N_("老人一方确认"),
    S.VERIFIED: N_("审核"),
    S.ON_NOTICE: N_("公示"),
    S.SETTLED: N_("入账"),
}
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
CREDITED = (S.VERIFIED, S.ON_NOTICE, S.SETTLED, S.OBJECTED, S.REVERSED)


def service_shown(view: ServiceView) -> Shown:
    """Return the facts of a service, as `service_facts.html` shows them."""
    line, state = view.line, ServiceState(view.line.state)
    has_begun = state is not S.ACCEPTED and bool(line.worked_minutes)
    has_ended = has_begun and state is not S.CHECKED_IN
    return {
        **line_shown(line),
        "volunteer": person(line.volunteer_id, line.volunteer_name),
        "elder": person(line.elder_id, line.elder_name),
        "planned_at": None if line.is_logged_afterwards else view.planned_at,
        "planned_minutes": view.planned_minutes,
        "started_at": line.begins_at if has_begun else None,
        "ended_at": view.ends_at if has_ended else None,
        "worked_minutes": line.worked_minutes if has_ended else None,
        "credited_minutes": line.credited_minutes if state in CREDITED else None,
        "team": view.team or None,
        "to_pool": view.to_pool_minutes,
        "to_honour": view.to_honour_minutes,
        "place": view.place,
        "phone": view.phone or None,
        "note": None,
        "way": _(WAY_WORDS[view.confirmed_way]) if view.confirmed_way else None,
        "recorded_by": None,
        "notice_begins": view.notice_from,
        "notice_ends": view.notice_until,
    }


def line_shown(line: ServiceLine) -> Shown:
    """Return a service as a line of a list."""
    return {
        "id": line.id,
        "number": line.number,
        "kind": kind(line.kind).name,
        "icon": kind(line.kind).icon,
        "state": line.state,
        "at": line.begins_at,
        "minutes": line.worked_minutes,
        "credited_minutes": line.credited_minutes,
        "volunteer": line.volunteer_name,
        "elder": line.elder_name,
        "site": line.site_name,
        "payer": _(PAYER_WORDS[line.pay_from]),
        "takes_own": line.pay_from == "own",
        "is_logged_afterwards": line.is_logged_afterwards,
    }


def steps_shown(view: ServiceView) -> list[Shown]:
    """Return the timeline: what was done, then what is still to come where the service is on its way."""
    done = [
        {
            "words": _(ACT_WORDS.get(act.act, act.act)),
            "at": act.at,
            "who": act.by_name or None,
            "note": _note(act),
        }
        for act in view.acts
    ]
    state = ServiceState(view.line.state)
    coming = ROAD[ROAD.index(state) + 1 :] if state in ROAD else ()
    return done + [{"words": _(STEP_TO_COME[each]), "at": None, "who": None, "note": None} for each in coming]


def _note(act: ActView) -> str | None:
    """Return how a step was done and what was said of it; the digest of a photograph is for the record alone."""
    way = _(WAY_WORDS[act.way]) if act.way in WAY_WORDS else ""
    return "，".join(filter(None, (way, DIGEST.sub("", act.note).strip()))) or None


def need_shown(view: NeedView) -> Shown:
    """Return a need, as far as the actor may see it."""
    return {
        "id": view.id,
        "number": view.number,
        "kind": kind(view.kind).name,
        "icon": kind(view.kind).icon,
        "state": view.state,
        "starts_at": view.starts_at,
        "minutes": view.minutes,
        "urgent": view.urgency == "urgent",
        "helpers": view.helpers,
        "payer": _(PAYER_WORDS[view.pay_from]) if view.pay_from else None,
        "payer_to_be_found": view.pay_from == TO_BE_FOUND and view.state == "open" and bool(view.elder_id),
        "note": view.note or None,
        "hamlet": view.hamlet or view.site_name,
        "elder": person(view.elder_id, view.elder_name) | {"masked": not view.elder_id},
        "place": view.place or None,
        "phone": None,
        "entered_by": " · ".join(filter(None, (_(NEED_WAY_WORDS[view.way]), view.posted_by_name)))
        if view.way != "self"
        else None,
    }


def person(member_id: str, name: str) -> Shown:
    """Return somebody with the age of today, where it may be known who it is."""
    age = None
    if member_id:
        age = find_any_member(reading(), member_id).age_on(reading().business_clock.today())
    return {"name": name, "masked": False, "age": age}


def kind_choices() -> list[Shown]:
    """Return the kinds of service to choose from."""
    return [
        {"code": each.code, "words": _(each.name), "hint": _(each.hint), "icon": each.icon} for each in KINDS
    ]


def minutes_choices(*amounts: int) -> list[Shown]:
    """Return lengths of time to choose from."""
    return [{"code": str(amount), "words": filters.minutes(amount)} for amount in amounts]
