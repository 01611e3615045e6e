"""Where one is in a long list: the links to the next rows and back to the first."""

from typing import TypeVar
from urllib.parse import urlencode

from flask import request

from timebank.paging import Page

T = TypeVar("T")


def after() -> str:
    """Return the cursor after which the rows of this page begin."""
    return request.args.get("after", "")[:80]


def pager(page: Page[T]) -> dict[str, str | None]:
    """Return the links of a page: `next_url` where there is more, `first_url` where this is not the beginning."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    return {
        "next_url": _url([*kept, ("after", page.next_cursor)]) if page.next_cursor else None,
        "first_url": _url(kept) if after() else None,
    }


def _url(arguments: list[tuple[str, str]]) -> str:
    return f"{request.path}?{urlencode(arguments)}" if arguments else request.path
