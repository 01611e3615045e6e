"""What stands around every page: language, size of type, menu, who is logged in, and whom to call."""

from typing import Any

from flask import Flask, g, request

from timebank.actors import Actor
from timebank.members.grants import STAFF
from timebank.members.naming import name_of
from timebank.members.queries import coordinators_of, find_any_member
from timebank.messages import unread_count
from timebank.places.queries import site_row
from web import ward
from web.current import bank, current_actor, current_book, fresh_key, reading
from web.doors import CARE, Door, door_of, doors_of
from web.language import OWN_NAMES, current_language
from web.mode import current_mode, is_asked_for
from web.refusals import say
from web.translate import _
from web.words import ROLE_WORDS


def install(app: Flask) -> None:
    """Give the frame to every template."""
    app.context_processor(frame)
    app.jinja_env.globals["idempotency_key"] = fresh_key


def frame() -> dict[str, Any]:
    """Return what the frame shows, and what was typed into the page's form."""
    shown = {
        "lang": current_language(),
        "languages": list(OWN_NAMES.items()),
        "mode": current_mode(),
        "asks_type": is_asked_for(),
        "here": request.full_path.rstrip("?") if request.method == "GET" else "/",
        "values": g.get("values", {}),
        "errors": g.get("errors", {}),
    }
    return shown | (BARE if g.get("is_bare") else _of_the_book())


BARE: dict[str, Any] = {
    "demo": False,
    "county": "",
    "nav": (),
    "doors": (),
    "actor": None,
    "unread": 0,
    "acting_for": None,
    "contact": None,
    "emergency": False,
    "standstill": None,
}
"""The frame of a page that must not ask the database anything: something is wrong with it."""


def _of_the_book() -> dict[str, Any]:
    book, actor = current_book(), current_actor()
    outside = {**BARE, "demo": book.is_demo, "county": book.name}
    return {**outside, **_of_member(actor)} if actor.is_known else outside


def _of_member(actor: Actor) -> dict[str, Any]:
    door = door_of(actor)
    return {
        "nav": [(url, _(words), icon) for url, words, icon in door.menu] if door else [],
        "doors": [_door(each, door) for each in doors_of(actor)],
        "actor": {"name": name_of(reading(), actor.member_id), "roles": role_words(actor)},
        "unread": unread_count(reading(), actor),
        "acting_for": ward.acting_for(),
        "contact": _contact(actor),
        "emergency": door is CARE,
        "standstill": _standstill(actor),
    }


def _standstill(actor: Actor) -> str | None:
    """Return, to those who work here, why nothing can be written at present."""
    reason = bank().why_read_only(actor.book)
    return None if reason is None or not actor.has(*STAFF) else say(reason)


def role_words(actor: Actor) -> str:
    """Return the roles of an actor in words."""
    roles = dict.fromkeys(grant.role for grant in actor.grants)
    return "、".join(_(ROLE_WORDS[role]) for role in roles) or _("成员")


def _door(door: Door, current: Door | None) -> dict[str, Any]:
    return {
        "url": f"/doors/{door.code}",
        "words": _(door.words),
        "icon": door.icon,
        "is_current": door is current,
    }


def _contact(actor: Actor) -> dict[str, str] | None:
    site = site_row(reading(), find_any_member(reading(), actor.member_id).site)
    if not site.phone:
        return None
    coordinators = coordinators_of(reading(), site.id)
    if actor.member_id in coordinators:
        return None  # nobody is told to call oneself
    name = name_of(reading(), coordinators[0]) if coordinators else site.name
    return {"name": name, "phone": site.phone, "site": site.name}
