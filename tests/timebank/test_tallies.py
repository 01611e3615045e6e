"""Kept figures add up from sites to village, township and county."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from tests.timebank.kernel import BOOK
from timebank.tallies import count, figures
from timebank.writer import Bank

pytestmark = pytest.mark.both_engines

SITES = {"45012510020101": 3, "45012510020102": 4, "45012510020201": 5, "45012510120101": 6}


@pytest.fixture
def connection(bank: Bank) -> Iterator[Connection]:
    with bank._writer_engine.begin() as connection:
        for site, value in SITES.items():
            count(connection, BOOK, site, "members", value)
        count(connection, BOOK, "45012510020101", "services", 1)
        count(connection, "450126", "45012610020101", "members", 100)
        yield connection


@pytest.mark.parametrize(
    ("scope", "digits", "expected"),
    [
        ("450125", 9, {"450125100": 12, "450125101": 6}),
        ("450125100", 12, {"450125100201": 7, "450125100202": 5}),
        ("450125100201", 14, {"45012510020101": 3, "45012510020102": 4}),
        ("45012510020101", 14, {"45012510020101": 3}),
        ("450125100299", 14, {}),
    ],
)
def test_a_level_is_the_sum_of_what_lies_below(
    connection: Connection, scope: str, digits: int, expected: dict[str, int]
) -> None:
    found = figures(connection, BOOK, scope, digits)

    assert {code: names["members"] for code, names in found.items()} == expected


def test_figures_of_different_names_stand_side_by_side(connection: Connection) -> None:
    assert figures(connection, BOOK, "45012510020101", 14) == {
        "45012510020101": {"members": 3, "services": 1}
    }


def test_a_figure_goes_down_again(connection: Connection) -> None:
    count(connection, BOOK, "45012510020101", "members", -2)

    assert figures(connection, BOOK, "45012510020101", 14)["45012510020101"]["members"] == 1


def test_a_change_of_nothing_writes_nothing(connection: Connection) -> None:
    count(connection, BOOK, "45012510020101", "visits", 0)

    assert "visits" not in figures(connection, BOOK, "45012510020101", 14)["45012510020101"]
