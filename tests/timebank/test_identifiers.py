"""Phone and identity numbers as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timebank.identifiers import (
    ImpossibleBirthDate,
    MalformedIdentityNumber,
    MalformedPhone,
    WrongCheckCharacter,
    check_character,
    parse_identity_number,
    parse_phone,
)

TODAY = date(2026, 11, 22)


def identity_number(area: str, born: str, serial: str = "002") -> str:
    return area + born + serial + check_character(area + born + serial)


@pytest.mark.parametrize(
    "text",
    [
        "17900000001",
        " 179 0000 0001 ",
        "179-0000-0001",
        "179‐0000—0001",
        "１７９００００００01",
        "+86 179 0000 0001",
        "＋86-17900000001",
        "0086 17900000001",
        "8617900000001",
        "(+86)17900000001",
        "\u202d17900000001\u202c",
        "179\u30000000\u00a00001",
        "179.0000.0001",
    ],
)
def test_a_phone_number_is_understood_however_it_is_typed(text: str) -> None:
    assert parse_phone(text) == "17900000001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1790000000",
        "179000000012",
        "12900000001",
        "07715221234",
        "+1 17900000001",
        "86",
        "8686 17900000001",
        "1790000000a",
        "1790000000²3",
        "١٧٩٠٠٠٠٠٠٠١",
        "一七九零零零零零零零一",
        "17900000001/17900000002",
    ],
)
def test_anything_else_is_no_mobile_number(text: str) -> None:
    with pytest.raises(MalformedPhone):
        parse_phone(text)


def test_a_number_that_begins_with_the_country_code_s_digits_is_left_alone() -> None:
    assert parse_phone("18600000001") == "18600000001"


def test_the_check_character_is_that_of_the_standard() -> None:
    # The two numbers GB 11643-1999 works through in its annex.
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"


def test_an_identity_number_tells_birth_date_and_sex() -> None:
    parsed = parse_identity_number("11010519491231002X", TODAY)

    assert parsed.number == "11010519491231002X"
    assert parsed.birth_date == date(1949, 12, 31)
    assert parsed.is_female


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002x ",
        "110105-19491231-002X",
    ],
)
def test_small_letters_wide_digits_and_blanks_are_normalised(text: str) -> None:
    assert parse_identity_number(text, TODAY).number == "11010519491231002X"


@pytest.mark.parametrize("area", ["440622", "450125", "452124", "362131", "510202"])
def test_abolished_and_later_area_codes_are_accepted(area: str) -> None:
    number = identity_number(area, "19480315")

    assert parse_identity_number(number, TODAY).number == number


@pytest.mark.parametrize(
    ("born", "day"),
    [
        ("19251001", date(1925, 10, 1)),  # 101 years
        ("19000228", date(1900, 2, 28)),
        ("18991231", date(1899, 12, 31)),
        ("20000229", date(2000, 2, 29)),
        ("20261122", TODAY),
    ],
)
def test_the_very_old_and_the_newborn_are_accepted(born: str, day: date) -> None:
    assert parse_identity_number(identity_number("450125", born), TODAY).birth_date == day


@pytest.mark.parametrize(
    "born", ["19480231", "19000229", "19481301", "19480100", "00000101", "20261123", "20480101"]
)
def test_a_day_that_is_not_in_the_calendar_or_still_to_come_is_refused(born: str) -> None:
    with pytest.raises(ImpossibleBirthDate):
        parse_identity_number(identity_number("450125", born), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "110105491231002",  # first generation, 15 digits
        "11010519491231002",
        "11010519491231002XX",
        "1101051949123100XX",
        "X1010519491231002X",
        "99010519491231002X",
        "00010519491231002X",
        "11010519491231002Y",
        "一1010519491231002X",
    ],
)
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(MalformedIdentityNumber):
        parse_identity_number(text, TODAY)


@given(place=st.integers(6, 16), step=st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(place: int, step: int) -> None:
    number = identity_number("450125", "19480315")
    wrong = str((int(number[place]) + step) % 10)

    with pytest.raises((WrongCheckCharacter, ImpossibleBirthDate)):
        parse_identity_number(number[:place] + wrong + number[place + 1 :], TODAY)


def test_a_wrong_check_character_is_named_as_such() -> None:
    with pytest.raises(WrongCheckCharacter):
        parse_identity_number("110105194912310021", TODAY)
