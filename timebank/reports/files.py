"""Sheets as files: CSV that Excel opens right, and Excel workbooks.

Both are written row by row into a temporary file before the first byte is sent: a refusal half way is still a
refusal, and a slow reader holds no view of the database open.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import IO, Any

from timebank.reports.plain_cells import as_text, is_like_a_formula, on_the_wall
from timebank.reports.sheet import Cell, Sheet

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine."""
NOT_IN_A_TAB = re.compile(r"[\[\]:*?/\\']")
LONGEST_TAB = 31
DAY_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
COLUMN_WIDTH = 16


class FileKind(StrEnum):
    """What a sheet can be taken away as."""

    XLSX = "xlsx"
    CSV = "csv"


MEDIA_TYPES = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
}


def write_file(sheet: Sheet, kind: FileKind) -> IO[bytes]:
    """Return a temporary file that holds the sheet, at its beginning; it is gone once it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller, who sends and closes it
    try:
        _WRITERS[kind](sheet, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write_csv(sheet: Sheet, file: IO[bytes]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    rows = csv.writer(text)  # CRLF and quotes as RFC 4180 has them
    rows.writerow(sheet.columns)
    for row in sheet.rows:
        rows.writerow([as_text(cell) for cell in row])
    text.detach()


def _write_workbook(sheet: Sheet, file: IO[bytes]) -> None:
    from xlsxwriter import Workbook  # 0.1 s and 5 MB that most processes never need

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as workbook:
        page = workbook.add_worksheet(NOT_IN_A_TAB.sub(" ", sheet.title)[:LONGEST_TAB])
        head = workbook.add_format({"bold": True, "bottom": 1})
        formats = {
            datetime: workbook.add_format({"num_format": MOMENT_FORMAT}),
            date: workbook.add_format({"num_format": DAY_FORMAT}),
            str: workbook.add_format({"quote_prefix": True}),
        }
        page.set_column(0, len(sheet.columns) - 1, COLUMN_WIDTH)
        page.freeze_panes(1, 0)
        for column, words in enumerate(sheet.columns):
            page.write_string(0, column, words, head)
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                _write_cell(page, number, column, cell, formats)


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: dict[type, Any]) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(row, column, on_the_wall(cell), formats[datetime])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats[date])
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif isinstance(cell, str):
        page.write_string(row, column, cell, formats[str] if is_like_a_formula(cell) else None)


_WRITERS: dict[FileKind, Callable[[Sheet, IO[bytes]], None]] = {
    FileKind.CSV: _write_csv,
    FileKind.XLSX: _write_workbook,
}
