"""Wang's daughter, who gives."""

from collections.abc import Iterator

import pytest

from ledger.audit import Finding
from tests.family import Family, settle_family
from tests.town import BOOK, Town
from timebank.book_audit import audit_book


@pytest.fixture
def family(town: Town) -> Iterator[Family]:
    """The family; after each test the whole book must hold."""
    yield settle_family(town)
    assert findings(town) == ()


def findings(town: Town) -> tuple[Finding, ...]:
    """Return what an audit of the book finds."""
    with town.bank.connect() as connection:
        return audit_book(connection, town.bank.vault, BOOK).findings
