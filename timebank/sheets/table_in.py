"""A sheet as it was handed in: Excel or CSV in UTF-8 or GBK, read into rows of plain text by the names of its heads.

What cannot be read for sure is refused with a sentence that says what to change: formulas (their value is only what
the last program left there), merged cells, a sheet without our heads, more rows than one command takes.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, ZipError

from timebank.errors import N_, InvalidInput

MOST_ROWS = 2_000
LARGEST_FILE_BYTES = 5_000_000
LARGEST_UNPACKED_BYTES = 60_000_000
ENCODINGS = ("utf-8-sig", "gb18030")  # GB18030 holds GBK, which Chinese Excel writes
ZIP_BEGINS = b"PK\x03\x04"
NEUTRALISED = ("'=", "'+", "'-", "'@")


class NotASheet(InvalidInput):
    """The file is neither Excel (.xlsx) nor CSV."""

    code = "not_a_sheet"
    message = N_("这个文件读不出来。请用 Excel（.xlsx）或 CSV 文件。")


class SheetTooLarge(InvalidInput):
    """The file has more rows than are taken at once."""

    code = "sheet_too_large"
    message = N_("表格太大：最多 %(most)s 行。请分成几个文件。")


class WrongSheet(InvalidInput):
    """No sheet of the file has the heads that are wanted."""

    code = "wrong_sheet"
    message = N_("没有找到要的表。第一行要有这些列：%(heads)s。")


class EmptySheet(InvalidInput):
    """The sheet has its heads and nothing below them."""

    code = "sheet_empty"
    message = N_("表里只有第一行，没有要导入的内容。")


class FormulasInSheet(InvalidInput):
    """A formula's value is not in the file for sure."""

    code = "formulas_in_sheet"
    message = N_("表里有公式。请把公式换成数值（选择性粘贴“数值”）再上传。")


class MergedCells(InvalidInput):
    """Of merged cells nobody can say which row they belong to."""

    code = "merged_cells"
    message = N_("第 %(line)s 行有合并的单元格。请取消合并再上传。")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the file as Excel counts, and its cells by the names of their heads."""

    line: int
    cells: dict[str, str]


def read_sheet(data: bytes, heads: Sequence[str]) -> list[SheetRow]:
    """Return the rows below the heads, blank ones left out.

    Raises:
        NotASheet, SheetTooLarge, WrongSheet, EmptySheet, FormulasInSheet, MergedCells: the file has to be
            changed.
    """
    if not data or len(data) > LARGEST_FILE_BYTES:
        raise NotASheet(field="file")
    rows = _excel(data, heads) if data.startswith(ZIP_BEGINS) else _csv(data)
    if not rows or not set(heads) <= set(rows[0]):
        raise WrongSheet(field="file", heads="、".join(heads))
    if len(rows) - 1 > MOST_ROWS:
        raise SheetTooLarge(field="file", most=MOST_ROWS)
    names = rows[0]
    if not any(any(row) for row in rows[1:]):
        raise EmptySheet(field="file")
    return [
        SheetRow(number, {head: cell for head, cell in zip(names, row, strict=False) if head in heads})
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


def _excel(data: bytes, heads: Sequence[str]) -> list[list[str]]:
    _check_package(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise NotASheet(field="file") from error
    for sheet in sheets:
        if sheet.total_height > MOST_ROWS + 1:
            raise SheetTooLarge(field="file", most=MOST_ROWS)
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        if rows and set(heads) <= set(rows[0]):
            _refuse_merged(sheet)
            return rows
    raise WrongSheet(field="file", heads="、".join(heads))


def _check_package(data: bytes) -> None:
    """Refuse what would unpack to far more than it seems, and sheets with formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED_BYTES:
                raise SheetTooLarge(field="file", most=MOST_ROWS)
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets/sheet")]
            texts = [package.read(part) for part in sheets]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotASheet(field="file") from error
    if any(b"<f>" in text or b"<f " in text for text in texts):
        raise FormulasInSheet(field="file")


def _refuse_merged(sheet: CalamineSheet) -> None:
    merged = sheet.merged_cell_ranges
    if merged:
        first_row = min(begin[0] for begin, _ in merged)
        raise MergedCells(field="file", line=first_row + 1)


def _csv(data: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        try:
            return [
                [_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
            ]
        except csv.Error as error:
            raise NotASheet(field="file") from error
    raise NotASheet(field="file")


def _plain(cell: Any) -> str:
    """Return a cell as people read it: 20.0 is 20, a day is ISO, a neutralised text is what was meant."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell).strip()
    return text[1:] if text.startswith(NEUTRALISED) else text
