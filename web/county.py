"""The county's and the township's view: a region in figures that add up, each leading to what it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from timebank.actors import Actor, Role
from timebank.errors import N_
from timebank.liabilities import MAY_SEE, liabilities
from timebank.places.queries import region_tree
from timebank.places.regions import ancestors, region
from timebank.services.model import ServiceState
from web.current import reading, want_login, want_role
from web.translate import _

pages = Blueprint("county_pages", __name__)
pages.before_request(want_login)

ONLOOKERS = (Role.COUNTY, Role.AUDITOR, Role.TOWNSHIP)
VILLAGE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A figure: the kept ones it sums, its unit, and the list that adds up to it, where there is one page of it."""

    words: str
    names: tuple[str, ...]
    unit: str
    path: str = ""
    place: str = ""
    query: tuple[tuple[str, str], ...] = ()


SERVICES = tuple(f"services.{state}" for state in ServiceState)
COLUMNS = (
    Column(N_("成员"), ("members",), "count", "/members", "site"),
    Column(N_("老人"), ("members.elder",), "count", "/members", "site", (("role", "elder"),)),
    Column(N_("志愿者"), ("members.volunteer",), "count", "/members", "site", (("role", "volunteer"),)),
    Column(N_("互助点"), ("sites_open",), "count", "/sites", "region"),
    Column(N_("等人接单"), ("needs.open",), "count", "/needs", "site", (("state", "open"),)),
    Column(N_("服务"), SERVICES, "count", "/services", "site"),
    Column(N_("已入账"), ("services.settled",), "count", "/services", "site", (("state", "settled"),)),
    Column(N_("入账时间"), ("minutes.settled",), "minutes", "/services", "site", (("state", "settled"),)),
    Column(N_("发出积分"), ("points.issued",), "count", "/points/entries", "site", (("figure", "issued"),)),
    Column(N_("花掉积分"), ("points.spent",), "count", "/points/entries", "site", (("figure", "spent"),)),
    Column(N_("收到物品"), ("goods.delivered",), "count"),
    Column(N_("换出物品"), ("goods.handed_over",), "count"),
)


def home() -> str:
    """Show the region of the widest grant, or the one asked for."""
    return region_page()


@pages.get("/regions")
def region_page() -> str:
    """Show a region and what lies right below it."""
    actor = want_role(*ONLOOKERS)
    code = request.args.get("region", "") or min(actor.scopes(*ONLOOKERS), key=len)
    tree = region_tree(reading(), code, actor)
    return render_template(
        "county_home.html",
        scope=code,
        path=_path(code, actor),
        figures=[figure(column, tree.total.code, tree.total.figures) for column in COLUMNS],
        heads=[_(column.words) for column in COLUMNS],
        rows=[
            {
                "name": below.name,
                "url": _region_url(below.code) if len(below.code) <= VILLAGE_DIGITS else None,
                "cells": [figure(column, below.code, below.figures) for column in COLUMNS],
            }
            for below in tree.below
        ],
        liabilities=_liabilities(code, actor),
    )


def figure(column: Column, code: str, kept: Mapping[str, int]) -> dict[str, Any]:
    """Return a figure of a region or site, with the list that adds up to it."""
    value = sum(kept.get(name, 0) for name in column.names)
    query = urlencode([(column.place, code), *column.query])
    return {
        "words": _(column.words),
        "value": value,
        "unit": column.unit,
        "url": f"{column.path}?{query}" if value and column.path else None,
    }


def _path(code: str, actor: Actor) -> list[dict[str, str | None]]:
    """Return the way down to a region, from the widest one the actor may open."""
    scopes = actor.scopes(*ONLOOKERS)
    above = [each for each in ancestors(code) if any(each.code.startswith(scope) for scope in scopes)]
    way: list[dict[str, str | None]] = [
        {"name": each.spoken_name, "url": _region_url(each.code)} for each in above
    ]
    return [*way, {"name": region(code).spoken_name, "url": None}]


def _region_url(code: str) -> str:
    return f"/regions?region={code}"


def _liabilities(code: str, actor: Actor) -> dict[str, int] | None:
    if code != actor.book or not actor.may_act_at(code, MAY_SEE):
        return None
    owed = liabilities(reading(), actor)
    return {"issued": owed.issued, "held": owed.held, "reserved": owed.reserved}
