"""The kept figures of a place as pages show them: each leads to a list, and the list says the same sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from timebank import tallies
from timebank.actors import Role
from timebank.errors import N_
from timebank.places.queries import STAFF
from timebank.places.site_ids import SITE_DIGITS
from timebank.reports.words import SERVICE_STATES
from timebank.services.model import ServiceState
from web.current import current_actor, reading
from web.translate import _

SEES_WHOLE_LISTS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)
"""Who sees every row of the lists of a place within the own scope."""


@dataclass(frozen=True, slots=True)
class Column:
    """A figure: the kept ones it sums, its unit, the list that adds up to it, and to whom it is open as a whole."""

    words: str
    names: tuple[str, ...]
    unit: str
    path: str
    place: str = "site"
    query: tuple[tuple[str, str], ...] = ()
    readers: tuple[Role, ...] = SEES_WHOLE_LISTS


SERVICES = tuple(f"services.{state}" for state in ServiceState)
COLUMNS = (
    Column(N_("成员"), ("members",), "count", "/members", query=(("state", "active"),)),
    Column(N_("老人"), ("members.elder",), "count", "/members", query=(("role", "elder"),)),
    Column(N_("志愿者"), ("members.volunteer",), "count", "/members", query=(("role", "volunteer"),)),
    Column(N_("互助点"), ("sites_open",), "count", "/sites", "region", (("state", "open"),), STAFF),
    Column(N_("等人接单"), ("needs.open",), "count", "/needs", query=(("state", "open"),)),
    Column(N_("服务"), SERVICES, "count", "/services"),
    Column(N_("入账时间"), ("minutes.settled",), "minutes", "/services", query=(("state", "settled"),)),
    Column(
        N_("发出积分"),
        ("points.issued",),
        "count",
        "/points/entries",
        query=(("figure", "issued"),),
        readers=STAFF,
    ),
    Column(
        N_("花掉积分"),
        ("points.spent",),
        "count",
        "/points/entries",
        query=(("figure", "spent"),),
        readers=STAFF,
    ),
    Column(
        N_("收到物品"),
        ("goods.delivered",),
        "count",
        "/shop/moved",
        query=(("figure", "delivered"),),
        readers=STAFF,
    ),
    Column(
        N_("换出物品"),
        ("goods.handed_over",),
        "count",
        "/shop/moved",
        query=(("figure", "handed_over"),),
        readers=STAFF,
    ),
)
STATE_COLUMNS = tuple(
    Column(SERVICE_STATES[state], (f"services.{state}",), "count", "/services", query=(("state", state),))
    for state in ServiceState
)


def value_of(column: Column, kept: Mapping[str, int]) -> int:
    """Return a figure from the kept ones of a place."""
    return sum(kept.get(name, 0) for name in column.names)


def figure(column: Column, place: str, kept: Mapping[str, int]) -> dict[str, Any]:
    """Return a figure of a region or site as a page shows it; with the list that adds up to it for its readers."""
    value = value_of(column, kept)
    query = urlencode([(column.place, place), *column.query])
    return {
        "words": _(column.words),
        "value": value,
        "unit": column.unit,
        "url": f"{column.path}?{query}"
        if value and current_actor().may_act_at(place, column.readers)
        else None,
    }


def total_at(place: str, *names: str) -> int | None:
    """Return what the whole list of a place adds up to by the kept figures.

    None where no place is named or the actor sees only some rows of it. Costs a row a site and name, not one a person.
    """
    actor = current_actor()
    if not place or len(place) > SITE_DIGITS or not actor.may_act_at(place, SEES_WHOLE_LISTS):
        return None
    kept = tallies.figures(reading().connection, actor.book, place, len(place)).get(place, {})
    return sum(kept.get(name, 0) for name in names)
