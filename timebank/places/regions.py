"""The region tree: city (4 digits), county (6), township (9), village (12), from data/regions.csv.

A region's code begins with the code of every region above it, so "is inside" is "begins with":
450125100202 is 云城村 in 450125100 大丰镇 in 450125 上林县 in 4501 南宁市.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from timebank.errors import N_, NotFound

DATA = Path(__file__).parent / "data" / "regions.csv"


class UnknownRegion(NotFound):
    """No region has this code."""

    code = "unknown_region"
    message = N_("没有编号为 %(region)s 的地区。请从列表中选择。")


class RegionLevel(StrEnum):
    """The four levels of the tree."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


LEVEL_BY_DIGITS = {
    4: RegionLevel.CITY,
    6: RegionLevel.COUNTY,
    9: RegionLevel.TOWNSHIP,
    12: RegionLevel.VILLAGE,
}
SCOPE_DIGITS = frozenset({2, 4, 6, 9, 12, 14})
"""Lengths of a scope: a province, the four levels, a site. Any other prefix would cut a number in two."""

OFFICE_NAMES = {
    "村民委员会": "村",
    "村委会": "村",
    "社区居民委员会": "社区",
    "社区居委会": "社区",
    "居民委员会": "",
    "居委会": "",
}
"""How the list names a village (by its committee's office), and what people say instead; longest first."""


@dataclass(frozen=True, slots=True)
class Region:
    """A node of the tree; `parent` is "" for a city."""

    code: str
    name: str
    level: RegionLevel
    parent: str

    @property
    def spoken_name(self) -> str:
        """The name people use: 云城村, where the list says 云城村委会."""
        if self.level is not RegionLevel.VILLAGE:
            return self.name
        for office, spoken in OFFICE_NAMES.items():
            if self.name.endswith(office):
                return self.name.removesuffix(office) + spoken
        return self.name


def region(code: str) -> Region:
    """Return the region of this code.

    Raises:
        UnknownRegion: the list has no such code.
    """
    found = _regions().get(code)
    if found is None:
        raise UnknownRegion(region=code, field="region")
    return found


def children(code: str) -> tuple[Region, ...]:
    """Return the regions right below this one in order of code; "" gives the cities."""
    if code:
        region(code)
    return _children().get(code, ())


def ancestors(code: str) -> tuple[Region, ...]:
    """Return the regions above this one, the city first."""
    above = region(code).parent
    return (*ancestors(above), region(above)) if above else ()


def is_within(code: str, scope: str) -> bool:
    """Tell whether a region or site lies in the scope or is it; an empty scope holds nothing."""
    return len(scope) in SCOPE_DIGITS and code.startswith(scope)


def villages_within(scope: str) -> int:
    """Return how many villages of the list lie in a scope or are it."""
    return sum(
        each.level is RegionLevel.VILLAGE and is_within(each.code, scope) for each in _regions().values()
    )


def place_name(code: str) -> str:
    """Return what to call the place within its city: 上林县大丰镇云城村."""
    path = (*ancestors(code), region(code))
    return "".join(step.spoken_name for step in path[1:] or path)


@cache
def _regions() -> dict[str, Region]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: _parse_region(row["code"], row["name"]) for row in rows}


@cache
def _children() -> dict[str, tuple[Region, ...]]:
    below: dict[str, list[Region]] = defaultdict(list)
    for each in _regions().values():
        below[each.parent].append(each)
    return {code: tuple(regions) for code, regions in below.items()}


def _parse_region(code: str, name: str) -> Region:
    parent = max((code[:digits] for digits in LEVEL_BY_DIGITS if digits < len(code)), key=len, default="")
    return Region(code, name, LEVEL_BY_DIGITS[len(code)], parent)
