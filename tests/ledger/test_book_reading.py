"""What is read from a book: statements, its head, an entry by its id."""

from datetime import date

import pytest

from ledger.audit import audit
from ledger.book import Book
from ledger.errors import BookNotOpen, IntegrityError
from ledger.memory_store import MemoryStore
from ledger.merkle import root
from tests.ledger.desk import BOOK, DIGEST, LI, POOL, SITE, WANG, ZHAO, Desk

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("audits_clean")]


def test_a_statement_runs_backwards_with_the_balance_after_each_line(desk):
    desk.transfer(WANG, LI, 60, service=date(2026, 11, 20), site=SITE)
    reserved = desk.reserve(WANG, LI, 30)
    settled = desk.book.settle(desk.particulars(with_id=reserved.id), reserved.id, 20)

    lines = desk.book.statement(WANG, "min")

    assert [(line.kind, line.side, line.amount, line.balance, line.reserved) for line in lines] == [
        ("settle", "debit", 20, 520, 0),
        ("reserve", "debit", 30, 540, 30),
        ("transfer", "debit", 60, 540, 0),
        ("transfer", "credit", 600, 600, 0),
    ]
    newest = lines[0]
    assert (newest.seq, newest.id, newest.held, newest.ref, newest.with_id) == (
        settled.seq,
        settled.id,
        30,
        reserved.id,
        reserved.id,
    )
    assert (newest.recorded, lines[2].service, lines[2].site) == (settled.recorded, date(2026, 11, 20), SITE)
    assert desk.book.statement(LI, "min")[1].coming == 30


def test_a_statement_is_read_page_by_page(desk):
    for amount in range(1, 6):
        desk.transfer(WANG, LI, amount)

    pages = []
    before = None
    while page := desk.book.statement(LI, "min", before, limit=2):
        pages.append([line.amount for line in page])
        before = page[-1].version

    assert pages == [[5, 4], [3, 2], [1]]
    assert desk.book.statement(ZHAO, "min") == []


def test_the_head_carries_the_root_over_all_entries(desk):
    leaves = [row.hash for row in desk.store.node_rows(0)]

    head = desk.book.head()
    assert (head.size, head.leaf_hash, head.root) == (len(leaves), leaves[-1], root(leaves))


def test_an_entry_is_found_by_its_id(desk):
    posted = desk.transfer(WANG, POOL, 60)

    entry = desk.book.entry_by_id(posted.id)
    assert (entry.seq, entry.kind, entry.recorded) == (posted.seq, "transfer", posted.recorded)
    assert desk.book.entry_by_id(desk.particulars().id) is None


def test_a_book_takes_nothing_before_its_first_entry():
    desk = Desk(MemoryStore(BOOK))

    with pytest.raises(BookNotOpen):
        desk.book.remark(desk.particulars(memo=DIGEST))
    assert desk.book.head().size == 0
    assert audit(desk.store) == []


def test_a_book_is_written_to_its_own_store_only():
    with pytest.raises(IntegrityError):
        Book("450126", MemoryStore(BOOK), Desk(MemoryStore(BOOK)).safe)
