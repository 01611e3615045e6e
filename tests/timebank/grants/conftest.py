"""A county with a programme for those of 80 and more; Meng, who is 84, is one of them."""

from collections.abc import Iterator

import pytest

from tests.timebank.grants.scheme import Scheme
from tests.town import BOOK, Town
from timebank.book_audit import audit_book


@pytest.fixture
def scheme(town: Town) -> Iterator[Scheme]:
    """The town and its grants; after each test the whole book must hold."""
    yield Scheme(town)
    with town.bank.connect() as connection:
        assert audit_book(connection, town.bank.vault, BOOK).findings == ()
