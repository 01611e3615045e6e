"""Ids that grow with time, and numbers in which any one wrong digit is noticed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from timebank.ids import is_checked_number, new_id, with_check_digit

NOW = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)


def test_an_id_is_a_uuid_of_version_seven_with_its_moment_in_front() -> None:
    made = UUID(new_id(NOW))

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_ids_sort_by_the_moment_they_were_made() -> None:
    ids = [new_id(NOW + timedelta(milliseconds=number)) for number in range(1000)]

    assert ids == sorted(ids)


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id(NOW) for _ in range(10_000)}) == 10_000


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert with_check_digit(79462) == "794623"  # the example of ISO/IEC 7064, MOD 11,10


@pytest.mark.parametrize("number", [1000, 1234, 99999, 10**9])
def test_any_one_wrong_digit_is_noticed(number: int) -> None:
    text = with_check_digit(number)

    assert is_checked_number(text)
    for place, right in enumerate(text):
        for digit in "0123456789":
            wrong = text[:place] + digit + text[place + 1 :]
            assert is_checked_number(wrong) == (digit == right)


def test_most_swaps_of_neighbours_are_noticed() -> None:
    swaps = passed = 0
    for number in range(1000, 6000):
        text = with_check_digit(number)
        for place in range(len(text) - 1):
            if text[place] != text[place + 1]:
                swaps += 1
                passed += is_checked_number(text[:place] + text[place + 1] + text[place] + text[place + 2 :])

    assert passed / swaps < 0.03


@pytest.mark.parametrize("text", ["", "7", "12a4", "１２３４", "-794623", " 794623", "79462.3"])
def test_what_is_no_number_has_no_fitting_check_digit(text: str) -> None:
    assert not is_checked_number(text)


def test_ids_of_one_moment_grow_in_the_order_they_were_made() -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC)

    made = [new_id(moment) for _ in range(1000)]

    assert made == sorted(made)
    assert len(set(made)) == 1000
