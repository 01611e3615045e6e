"""Sheets show what the lists show, with names in part, to whom the lists show it."""

from collections.abc import Sequence

import pytest

from tests import walk
from tests.town import BOOK, FAR_SITE, SITE, Town
from timebank.actors import Actor
from timebank.errors import NotAllowed
from timebank.members.looks import looks_page
from timebank.members.queries import MemberNotFound
from timebank.reports import words as sheet_words
from timebank.reports.asked import Ask, SheetName, SheetNotFound, sheet_named
from timebank.reports.making import make_sheet
from timebank.reports.people import LOOKED_AT
from timebank.reports.sheet import Row
from web import words as page_words


def rows_of(town: Town, name: SheetName, actor: Actor, **asked: object) -> list[Row]:
    """Return the rows of a sheet for an actor, in Chinese."""
    ask = Ask(**asked)  # type: ignore[arg-type]  # keywords of the question
    with town.bank.reading(actor) as reading:
        return list(make_sheet(town.bank, reading, name, actor, ask, str).rows)


def cells(rows: Sequence[Row]) -> str:
    """Return all that stands in rows as one text."""
    return repr(rows)


@pytest.mark.parametrize("name", list(SheetName))
def test_every_row_has_a_cell_for_every_column(town: Town, name: SheetName) -> None:
    walk.settled(town)

    with town.bank.reading(town.chen) as reading:
        sheet = make_sheet(town.bank, reading, name, town.chen, Ask(), str)
        lengths = {len(row) for row in sheet.rows}
    assert lengths <= {len(sheet.columns)}


def test_members_are_masked(town: Town) -> None:
    rows = rows_of(town, SheetName.MEMBERS, town.nong, site=SITE)

    assert "李*兰" in cells(rows)
    for secret in ("李桂兰", "17900000002", "村口第三家"):
        assert secret not in cells(rows)


def test_for_a_purpose_they_are_in_clear_and_everybody_can_see_who_looked(town: Town) -> None:
    rows = rows_of(town, SheetName.MEMBERS, town.nong, site=SITE, purpose="report")

    assert "李桂兰" in cells(rows)
    assert "17900000002" in cells(rows)
    with town.bank.reading(town.li) as reading:
        (look,) = looks_page(reading, town.li, town.li.member_id).items
    assert (look.by, look.purpose, look.fields) == (town.nong.member_id, "report", LOOKED_AT)


def test_who_keeps_no_register_gets_nobody_in_clear(town: Town) -> None:
    with pytest.raises(NotAllowed):
        rows_of(town, SheetName.MEMBERS, town.huang, purpose="audit")
    with town.bank.reading(town.li) as reading:
        assert looks_page(reading, town.li, town.li.member_id).items == ()


def test_a_coordinator_takes_away_the_own_site_alone(town: Town) -> None:
    walk.settled(town)

    assert len(rows_of(town, SheetName.SERVICES, town.nong)) == 1
    assert rows_of(town, SheetName.SERVICES, town.far) == []
    assert rows_of(town, SheetName.MEMBERS, town.nong, site=FAR_SITE) == []
    assert "赵*福" not in cells(rows_of(town, SheetName.MEMBERS, town.nong))


def test_services_are_those_of_the_days_asked_for(town: Town) -> None:
    walk.settled(town)
    day = walk.TOMORROW_NINE.date()

    def count(**asked: object) -> int:
        return len(rows_of(town, SheetName.SERVICES, town.nong, **asked))

    assert count(from_day=day, until_day=day) == 1
    assert count(until_day=day.replace(day=16)) == 0
    assert count(from_day=day.replace(day=18)) == 0


def test_a_service_never_names_anybody_in_full(town: Town) -> None:
    walk.settled(town)

    (row,) = rows_of(town, SheetName.SERVICES, town.chen)

    assert row[4:8] == ("李*兰", "王*英", 60, 60)
    assert row[-1] == "已入账"


def test_a_statement_is_for_its_holder_and_the_office(town: Town) -> None:
    walk.settled(town)

    mine = rows_of(town, SheetName.STATEMENT, town.li)
    theirs = rows_of(town, SheetName.STATEMENT, town.nong, holder=town.li.member_id)

    assert mine == theirs
    assert (mine[0][2], mine[0][4], mine[0][6]) == ("入账", 60, 60)
    with pytest.raises(MemberNotFound):
        rows_of(town, SheetName.STATEMENT, town.zhao, holder=town.li.member_id)


def test_the_figures_of_a_region_add_up(town: Town) -> None:
    walk.settled(town)

    total, *below = rows_of(town, SheetName.FIGURES, town.chen)

    assert total[1] == BOOK
    for column in range(2, len(total)):
        assert total[column] == sum(int(str(row[column])) for row in below)


@pytest.mark.parametrize("who", ["li", "wang", "zhao"])
@pytest.mark.parametrize("name", [SheetName.FIGURES, SheetName.INDICATORS, SheetName.LIABILITIES])
def test_the_figures_of_an_office_are_not_for_others(town: Town, name: SheetName, who: str) -> None:
    with pytest.raises(NotAllowed):
        rows_of(town, name, getattr(town, who))


def test_there_is_no_other_sheet() -> None:
    with pytest.raises(SheetNotFound):
        sheet_named("passwords")


def test_sheets_use_the_words_of_the_pages() -> None:
    assert sheet_words.ROLES == page_words.ROLE_WORDS
    assert sheet_words.SEXES == page_words.SEX_WORDS
    assert sheet_words.PAYERS == page_words.PAYER_WORDS
    assert sheet_words.ENTRIES.items() <= page_words.ENTRY_WORDS.items()
