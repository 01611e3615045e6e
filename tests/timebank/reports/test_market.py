"""Orders, points and gifts as sheets: what the pages show, no code, no name in full, nothing of another place."""

import pytest

from tests.family import settle_family
from tests.market import Market, open_market
from tests.timebank.reports.test_sheets import cells, rows_of
from tests.town import FAR_SITE, SITE, Town
from timebank.errors import NotAllowed
from timebank.gifts.commands import GiveTime
from timebank.gifts.use_cases import give_time
from timebank.reports import words as sheet_words
from timebank.reports.asked import SheetName
from web.market_words import ORDER_WORDS, POINTS_WORDS


@pytest.fixture
def market(town: Town) -> Market:
    """A shop with an order of two items."""
    return open_market(town)


def test_an_order_has_a_row_for_each_item_and_never_its_code(market: Market) -> None:
    order = market.order(("oil", 2), ("rice", 1))
    rows = rows_of(market.town, SheetName.ORDERS, market.town.nong, site=SITE)

    assert [(row[0], row[3], row[6], row[7], row[11]) for row in rows] == [
        (order.number, "李*兰", "食用油", 2, "等来取"),
        (order.number, "李*兰", "大米", 1, "等来取"),
    ]
    assert order.code not in cells(rows)


def test_points_add_up_to_what_the_household_has_and_name_nobody(market: Market) -> None:
    market.hand_over(market.order(("oil", 1)))
    rows = rows_of(market.town, SheetName.POINTS, market.town.nong)

    assert [(row[3], row[4]) for row in rows] == [("换了东西", -20), ("做好事得的", 100)]
    assert "李" not in cells(rows)


def test_gifts_are_in_part_and_those_of_the_place_alone(town: Town) -> None:
    family = settle_family(town)
    gift = town.bank.run(give_time, GiveTime(town.wang.member_id, 60), family.daughter)
    rows = rows_of(town, SheetName.GIFTS, town.nong)

    assert [row[:4] for row in rows] == [(gift.number, "韦*梅", "王*英", 60)]
    assert rows_of(town, SheetName.GIFTS, town.chen, site=FAR_SITE) == []
    assert rows_of(town, SheetName.GIFTS, town.far) == []


def test_a_stranger_takes_nothing_away(market: Market) -> None:
    town = market.town
    market.order(("oil", 1))

    assert rows_of(town, SheetName.ORDERS, town.zhao) == []
    assert rows_of(town, SheetName.ORDERS, town.far) == []
    with pytest.raises(NotAllowed):
        rows_of(town, SheetName.POINTS, town.zhao)
    with pytest.raises(NotAllowed):
        rows_of(town, SheetName.POINTS, town.far, site=SITE)


def test_sheets_use_the_words_of_the_pages() -> None:
    assert dict(sheet_words.ORDER_STATES) == dict(ORDER_WORDS)
    assert dict(sheet_words.POINTS_KINDS) == dict(POINTS_WORDS)
