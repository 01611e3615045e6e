"""Days and times of day to choose from: large buttons instead of a calendar nobody can hit."""

from datetime import date, datetime, timedelta
from typing import Any

from timebank.clock import SHANGHAI
from timebank.errors import N_
from web import filters
from web.current import reading
from web.translate import _

DAY_WORDS = {-2: N_("前天"), -1: N_("昨天"), 0: N_("今天"), 1: N_("明天"), 2: N_("后天")}
LENGTHS = (30, 60, 90, 120, 180, 240)


def today() -> date:
    """Return the business day."""
    return reading().business_clock.today()


def local(moment: datetime) -> datetime:
    """Return a moment as the clock on the wall shows it."""
    return moment.astimezone(SHANGHAI)


def quarter_before(moment: datetime) -> datetime:
    """Return the last quarter of an hour on the wall's clock at a moment."""
    wall = local(moment)
    return wall.replace(minute=wall.minute // 15 * 15, second=0, microsecond=0)


def days(first: int, last: int) -> list[dict[str, Any]]:
    """Return the days from so many days ahead until so many, both included; negative ones have passed."""
    found = []
    for ahead in range(first, last + 1):
        day = today() + timedelta(days=ahead)
        words = _(DAY_WORDS[ahead]) if ahead in DAY_WORDS else filters.day(day)
        hint = filters.day(day) if ahead in DAY_WORDS else None
        found.append({"code": day.isoformat(), "words": words, "hint": hint, "icon": None})
    return found


def clocks(first_hour: int, last_hour: int, step_minutes: int) -> list[tuple[str, str]]:
    """Return times of day as (code, words), from one full hour to another, both included."""
    codes = [
        f"{minute // 60:02}:{minute % 60:02}"
        for minute in range(first_hour * 60, last_hour * 60 + 1, step_minutes)
    ]
    return [(code, code) for code in codes]
