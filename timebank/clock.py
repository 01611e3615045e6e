"""Clocks. The time of day is an argument; the business day may be moved, in a demo only."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it is set: for tests, and for making the history of the demo county."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the set moment."""
        return self.moment

    def advance(self, **duration: float) -> None:
        """Move on by the keywords of `timedelta`."""
        self.moment += timedelta(**duration)


@dataclass(frozen=True, slots=True)
class BusinessClock:
    """The clock by which care is given and notices run: Asia/Shanghai, moved by whole days in a demo."""

    clock: Clock
    offset_days: int = 0

    def now(self) -> datetime:
        """Return the business moment in UTC."""
        return self.clock.now() + timedelta(days=self.offset_days)

    def today(self) -> date:
        """Return the business day in Asia/Shanghai."""
        return local_day(self.now())


def local_day(moment: datetime) -> date:
    """Return the day of a moment in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def local_moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the moment of a local time of day in Asia/Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)
