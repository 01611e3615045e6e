"""Cells that stay what they are: no text that somebody typed may become a formula on the reader's machine.

A table program takes a text for a formula when it begins with = + - @ (full-width ones too), a tab or a line end
(OWASP, "CSV injection"). In a text file such a cell gets an apostrophe in front; in a workbook it is stored as a text
that stays one when it is edited.
"""

from datetime import UTC, date, datetime

from timebank.clock import SHANGHAI
from timebank.reports.sheet import Cell

BEGINS_A_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def is_like_a_formula(text: str) -> bool:
    """Tell whether a table program might take a text for a formula."""
    return text.startswith(BEGINS_A_FORMULA)


def as_text(cell: Cell) -> str:
    """Return a cell as a text file holds it: 2026-11-16, 2026-11-16 08:00, nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{on_the_wall(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if is_like_a_formula(cell) else cell
    return str(cell)


def on_the_wall(moment: datetime) -> datetime:
    """Return a moment as the clock in Asia/Shanghai shows it, without its zone, which workbooks do not know."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(SHANGHAI).replace(tzinfo=None)
