"""Clocks. The time of day is an argument; the business day may be moved, in a demo only."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from timebank.errors import N_, Unavailable

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOST_AHEAD = timedelta(hours=1)


class ClockAhead(Unavailable):
    """The machine's clock has jumped ahead; entries dated by it would hold the ledger's time there for ever."""

    code = "clock_ahead"
    message = N_(
        "服务器的时钟突然快了（现在显示 %(now)s，上一笔账记在 %(last)s），暂时不能记账，可以照常查看。"
        "请管理员先把时间调准；如果现在的时间是对的，重新启动服务即可。"
    )


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        ...

    def require_sound(self, last: datetime) -> None:
        """Pass when an entry may be dated now; `last` is when the last one was recorded, by whatever machine.

        Raises:
            ClockAhead: it may not.
        """
        ...


def _machines_time() -> datetime:
    return datetime.now(UTC)


def _seconds_passed() -> float:
    """Return the seconds since some moment, also those in which the machine slept; nobody can set this clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class SystemClock:
    """The machine's clock, compared with the seconds that have passed since the first entry it was asked to date.

    How long nothing was recorded says nothing: a village's book may lie still for days. A clock that gained an hour
    on the seconds passed, and on the last entry, was moved. A new process takes the clock as it finds it, which is
    the way out when it was the earlier time that was wrong.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = _machines_time,
        passed: Callable[[], float] = _seconds_passed,
    ) -> None:
        self._wall, self._passed = wall, passed
        self._began: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return self._wall()

    def require_sound(self, last: datetime) -> None:
        """Pass unless the clock is more than an hour ahead of the last entry and of the time passed."""
        now, passed = self._wall(), self._passed()
        if self._began is None:
            self._began = now, passed
        wall_then, passed_then = self._began
        expected = max(wall_then + timedelta(seconds=passed - passed_then), last)
        if now > expected + MOST_AHEAD:
            raise ClockAhead(now=f"{now:%Y-%m-%dT%H:%M:%SZ}", last=f"{last:%Y-%m-%dT%H:%M:%SZ}")


class SetClock:
    """A clock that stands where it is set: for tests, and for making the history of the demo county."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the set moment."""
        return self.moment

    def require_sound(self, last: datetime) -> None:
        """Pass: who sets it means it."""

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
