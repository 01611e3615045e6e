"""Days are those of Asia/Shanghai, moments are UTC, and only a demo's business day can be moved."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.timebank.kernel import BOOK
from timebank.actors import system
from timebank.clock import BusinessClock, SetClock, SystemClock, local_day, local_moment
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
