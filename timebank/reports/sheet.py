"""A sheet: named columns and rows of plain values, whatever kind of file it becomes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from timebank.errors import N_, Refused
from timebank.paging import Page

Cell = str | int | date | datetime | None
"""A moment is written as the clock on the wall in Asia/Shanghai shows it."""
Row = tuple[Cell, ...]
Say = Callable[[str], str]
"""Puts a msgid into the reader's language."""
T = TypeVar("T")

MOST_ROWS = 50_000


class TooManyRows(Refused):
    """The sheet would be longer than anybody reads; one asks for less of it."""

    code = "too_many_rows"
    message = N_("超过 %(most)s 行，太长了。请选一个互助点，或者缩短起止日期，分几次导出。")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; the rows are made while they are written, so that its length costs no memory."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


def every_item(page_after: Callable[[str], Page[T]]) -> Iterator[T]:
    """Give every item of a list, page after page.

    Raises:
        TooManyRows: there are more than `MOST_ROWS`.
    """
    after, given = "", 0
    while True:
        page = page_after(after)
        given += len(page.items)
        if given > MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        yield from page.items
        if not page.next_cursor:
            return
        after = page.next_cursor
