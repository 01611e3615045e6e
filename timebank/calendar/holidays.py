"""Public holidays and make-up working days, as data/holidays.toml lists them for country and region.

A year without a list is worked by the rule of the week, less the fixed days of the law (1 January,
1-2 May, 1-3 October): a plan that reaches far ahead gets an answer, and `is_official` says how good it is.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "holidays.toml"
FIXED_DAYS_OFF = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""(month, day) of the holidays that do not move with the moon or the sun (放假办法 of 2024)."""

SATURDAY = 5


@dataclass(frozen=True)
class HolidayNotice:
    """One yearly notice: the days off and the make-up days of a region ("" is the whole country)."""

    year: int
    region: str
    official: bool
    source: str
    off: frozenset[date]
    on: frozenset[date]


@cache
def holiday_notices() -> tuple[HolidayNotice, ...]:
    """Return every notice of the data file, read once."""
    with DATA.open("rb") as file:
        return tuple(_parse_notice(row) for row in tomllib.load(file)["notice"])


def is_day_off(day: date, region: str = "") -> bool:
    """Tell whether offices are closed on this day in this region (a region code, "" for the country)."""
    # A region's own notice comes first: it may free a day on which the country makes up for a holiday.
    for notice in _notices_of(day.year):
        if not region.startswith(notice.region):
            continue
        if day in notice.off:
            return True
        if day in notice.on:
            return False
    if not _is_listed(day.year) and (day.month, day.day) in FIXED_DAYS_OFF:
        return True
    return day.weekday() >= SATURDAY


def is_official(year: int) -> bool:
    """Tell whether the country's days of this year stand as published, not worked out."""
    return any(notice.official for notice in _notices_of(year) if notice.region == "")


def _is_listed(year: int) -> bool:
    return any(notice.region == "" for notice in _notices_of(year))


@cache
def _notices_of(year: int) -> tuple[HolidayNotice, ...]:
    """Return the year's notices, the narrowest region first."""
    notices = [notice for notice in holiday_notices() if notice.year == year]
    return tuple(sorted(notices, key=lambda notice: len(notice.region), reverse=True))


def _parse_notice(row: dict[str, Any]) -> HolidayNotice:
    off = {day for holiday in row["off"] for day in _days(holiday["first"], holiday["last"])}
    return HolidayNotice(
        year=row["year"],
        region=row["region"],
        official=row["official"],
        source=row["source"],
        off=frozenset(off),
        on=frozenset(row["on"]),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
