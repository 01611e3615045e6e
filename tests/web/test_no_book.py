"""A server that was started before any book was opened says so on every page, and what to do."""

import pytest

from tests.web.visitor import Visitor
from timebank.settings import Settings
from timebank.writer import Bank
from wsgi import create_app


@pytest.mark.parametrize("path", ["/", "/notices", "/login", "/verify", "/nowhere"])
def test_it_says_that_no_book_is_open(empty_bank: Bank, settings: Settings, path: str) -> None:
    page = Visitor(create_app(empty_bank, settings)).opens(path)

    assert page.status == (404 if path == "/nowhere" else 503)
    assert "Internal Server Error" not in page.page
    if path != "/nowhere":
        assert "这里还没有开立账本" in page.words
