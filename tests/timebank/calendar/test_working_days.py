"""Working days and notice periods, against the published calendars of 2025 and 2026."""

from datetime import date, timedelta

import pytest

from timebank.calendar.holidays import holiday_notices, is_official
from timebank.calendar.working_days import add_working_days, is_working_day, notice_period

GUANGXI = "450125"


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "is_working"),
    [
        ("2026-11-20", True),  # Friday
        ("2026-11-21", False),  # Saturday
        ("2026-11-22", False),  # Sunday
        ("2026-01-01", False),  # New Year
        ("2026-01-04", True),  # Sunday made up
        ("2026-02-14", True),  # Saturday before Spring Festival, made up
        ("2026-02-15", False),
        ("2026-02-23", False),  # Monday, last day of Spring Festival
        ("2026-02-24", True),
        ("2026-02-28", True),  # Saturday after, made up
        ("2026-04-06", False),  # Monday of Qingming
        ("2026-05-05", False),
        ("2026-05-09", True),  # Saturday made up
        ("2026-06-19", False),  # Dragon Boat
        ("2026-09-20", True),  # Sunday before National Day, made up
        ("2026-09-25", False),  # Mid-Autumn
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # Saturday made up
        ("2025-01-26", True),  # Sunday made up
        ("2025-02-04", False),
        ("2025-10-08", False),  # National Day with Mid-Autumn
        ("2025-10-11", True),
        ("2027-02-08", False),  # third day of the year, Monday
        ("2027-02-09", True),
        ("2031-05-01", False),  # no list: the fixed days of the law
        ("2031-10-02", False),
        ("2031-10-06", True),
        ("2031-10-11", False),
        ("2028-02-29", True),
    ],
)
def test_a_working_day_is_a_weekday_that_is_no_holiday_or_a_day_made_up(text: str, is_working: bool) -> None:
    assert is_working_day(day(text)) is is_working


def test_guangxi_keeps_the_third_of_the_third_month_and_others_do_not() -> None:
    assert not is_working_day(day("2025-03-31"), GUANGXI)
    assert is_working_day(day("2025-03-31"), "360702")
    assert is_working_day(day("2025-03-31"))


def test_guangxi_keeps_the_country_s_holidays_too() -> None:
    assert not is_working_day(day("2026-02-17"), GUANGXI)
    assert is_working_day(day("2026-02-28"), GUANGXI)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-16", 5, "2026-11-23"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2028-02-28", 1, "2028-02-29"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, count: int, end: str) -> None:
    assert add_working_days(day(start), count) == day(end)


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="want 0 or more"):
        add_working_days(day("2026-11-20"), -1)


@pytest.mark.parametrize(
    ("verified", "first", "last"),
    [
        ("2026-11-16", "2026-11-17", "2026-11-19"),  # Monday: Tuesday to Thursday
        ("2026-11-18", "2026-11-19", "2026-11-23"),  # across a weekend
        ("2026-11-20", "2026-11-23", "2026-11-25"),  # Friday
        ("2026-11-21", "2026-11-23", "2026-11-25"),  # Saturday
        ("2026-02-11", "2026-02-12", "2026-02-14"),  # ends on a Saturday made up
        ("2026-02-13", "2026-02-14", "2026-02-25"),  # Spring Festival in the middle
        ("2026-02-17", "2026-02-24", "2026-02-26"),  # verified on New Year's Day itself
        ("2026-02-26", "2026-02-27", "2026-03-02"),  # the Saturday after counts
        ("2026-09-30", "2026-10-08", "2026-10-10"),  # National Day
        ("2026-10-01", "2026-10-08", "2026-10-10"),
        ("2026-12-30", "2026-12-31", "2027-01-05"),  # year end
        ("2025-12-31", "2026-01-04", "2026-01-06"),  # begins on a Sunday made up
    ],
)
def test_a_notice_runs_three_working_days_from_the_next_one(verified: str, first: str, last: str) -> None:
    assert notice_period(day(verified)) == (day(first), day(last))


def test_a_notice_in_guangxi_waits_for_the_regional_holiday() -> None:
    assert notice_period(day("2025-03-28"), 3, GUANGXI) == (day("2025-04-02"), day("2025-04-07"))
    assert notice_period(day("2025-03-28"), 3, "360702") == (day("2025-03-31"), day("2025-04-02"))


def test_a_notice_of_one_day_begins_and_ends_on_it() -> None:
    period = notice_period(day("2026-11-20"), 1)

    assert period.first_day == period.last_day == day("2026-11-23")


def test_a_notice_is_over_when_its_last_day_is() -> None:
    period = notice_period(day("2026-11-16"))

    assert not period.is_over(day("2026-11-19"))
    assert period.is_over(day("2026-11-20"))


def test_a_notice_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="want 1 or more"):
        notice_period(day("2026-11-20"), 0)


def test_every_notice_has_exactly_its_working_days() -> None:
    for offset in range(730):
        verified = day("2025-01-01") + timedelta(days=offset)
        first, last = notice_period(verified, 3)
        span = [verified + timedelta(days=n) for n in range(1, (last - verified).days + 1)]

        assert first == next(each for each in span if is_working_day(each))
        assert sum(map(is_working_day, span)) == 3
        assert is_working_day(last)


def test_published_years_are_told_from_those_worked_out() -> None:
    assert [is_official(year) for year in (2024, 2025, 2026, 2027)] == [False, True, True, False]


@pytest.mark.parametrize(("year", "free", "made_up"), [(2025, 28, 5), (2026, 33, 6)])
def test_the_list_holds_as_many_days_as_the_notice(year: int, free: int, made_up: int) -> None:
    notice = next(each for each in holiday_notices() if each.year == year and each.region == "")

    assert len(notice.off) == free
    assert len(notice.on) == made_up


def test_only_weekends_are_made_up_and_every_notice_names_its_source() -> None:
    for notice in holiday_notices():
        assert notice.source
        assert not notice.on & notice.off
        assert all(each.weekday() >= 5 and each.year == notice.year for each in notice.on)
        assert all(each.year == notice.year for each in notice.off)
