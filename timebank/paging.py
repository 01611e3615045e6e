"""Pages of lists: by key, never by offset, so that the hundredth page costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 20
LONGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list and the cursor of the next page, "" at the end."""

    items: tuple[T, ...]
    next_cursor: str = ""


def page_of(rows: Sequence[T], limit: int, cursors: Sequence[str]) -> Page[T]:
    """Return a page from one row more than was asked for; `cursors` are the keys of the rows."""
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), cursors[limit - 1] if more else "")
