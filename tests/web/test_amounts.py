"""Hours and minutes in two boxes, as people type them."""

import pytest

from tests.town import Town
from tests.walk import settled
from tests.web.conftest import Browse

MANY_DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    ("hours", "minutes", "says"),
    [
        ("0", "0", "请填写大于 0 的分钟数。"),
        ("-1", "", "请填写大于 0 的分钟数。"),
        ("1", "-30", "请填写大于 0 的分钟数。"),
        ("1.5", "", "请填写整数。"),
        ("", "半小时", "请填写整数。"),
        ("9999", "", "这个数不在允许的范围内。"),
        (MANY_DIGITS, "", "请填写整数。"),
        ("1", MANY_DIGITS, "请填写整数。"),
    ],
)
def test_what_is_no_amount_is_answered_in_words(
    browse: Browse, town: Town, hours: str, minutes: str, says: str
) -> None:
    li = browse(town.li).opens("/donations")

    li.sends("/donations", hours=hours, minutes=minutes)

    assert (li.status, says in li.words) == (422, True)


def test_a_budget_of_thousands_of_digits_is_answered_in_words(browse: Browse, town: Town) -> None:
    chen = browse(town.chen).opens("/programmes/new")

    chen.sends("/programmes", name="高龄补助", budget_hours=MANY_DIGITS)

    assert (chen.status, "请填写整数。" in chen.words) == (422, True)


def test_half_an_hour_in_full_width_digits_is_given(browse: Browse, town: Town) -> None:
    settled(town)
    li = browse(town.li).opens("/donations")

    li.sends("/donations", hours="", minutes="３０")

    assert "30分 进了时间池" in li.words
