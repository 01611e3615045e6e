"""Pages by key: one row more than asked for tells whether there is a next one."""

import pytest

from timebank.paging import Page, page_of


@pytest.mark.parametrize(
    ("rows", "limit", "expected"),
    [
        ("", 2, Page((), "")),
        ("a", 2, Page(("a",), "")),
        ("ab", 2, Page(("a", "b"), "")),
        ("abc", 2, Page(("a", "b"), "key-b")),
    ],
)
def test_the_cursor_is_that_of_the_last_row_shown(rows: str, limit: int, expected: Page[str]) -> None:
    assert page_of(rows, limit, [f"key-{row}" for row in rows]) == expected
