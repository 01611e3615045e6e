"""A sheet as it is handed out: Excel with typed cells, or CSV; no text in it can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

Cell = str | int
FORMULAS_BEGIN = ("=", "+", "-", "@", "\t", "\r")
NO_GUESSING = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def as_excel(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return an Excel file with one sheet: numbers as numbers, everything else as text."""
    stream = io.BytesIO()
    with Workbook(stream, NO_GUESSING) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        bold = workbook.add_format({"bold": True})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            sheet.set_column(column, column, max(10, 2 * len(head)))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, neutral(cell))
    return stream.getvalue()


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file in UTF-8 with its mark, which Excel wants to read Chinese."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(heads)
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULAS_BEGIN) else text
