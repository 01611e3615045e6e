"""Files: what is typed stays text, days stay days, and a long sheet is refused whole."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timebank.paging import Page
from timebank.reports import sheet as sheets
from timebank.reports.files import FileKind, write_file
from timebank.reports.plain_cells import as_text
from timebank.reports.sheet import Cell, Row, Sheet, TooManyRows, every_item

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    '=HYPERLINK("http://x")',
    "=cmd|'/c calc'!A0",
)


def a_sheet(*rows: Row, title: str = "服务") -> Sheet:
    """Return a sheet of two columns."""
    return Sheet(title, ("甲", "乙"), rows)


def read_csv(sheet: Sheet) -> list[list[str]]:
    """Return the rows of a sheet as a table program reads its CSV."""
    with write_file(sheet, FileKind.CSV) as file:
        data = file.read()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def workbook_parts(sheet: Sheet) -> dict[str, str]:
    """Return the texts inside a workbook by their names."""
    with write_file(sheet, FileKind.XLSX) as file, zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_a_csv(text: str) -> None:
    _, (cell, _) = read_csv(a_sheet((text, 1)))

    assert cell == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_a_workbook_not_even_when_it_is_edited(text: str) -> None:
    parts = workbook_parts(a_sheet((text, 1)))

    page = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in page
    assert "<hyperlink" not in page
    (style,) = re.findall(r'<c r="A2" s="(\d)" t="inlineStr">', page)
    formats = parts["xl/styles.xml"].split("<cellXfs")[1].split("</cellXfs")[0]
    assert 'quotePrefix="1"' in re.findall(r"<xf [^>]*>", formats)[int(style)]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_every_text_comes_back_from_a_csv(text: str) -> None:
    _, (cell, _) = read_csv(a_sheet((text, 1)))

    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    text = '说：“好”, "再见"\n第二行'

    assert read_csv(a_sheet((text, None)))[1] == [text, ""]


def test_numbers_stay_numbers_and_long_digits_stay_text() -> None:
    parts = workbook_parts(a_sheet(("450125196305200021", -5)))

    page = parts["xl/worksheets/sheet1.xml"]
    assert '<c r="B2"><v>-5</v></c>' in page
    assert re.search(r'<c r="A2"[^>]* t="inlineStr"><is><t>450125196305200021</t>', page)
    assert read_csv(a_sheet(("450125196305200021", -5)))[1] == ["450125196305200021", "-5"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2026, 11, 16), "2026-11-16"),
        (datetime(2026, 11, 16, 0, 30, tzinfo=UTC), "2026-11-16 08:30"),
        (datetime(2026, 11, 16, 17, 0, tzinfo=UTC), "2026-11-17 01:00"),
        (0, "0"),
        (None, ""),
    ],
)
def test_a_moment_is_what_the_clock_on_the_wall_shows(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


def test_a_title_that_no_tab_can_bear_is_made_fit() -> None:
    parts = workbook_parts(a_sheet(title="时间[流水]: 一/二*三?" + "长" * 40))

    (name,) = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"])
    assert len(name) == 31
    assert not re.search(r"[\[\]:*?/\\]", name)


def test_a_sheet_without_rows_has_its_columns() -> None:
    assert read_csv(a_sheet()) == [["甲", "乙"]]


def test_pages_are_followed_to_the_end() -> None:
    pages = {"": Page((1, 2), "b"), "b": Page((3,), "")}

    assert list(every_item(lambda after: pages[after])) == [1, 2, 3]


def test_what_is_too_long_is_refused_and_nothing_is_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)

    def rows() -> Iterator[Row]:
        for number in every_item(lambda after: Page((1, 2), "more")):
            yield number, number

    with pytest.raises(TooManyRows) as caught:
        write_file(Sheet("长", ("甲", "乙"), rows()), FileKind.CSV)
    assert caught.value.facts == {"most": 3}
