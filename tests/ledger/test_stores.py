"""What every store must keep, and that two stores fed the same acts end in the same root."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, PrimaryKeyConstraint, UniqueConstraint

from ledger.account import AccountTerms
from ledger.audit import audit
from ledger.book import Book
from ledger.errors import IntegrityError, LedgerError, StoreFailed
from ledger.memory_store import MemoryStore
from ledger.sql_store import SqlStore, metadata
from tests.ledger.desk import (
    BOOK,
    DIGEST,
    EXPIRED,
    LI,
    NONG,
    ORIGIN,
    VKEY,
    WANG,
    Desk,
    create_ledger,
    desk_at,
    leg,
)

pytestmark = pytest.mark.both_engines


def a_morning(desk: Desk) -> None:
    """Post one act of many kinds."""
    desk.open()
    reserved = desk.reserve(WANG, LI, 60)
    settled = desk.do("settle", reserved.id, 45)
    desk.do("reverse", settled.id, 5)
    desk.do("release", desk.reserve(WANG, NONG, 30).id, "no_show")
    desk.do("expire", [leg(LI, 10)], [leg(EXPIRED, 10)])
    desk.do("open_accounts", [AccountTerms(NONG, "min", "member", status="frozen")])
    desk.do("seal", 3)
    desk.book.remark(desk.particulars(memo=DIGEST))


def test_all_stores_come_to_the_same_root(engine):
    in_memory = Desk(MemoryStore(BOOK))
    a_morning(in_memory)
    with desk_at(engine) as in_sql:
        a_morning(in_sql)

        assert in_sql.book.head() == in_memory.book.head()
        assert list(in_sql.store.entry_rows()) == list(in_memory.store.entry_rows())
        assert list(in_sql.store.posting_rows()) == list(in_memory.store.posting_rows())
        assert list(in_sql.store.account_rows()) == list(in_memory.store.account_rows())
        for level in range(6):
            assert list(in_sql.store.node_rows(level)) == list(in_memory.store.node_rows(level))
        for at in range(in_sql.book.head().size):
            assert list(in_sql.store.newest_postings(at)) == list(in_memory.store.newest_postings(at))
            assert in_sql.store.id_of(at) == in_memory.store.id_of(at)
        assert in_sql.store.entries_at([3, 5, 999]) == in_memory.store.entries_at([3, 5, 999])
        assert in_sql.store.entries_at([]) == in_memory.store.entries_at([]) == {}


def stale(desk: Desk) -> Book:
    """Return a book that remembers the head from before the last entry."""
    book = Book(BOOK, desk.store, desk.safe)
    book.remark(desk.particulars(memo=DIGEST))
    old = book.snapshot()
    book.remark(desk.particulars(memo=DIGEST))
    book.restore(old)
    return book


def test_a_head_that_has_moved_is_not_written_over(desk):
    book = stale(desk)

    with pytest.raises(IntegrityError):
        book.remark(desk.particulars(memo=DIGEST))


@contextmanager
def undone(desk: Desk) -> Iterator[None]:
    """Roll back what the block did, as whoever meets a failure must; the store in memory did nothing."""
    if isinstance(desk.store, MemoryStore):
        yield
    else:
        savepoint = desk.store._connection.begin_nested()
        yield
        savepoint.rollback()


def test_after_a_failure_the_book_reads_the_head_again(desk):
    book = stale(desk)
    with undone(desk), pytest.raises(IntegrityError):
        book.remark(desk.particulars(memo=DIGEST))

    book.remark(desk.particulars(memo=DIGEST))

    assert audit(desk.store) == []


def replay(desk: Desk, **changes) -> None:
    """Append the newest entry's rows again behind the head, as a writer with a fault would."""
    seen = []
    append = desk.store.append
    desk.store.append = lambda appended: (seen.append(appended), append(appended))
    desk.do("settle", desk.reserve(WANG, LI, 5).id, 5)
    del desk.store.append
    last = seen[-1]
    head = desk.store.head()
    entry = last.entry._replace(seq=head.size, prev=head.leaf_hash, **changes)
    again = type(last)(head, head, entry, last.postings, (), last.accounts)
    desk.store.append(again)


@pytest.mark.parametrize(
    "changes",
    [{}, {"id": "another", "ref": None}, {"ref": None}, {"id": "another"}],
    ids=["all taken", "version taken", "id taken", "ref taken"],
)
def test_a_key_is_taken_once(desk, changes):
    with pytest.raises(IntegrityError):
        replay(desk, **changes)


def test_a_savepoint_that_is_rolled_back_leaves_no_trace(engine):
    with desk_at(engine) as desk:
        desk.open()
        before = desk.book.snapshot()
        savepoint = desk.store._connection.begin_nested()
        desk.transfer(WANG, LI, 60)
        savepoint.rollback()
        desk.book.restore(before)

        desk.transfer(WANG, NONG, 30)

        assert desk.book.account(LI, "min").version == 0
        assert audit(desk.store, secrets=desk.safe) == []


def test_a_savepoint_without_its_restore_stops_before_it_forks(engine):
    with desk_at(engine) as desk:
        desk.open()
        savepoint = desk.store._connection.begin_nested()
        desk.transfer(WANG, LI, 60)
        savepoint.rollback()

        with pytest.raises(IntegrityError):
            desk.transfer(WANG, NONG, 30)


def test_nothing_stands_that_its_caller_did_not_commit(engine):
    with engine.connect() as connection:
        transaction = connection.begin()
        Desk(SqlStore(connection, BOOK)).open()
        transaction.rollback()

    with engine.begin() as connection:
        assert SqlStore(connection, BOOK).head().size == 0


def test_books_share_tables_and_nothing_else(engine):
    with desk_at(engine) as desk:
        desk.open()
        other = SqlStore(desk.store._connection, "450126")
        Book("450126", other, desk.safe).genesis(desk.particulars(), ORIGIN, VKEY)

        assert (other.head().size, desk.store.head().size) == (1, 3)
        assert audit(other) == audit(desk.store) == []
        assert other.find([desk.store.id_of(1)]) == {}


def test_it_works_only_within_a_transaction_of_its_caller(engine):
    with engine.connect() as connection, pytest.raises(IntegrityError):
        SqlStore(connection, BOOK).head()


def test_a_fault_of_the_database_is_no_refusal(engine: Engine):
    with engine.begin() as connection:
        metadata.drop_all(connection)
        with pytest.raises(StoreFailed) as fault:
            SqlStore(connection, BOOK).head()

    assert not isinstance(fault.value, LedgerError)
    assert fault.value.__cause__ is not None
    create_ledger(engine)


def test_every_key_begins_with_the_book_and_no_number_comes_from_a_sequence():
    for table in metadata.sorted_tables:
        uniques = [
            each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)
        ]
        for key in (*uniques, *table.indexes):
            assert next(iter(key.columns)).name == "book"
        assert not table.foreign_keys
        assert not any(column.identity or column.autoincrement is True for column in table.columns)
