"""Days are those of Asia/Shanghai, moments are UTC, and only a demo's business day can be moved."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.timebank.kernel import BOOK, Give, give
from timebank.actors import system
from timebank.clock import BusinessClock, ClockAhead, SetClock, SystemClock, local_day, local_moment
from timebank.work import BusinessDay
from timebank.writer import Bank


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 15, 15, 59, 59, tzinfo=UTC), date(2026, 11, 15)),
        (datetime(2026, 11, 15, 16, 0, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_shanghai(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


def test_a_local_time_is_stored_in_utc() -> None:
    moment = local_moment(date(2026, 11, 16), 9, 30)

    assert moment == datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
    assert moment.utcoffset() == timedelta(0)


def test_the_business_clock_moves_by_whole_days() -> None:
    clock = SetClock(datetime(2026, 11, 16, 0, 0, tzinfo=UTC))

    ahead = BusinessClock(clock, 5)

    assert ahead.now() == datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert ahead.today() == date(2026, 11, 21)


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    now = SystemClock().now()

    assert now.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)


def test_a_moved_business_day_is_that_of_one_book(bank: Bank) -> None:
    with bank._writer_engine.begin() as connection:
        connection.execute(BusinessDay.__table__.insert(), {"book": BOOK, "offset_days": 9})  # type: ignore[attr-defined]  # a Table at run time

    with bank.reading(system(BOOK)) as moved, bank.reading(system("450126")) as other:
        assert moved.business_clock.today() - other.business_clock.today() == timedelta(days=9)


class Machine:
    """A machine whose clock and whose count of seconds a test sets."""

    def __init__(self) -> None:
        self.time, self.seconds = datetime(2026, 11, 16, 8, 0, tzinfo=UTC), 1000.0
        self.clock = SystemClock(lambda: self.time, lambda: self.seconds)

    def live(self, **duration: float) -> None:
        """Let time pass."""
        self.time += timedelta(**duration)
        self.seconds += timedelta(**duration).total_seconds()


JUST_BEFORE = datetime(2026, 11, 16, 7, 59, tzinfo=UTC)


@pytest.mark.parametrize("step", [timedelta(hours=1, seconds=1), timedelta(days=2), timedelta(days=3653)])
def test_a_clock_that_jumps_ahead_dates_no_entry(step: timedelta) -> None:
    machine = Machine()
    machine.clock.require_sound(JUST_BEFORE)
    machine.time += step

    with pytest.raises(ClockAhead) as caught:
        machine.clock.require_sound(JUST_BEFORE)
    assert caught.value.facts["last"] == "2026-11-16T07:59:00Z"


@pytest.mark.parametrize(
    "step", [timedelta(seconds=1), timedelta(hours=1), timedelta(seconds=-1), timedelta(days=-3653)]
)
def test_a_small_step_and_a_step_back_stop_nothing(step: timedelta) -> None:
    machine = Machine()
    machine.clock.require_sound(JUST_BEFORE)
    machine.time += step

    machine.clock.require_sound(JUST_BEFORE)


def test_a_book_may_lie_still_for_years() -> None:
    machine = Machine()
    machine.clock.require_sound(JUST_BEFORE)
    machine.live(days=4000)

    machine.clock.require_sound(JUST_BEFORE)


def test_a_clock_set_right_again_goes_on() -> None:
    machine = Machine()
    machine.clock.require_sound(JUST_BEFORE)
    machine.time += timedelta(days=365)
    with pytest.raises(ClockAhead):
        machine.clock.require_sound(JUST_BEFORE)
    machine.time -= timedelta(days=365)

    machine.clock.require_sound(JUST_BEFORE)


def test_a_new_process_takes_the_clock_as_it_finds_it() -> None:
    machine = Machine()
    machine.clock.require_sound(JUST_BEFORE)
    machine.time += timedelta(days=365)

    SystemClock(lambda: machine.time, lambda: machine.seconds).require_sound(JUST_BEFORE)


def test_a_clock_no_later_than_the_last_entry_is_not_ahead() -> None:
    machine = Machine()
    machine.clock.require_sound(JUST_BEFORE)
    machine.time += timedelta(hours=5)

    machine.clock.require_sound(JUST_BEFORE + timedelta(hours=5))


def test_a_jump_writes_nothing_and_says_so(bank: Bank) -> None:
    machine = Machine()
    bank.clock = machine.clock
    bank.run(give, Give("li", 60), system(BOOK))
    machine.time += timedelta(days=3653)

    with pytest.raises(ClockAhead):
        bank.run(give, Give("li", 60), system(BOOK), "key")
    machine.time -= timedelta(days=3653)
    assert bank.run(give, Give("li", 60), system(BOOK), "key").seq > 0, "the key was not used up"
    with bank.reading(system(BOOK)) as reading:
        assert reading.ledger.book.head().recorded == machine.time
