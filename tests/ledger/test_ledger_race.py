"""Real threads on one SQLite file: for the last minute of a balance, and for the head of the chain."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from ledger.audit import audit
from ledger.book import Book, Particulars
from ledger.entry import entry_id
from ledger.errors import AlreadyClosed, InsufficientBalance, IntegrityError, LedgerError
from ledger.sql_store import SqlStore
from tests.ledger.desk import BOOK, LI, NONG, START, WANG, Safe, desk_at, leg

pytestmark = pytest.mark.both_engines

THREADS = 8
ROUNDS = 12


def all_at_once(work: Callable[[int], str]) -> list[str]:
    """Run the work in threads that start together, and return what each came to."""
    barrier = threading.Barrier(THREADS)
    outcomes: list[str] = []

    def run(number: int) -> None:
        barrier.wait()
        outcomes.append(work(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def particulars(name: str) -> Particulars:
    return Particulars(entry_id(b"race", "li", name, 0), START.replace(year=2027), 0)


def post(engine: Engine, act: Callable[[Book], object]) -> str:
    """Carry out an act in a transaction of its own, as another process would."""
    try:
        with engine.begin() as connection:
            act(Book(BOOK, SqlStore(connection, BOOK), Safe()))
    except LedgerError as refusal:
        return type(refusal).__name__
    return "posted"


@pytest.fixture
def opened(engine: Engine) -> Engine:
    with desk_at(engine) as desk:
        desk.open()
    return engine


def audited(engine: Engine) -> int:
    with engine.begin() as connection:
        store = SqlStore(connection, BOOK)
        assert audit(store, secrets=Safe()) == []
        return store.head().size


@pytest.mark.parametrize("act", ["transfer", "reserve"])
def test_the_last_minute_is_spent_once(opened, act):
    post(opened, lambda book: book.transfer(particulars("most"), [leg(WANG, 599)], [leg(NONG, 599)]))

    def spend(number: int) -> str:
        one = [leg(WANG, 1)], [leg(LI, 1)]
        return post(opened, lambda book: getattr(book, act)(particulars(str(number)), *one))

    outcomes = all_at_once(spend)

    assert sorted(outcomes) == [InsufficientBalance.__name__] * (THREADS - 1) + ["posted"]
    assert audited(opened) == 5


def test_a_reservation_ends_once_whoever_comes_first(opened):
    ref = particulars("reserve").id
    post(opened, lambda book: book.reserve(particulars("reserve"), [leg(WANG, 60)], [leg(LI, 60)]))

    def end(number: int) -> str:
        if number % 2:
            return post(opened, lambda book: book.settle(particulars(str(number)), ref, 60))
        return post(opened, lambda book: book.release(particulars(str(number)), ref, "timeout"))

    outcomes = all_at_once(end)

    assert sorted(outcomes) == [AlreadyClosed.__name__] * (THREADS - 1) + ["posted"]
    assert audited(opened) == 5


def test_one_id_in_many_hands_is_one_entry(opened):
    outcomes = all_at_once(
        lambda _: post(
            opened, lambda book: book.transfer(particulars("same"), [leg(WANG, 100)], [leg(LI, 100)])
        )
    )

    assert outcomes == ["posted"] * THREADS
    assert audited(opened) == 4


def test_nobody_forks_the_chain(opened):
    def work(number: int) -> str:
        for round_ in range(ROUNDS):
            name = f"{number}/{round_}"
            post(
                opened, lambda book, name=name: book.transfer(particulars(name), [leg(WANG, 1)], [leg(LI, 1)])
            )
        return "done"

    all_at_once(work)

    assert audited(opened) == 3 + THREADS * ROUNDS


def test_a_head_read_before_the_lock_is_refused_when_it_has_moved(opened):
    """The trap that forks chains: read the head, wait, then write behind it."""
    with opened.begin() as connection:
        early = Book(BOOK, SqlStore(connection, BOOK), Safe())
        early.restore(SqlStore(connection, BOOK).head())
        old = early.snapshot()
    post(opened, lambda book: book.transfer(particulars("first"), [leg(WANG, 1)], [leg(LI, 1)]))

    def write_behind(book: Book) -> None:
        book.restore(old)
        book.transfer(particulars("late"), [leg(WANG, 1)], [leg(LI, 1)])

    with pytest.raises(IntegrityError):
        post(opened, write_behind)

    assert audited(opened) == 4
