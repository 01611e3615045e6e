"""How names are written, masked, spoken and found."""

import pytest

from timebank.members.names import characters, given_name, initials, masked, normal_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李桂英", "李*英"),
        ("李英", "李*"),
        ("李", "李*"),
        ("欧阳秀英", "欧**英"),
        ("阿依夏·买合木提", "阿*·买*"),
        ("韦㙓", "韦*"),
        ("黄𠮷兰", "黄*兰"),
    ],
)
def test_a_masked_name_shows_its_ends(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("王秀英", "秀英"),
        ("李英", "英"),
        ("欧阳秀英", "秀英"),
        ("欧阳", "阳"),
        ("阿依夏·买合木提", "阿依夏"),
        ("王", "王"),
    ],
)
def test_a_given_name_is_without_the_surname(name: str, given: str) -> None:
    assert given_name(name) == given


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 李桂兰 ", "李桂兰"),
        ("阿依夏.买合木提", "阿依夏·买合木提"),
        ("阿依夏 • 买合木提", "阿依夏·买合木提"),
        ("阿依夏・买合木提", "阿依夏·买合木提"),
        ("John   Smith", "John Smith"),
        ("  ", ""),
    ],
)
def test_a_name_is_stored_one_way_however_typed(typed: str, stored: str) -> None:
    assert normal_name(typed) == stored


def test_initials_hold_each_reading_the_commonest_first() -> None:
    assert initials("李桂兰") == {"lgl"}
    assert {"qjh", "tjh"} <= initials("覃建华")


def test_a_long_name_of_many_readings_keeps_few_initials() -> None:
    assert len(initials("阿依夏·买合木提")) <= 8


def test_characters_leave_out_what_only_separates() -> None:
    assert characters("阿依·买 提") == set("阿依买提")
