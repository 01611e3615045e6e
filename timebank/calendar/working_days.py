"""Arithmetic on working days: the next one, the n-th one, and the days of a public notice.

Days are calendar days of Asia/Shanghai. `region` is the region code whose holidays count, "" for the
country's alone.
"""

from datetime import date, timedelta
from typing import NamedTuple

from timebank.calendar.holidays import is_day_off

ONE_DAY = timedelta(days=1)


class NoticePeriod(NamedTuple):
    """First and last day of a notice, both working days; it begins at 00:00 and ends at 24:00."""

    first_day: date
    last_day: date

    def is_over(self, today: date) -> bool:
        """Tell whether the last day has passed."""
        return today > self.last_day


def is_working_day(day: date, region: str = "") -> bool:
    """Tell whether offices are open: a weekday that is no holiday, or a make-up day."""
    return not is_day_off(day, region)


def add_working_days(day: date, count: int, region: str = "") -> date:
    """Return the count-th working day after `day`, which is itself never counted; 0 gives `day` back."""
    if count < 0:
        raise ValueError(f"count is {count}, want 0 or more")
    for _ in range(count):
        day += ONE_DAY
        while not is_working_day(day, region):
            day += ONE_DAY
    return day


def notice_period(verified_on: date, days: int = 3, region: str = "") -> NoticePeriod:
    """Return the notice of a service verified that day: `days` working days from the next one on."""
    if days < 1:
        raise ValueError(f"a notice of {days} days, want 1 or more")
    first_day = add_working_days(verified_on, 1, region)
    return NoticePeriod(first_day, add_working_days(first_day, days - 1, region))
