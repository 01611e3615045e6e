"""The county's and the township's view: a region in figures that add up, each leading to what it counts."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request

from timebank.actors import Actor, Role
from timebank.liabilities import MAY_SEE, liabilities
from timebank.places.queries import Figures, RegionFigures, region_tree
from timebank.places.regions import ancestors, region
from web import filters
from web.charts import Chart, bar_chart
from web.current import reading, want_login, want_role
from web.figures import COLUMNS, STATE_COLUMNS, Column, figure, value_of
from web.translate import _

pages = Blueprint("county_pages", __name__)
pages.before_request(want_login)

ONLOOKERS = (Role.COUNTY, Role.AUDITOR, Role.TOWNSHIP)
VILLAGE_DIGITS = 12


def home() -> str:
    """Show the region of the widest grant, or the one asked for."""
    return region_page()


@pages.get("/regions")
def region_page() -> str:
    """Show a region and what lies right below it."""
    actor = want_role(*ONLOOKERS)
    code = request.args.get("region", "") or min(actor.scopes(*ONLOOKERS), key=len)
    tree = region_tree(reading(), code, actor)
    states = [column for column in STATE_COLUMNS if value_of(column, tree.total.figures)]
    return render_template(
        "county_home.html",
        scope=code,
        path=_path(code, actor),
        figures=_cells(COLUMNS, tree.total),
        heads=[_(column.words) for column in COLUMNS],
        rows=[_row(COLUMNS, below) for below in tree.below],
        state_heads=[_(column.words) for column in states],
        state_totals=_cells(states, tree.total),
        state_rows=[_row(states, below) for below in tree.below],
        charts=[chart for chart in (_hours_chart(tree), _states_chart(tree)) if chart],
        liabilities=_liabilities(code, actor),
    )


def _cells(columns: Sequence[Column], place: Figures) -> list[dict[str, Any]]:
    return [figure(column, place.code, place.figures) for column in columns]


def _row(columns: Sequence[Column], place: Figures) -> dict[str, Any]:
    is_region = len(place.code) <= VILLAGE_DIGITS
    url = _region_url(place.code) if is_region else f"/sites/{place.code}"
    return {"name": place.name, "url": url, "cells": _cells(columns, place)}


def _hours_chart(tree: RegionFigures) -> Chart | None:
    minutes = [(place.name, place.figures.get("minutes.settled", 0)) for place in tree.below]
    return bar_chart(_("入账时间"), [(name, filters.minutes(amount), amount) for name, amount in minutes])


def _states_chart(tree: RegionFigures) -> Chart | None:
    services = [(_(column.words), value_of(column, tree.total.figures)) for column in STATE_COLUMNS]
    return bar_chart(_("服务走到哪一步"), [(words, str(count), count) for words, count in services])


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
