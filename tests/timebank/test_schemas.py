"""What people, phones and programs really send, and what each field makes of it: a value, or a message beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from timebank.schemas import (
    BAD_CHARACTER,
    NO_MINUTES,
    NOT_A_CHOICE,
    NOT_A_DAY,
    NOT_A_MOMENT,
    NOT_A_NUMBER,
    NOT_A_TEXT,
    OUT_OF_RANGE,
    REQUIRED,
    TOO_LONG,
    UNKNOWN,
    Choice,
    CommandSchema,
    Day,
    Digits,
    LocalMoment,
    Minutes,
    Number,
    Secret,
    Text,
    YesNo,
)

ONLY_DIGITS = "请只填写数字。"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


@dataclass(frozen=True, slots=True)
class Filled:
    """A command with one field."""

    field: Any


def load(field: Any, value: Any) -> Any:
    """Return what a schema with this one field makes of the value: the value, or the message."""

    class OneField(CommandSchema):
        command = Filled

    schema = OneField.from_dict({"field": field})
    try:
        return schema().load({"field": value}).field
    except ValidationError as error:
        assert isinstance(error.messages, dict)
        (message,) = error.messages["field"]
        return f"! {message}"


def refused(message: str) -> str:
    return f"! {message}"


NAME = Text(20, required=True)
NOTE = Text(20, lines=True)


@pytest.mark.parametrize(
    ("field", "value", "outcome"),
    [
        (NAME, "李秀英", "李秀英"),
        (NAME, "  李秀英\u3000", "李秀英"),
        (NAME, "阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        (NAME, "e\u0301", "é"),
        (NAME, "李\u200b秀英\ufeff", "李秀英"),
        (NAME, "𬱖𱁬", "𬱖𱁬"),  # extensions E and G, in real names
        (NAME, "\U00031350", "\U00031350"),  # extension H, newer than this Python's tables
        (NAME, "👵🏻❤️", "👵🏻❤️"),
        (NAME, "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        (NAME, "a" * 20, "a" * 20),
        (NAME, "a" * 21, refused(TOO_LONG)),
        (NAME, "a" * 1_000_000, refused(TOO_LONG)),
        (NAME, "", refused(REQUIRED)),
        (NAME, " \t\u3000\n ", refused(REQUIRED)),
        (NAME, "\u200b\u200d\u3164", refused(REQUIRED)),
        (NAME, None, refused(REQUIRED)),
        (NAME, 5, refused(NOT_A_TEXT)),
        (NAME, True, refused(NOT_A_TEXT)),
        (NAME, ["李"], refused(NOT_A_TEXT)),
        (NAME, {"a": 1}, refused(NOT_A_TEXT)),
        (NAME, "李\x00秀英", refused(BAD_CHARACTER)),
        (NAME, "李\x1b[31m", refused(BAD_CHARACTER)),
        (NAME, "李\n秀英", refused(BAD_CHARACTER)),
        (NAME, "\u202e英秀李", refused(BAD_CHARACTER)),
        (NAME, "李\u2066秀英\u2069", refused(BAD_CHARACTER)),
        (NAME, "\ud800", refused(BAD_CHARACTER)),
        (NAME, "\ue000", refused(BAD_CHARACTER)),
        (NAME, "\uffff", refused(BAD_CHARACTER)),
        (NAME, "\ufdd0", refused(BAD_CHARACTER)),
        (NOTE, "", ""),
        (NOTE, "一\r\n二", "一\n二"),
        (NOTE, "一\r二", refused(BAD_CHARACTER)),
        (NAME, "<script>alert(1)</script>"[:20], "<script>alert(1)</sc"),  # pages escape; a text is a text
        (NAME, "=1+1", "=1+1"),
    ],
)
def test_a_text(field: Text, value: Any, outcome: Any) -> None:
    assert load(field, value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("1234567890", "1234567890"),
        ("1234 5678 90", "1234567890"),
        ("1234-5678-90", "1234567890"),
        ("１２３４５６７８９０", "1234567890"),
        (1234567890, "1234567890"),
        ("٣٤", refused(ONLY_DIGITS)),
        ("12a", refused(ONLY_DIGITS)),
        (True, refused(ONLY_DIGITS)),
        (1.5, refused(ONLY_DIGITS)),
        ([1], refused(ONLY_DIGITS)),
        ("1" * 21, refused(TOO_LONG)),
        ("", refused(REQUIRED)),
        (" - ", refused(REQUIRED)),
        (None, refused(REQUIRED)),
    ],
)
def test_a_number_that_is_a_name(value: Any, outcome: Any) -> None:
    assert load(Digits(20, required=True), value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (60, 60),
        ("60", 60),
        ("６０", 60),
        (" 60 ", 60),
        ("060", 60),
        (100_000, 100_000),
        (0, refused(NO_MINUTES)),
        ("0", refused(NO_MINUTES)),
        (-5, refused(NO_MINUTES)),
        ("-5", refused(NO_MINUTES)),
        ("－５", refused(NO_MINUTES)),
        (100_001, refused(OUT_OF_RANGE)),
        (10**30, refused(OUT_OF_RANGE)),
        ("9" * 15, refused(OUT_OF_RANGE)),
        ("9" * 16, refused(NOT_A_NUMBER)),
        ("9" * 5000, refused(NOT_A_NUMBER)),
        (1.5, refused(NOT_A_NUMBER)),
        (60.0, refused(NOT_A_NUMBER)),
        ("1.5", refused(NOT_A_NUMBER)),
        ("1e3", refused(NOT_A_NUMBER)),
        ("1_000", refused(NOT_A_NUMBER)),
        ("1,000", refused(NOT_A_NUMBER)),
        ("+60", refused(NOT_A_NUMBER)),
        ("60-90", refused(NOT_A_NUMBER)),
        ("6 0", refused(NOT_A_NUMBER)),
        ("٦٠", refused(NOT_A_NUMBER)),
        ("六十", refused(NOT_A_NUMBER)),
        ("", refused(NOT_A_NUMBER)),
        (True, refused(NOT_A_NUMBER)),
        (False, refused(NOT_A_NUMBER)),
        ("NaN", refused(NOT_A_NUMBER)),
        (float("inf"), refused(NOT_A_NUMBER)),
        ([60], refused(NOT_A_NUMBER)),
        (None, refused(REQUIRED)),
    ],
)
def test_minutes(value: Any, outcome: Any) -> None:
    assert load(Minutes(), value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"), [(0, 0), (6, 6), (-1, refused(OUT_OF_RANGE)), (7, refused(OUT_OF_RANGE))]
)
def test_a_number_within_bounds(value: Any, outcome: Any) -> None:
    assert load(Number(0, 6), value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("２０２６－１１－２３", date(2026, 11, 23)),
        (" 2026-1-5 ", date(2026, 1, 5)),
        ("1935-02-28", date(1935, 2, 28)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2027-02-29", refused(NOT_A_DAY)),
        ("2026-02-31", refused(NOT_A_DAY)),
        ("2026-13-01", refused(NOT_A_DAY)),
        ("2026-00-10", refused(NOT_A_DAY)),
        ("1899-12-31", refused(NOT_A_DAY)),
        ("0001-01-01", refused(NOT_A_DAY)),
        ("99999-01-01", refused(NOT_A_DAY)),
        ("23/11/2026", refused(NOT_A_DAY)),
        ("20261123", refused(NOT_A_DAY)),
        ("2026-11-23T09:00", refused(NOT_A_DAY)),
        (20261123, refused(NOT_A_DAY)),
        (True, refused(NOT_A_DAY)),
        ("", refused(NOT_A_DAY)),
        (None, refused(REQUIRED)),
    ],
)
def test_a_day(value: Any, outcome: Any) -> None:
    assert load(Day(), value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("2026-11-23T09:00", NOW),  # as a form sends it: meant where people live
        ("2026-11-23T09:00:00", NOW),
        ("2026-11-23 09:00", NOW),
        ("2026-11-23T09:00:00+08:00", NOW),
        ("2026-11-23T01:00:00Z", NOW),
        ("2026-11-22T20:00:00-05:00", NOW),
        ("2028-02-29T09:00", datetime(2028, 2, 29, 1, 0, tzinfo=UTC)),
        ("2027-02-29T09:00", refused(NOT_A_MOMENT)),
        ("2026-02-31T09:00", refused(NOT_A_MOMENT)),
        ("2026-11-23T25:00", refused(NOT_A_MOMENT)),
        ("2026-11-23T09:60", refused(NOT_A_MOMENT)),
        ("2026-11-23T09:00+99:99", refused(NOT_A_MOMENT)),
        ("0001-01-01T00:00", refused(NOT_A_MOMENT)),
        ("9999-12-31T23:59", refused(NOT_A_MOMENT)),
        ("2026-11-23", refused(NOT_A_MOMENT)),
        ("tomorrow", refused(NOT_A_MOMENT)),
        ("", refused(NOT_A_MOMENT)),
        (1700000000, refused(NOT_A_MOMENT)),
        (True, refused(NOT_A_MOMENT)),
        (["2026-11-23T09:00"], refused(NOT_A_MOMENT)),
        (None, refused(REQUIRED)),
    ],
)
def test_a_moment(value: Any, outcome: Any) -> None:
    assert load(LocalMoment(), value) == outcome


@pytest.mark.parametrize("value", ["", "OWN", "own ", 1, True, None, ["own"]])
def test_only_a_listed_choice_is_taken(value: Any) -> None:
    assert load(Choice(["own", "public"]), "own") == "own"
    assert load(Choice(["own", "public"]), value) in (refused(NOT_A_CHOICE), refused(REQUIRED))


@pytest.mark.parametrize(
    ("value", "outcome"), [(" a b ", " a b "), ("\ud800", refused(BAD_CHARACTER)), (5, refused(NOT_A_TEXT))]
)
def test_a_secret_is_taken_as_typed(value: Any, outcome: Any) -> None:
    assert load(Secret(), value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"), [("true", True), (False, False), ("maybe", "! 请回答是或否。")]
)
def test_a_yes_or_no(value: Any, outcome: Any) -> None:
    assert load(YesNo(), value) == outcome


def test_an_unknown_field_is_named() -> None:
    class OneName(CommandSchema):
        command = Filled
        field = Text()

    with pytest.raises(ValidationError) as error:
        OneName().load({"field": "a", "is_admin": True})

    assert error.value.messages == {"is_admin": [UNKNOWN]}


@pytest.mark.parametrize("value", [None, [], "text", 5])
def test_what_is_no_object_is_refused(value: Any) -> None:
    class OneName(CommandSchema):
        command = Filled
        field = Text()

    with pytest.raises(ValidationError):
        OneName().load(value)


FIELDS = [NAME, NOTE, Digits(20), Minutes(), Day(), LocalMoment(), Choice(["own"]), Secret(), YesNo()]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(JSON)
def test_whatever_comes_each_field_answers(value: Any) -> None:
    for field in FIELDS:
        load(field, value)
