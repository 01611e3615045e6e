"""How amounts and moments are written: 1小时30分 or 1 h 30 min, days and clocks of Asia/Shanghai."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date

from timebank.clock import SHANGHAI, local_day
from timebank.units import hours_and_minutes
from web.current import bank
from web.language import is_english
from web.translate import _


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters.update(minutes=minutes, day=day, clock=clock, when=when, moment=moment)


def minutes(amount: int) -> str:
    """Return an amount of minutes in hours and minutes."""
    hours, rest = hours_and_minutes(abs(amount))
    sign = "−" if amount < 0 else ""
    if not hours:
        return sign + _("%(minutes)s分", minutes=rest)
    if not rest:
        return sign + _("%(hours)s小时", hours=hours)
    return sign + _("%(hours)s小时%(minutes)s分", hours=hours, minutes=rest)


def day(value: date | datetime) -> str:
    """Return a day with its weekday, 11月23日 周一; with its year where that is not the present one."""
    local = local_day(value) if isinstance(value, datetime) else value
    is_this_year = local.year == local_day(bank().clock.now()).year
    if is_english():
        return str(format_date(local, "EEE d MMM" if is_this_year else "EEE d MMM y"))
    return str(format_date(local, "M月d日 EEE" if is_this_year else "y年M月d日 EEE"))


def birthday(value: date) -> str:
    """Return a day long ago, always with its year: 1948年3月5日."""
    return str(format_date(value, "d MMMM y" if is_english() else "y年M月d日"))


def clock(value: datetime) -> str:
    """Return the time of day in Asia/Shanghai: 09:00."""
    return f"{value.astimezone(SHANGHAI):%H:%M}"


def when(value: datetime) -> str:
    """Return day and time of day."""
    return f"{day(value)} {clock(value)}"


def moment(value: datetime) -> str:
    """Return a moment to the second with its zone, as a ledger entry needs it."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} UTC+8"
