"""What the writer does when a PostgreSQL fails it: nothing acknowledged is lost, nothing is done twice.

Real faults on a real server: sessions are ended, commits cancelled as they wait for a standby, locks held, servers
turned into ones that only read.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests.conftest import open_url
from tests.postgres import Postgres
from tests.timebank.kernel import (
    BOOK,
    LI,
    SITE,
    Give,
    Tick,
    Ticked,
    figure,
    give,
    held_writer,
    on_commit,
    open_test_book,
    tick,
)
from tests.timebank.test_writer_faults import once
from timebank import postgresql
from timebank.actors import Actor
from timebank.books import BookExists
from timebank.clock import SetClock
from timebank.errors import OutcomeUnknown, Unavailable
from timebank.tallies import count
from timebank.work import UnitOfWork
from timebank.writer import Bank

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

OTHER_SITE = "45012510020102"


def end_session(postgres: Postgres, connection: Any) -> None:
    """End a session as an administrator or a dying server does."""
    postgres.run(
        f"SELECT pg_terminate_backend({connection.connection.driver_connection.info.backend_pid}, 5000)"
    )


def end_all_sessions(postgres: Postgres, url: str) -> None:
    """End every session in a database."""
    name = make_url(url).database
    postgres.run(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")


def failing_once(fault: Callable[[UnitOfWork], None]) -> Callable[[UnitOfWork, Tick, Actor], Ticked]:
    """Return a use case that meets the fault after its work the first time it runs, and not again."""
    left = [fault]

    def tick_and_fail(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        ticked = tick(uow, command, actor)
        if left:
            left.pop()(uow)
        return ticked

    return tick_and_fail


@contextmanager
def session(url: str) -> Iterator[Connection]:
    """Give a session beside the bank's."""
    engine = postgresql.make_engine(make_url(url), writer=True)
    with engine.connect() as connection:
        connection.begin()
        yield connection
    engine.dispose()


def test_a_session_that_ends_within_a_batch_costs_nobody_an_answer(bank: Bank, postgres: Postgres) -> None:
    dying = failing_once(lambda uow: end_session(postgres, uow.connection))

    with held_writer(bank):
        answers = [bank.submit(tick, Tick(), LI, f"k{number}") for number in range(5)]
        answers.append(bank.submit(dying, Tick(), LI, "dying"))
        answers += [bank.submit(tick, Tick(), LI, f"l{number}") for number in range(5)]

    assert [answer.result(10).value for answer in answers] == list(range(1, 12))
    assert figure(bank) == 11


def test_a_session_that_ended_while_nobody_wrote_is_not_noticed(
    bank: Bank, empty_url: str, postgres: Postgres
) -> None:
    bank.run(tick, Tick(), LI)
    end_all_sessions(postgres, empty_url)

    assert bank.run(tick, Tick(), LI).value == 2
    assert figure(bank) == 2


def test_a_session_that_ends_before_its_commit_leaves_the_outcome_unknown_and_the_key_settles_it(
    bank: Bank, postgres: Postgres
) -> None:
    with (
        on_commit(bank, once(lambda connection: end_session(postgres, connection))),
        pytest.raises(OutcomeUnknown),
    ):
        bank.run(tick, Tick(), LI, "k1")

    assert figure(bank) == 0
    assert bank.run(tick, Tick(), LI, "k1").value == 1
    assert figure(bank) == 1


def test_a_commit_that_no_standby_confirmed_is_unknown_and_the_key_settles_it(
    bank: Bank, empty_url: str, postgres: Postgres
) -> None:
    """The server answers such a COMMIT with success and a warning, and everybody sees what it wrote."""
    name = make_url(empty_url).database
    waiting = f"FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = '{name}'"
    bank.run(tick, Tick(), LI)
    with waiting_for_a_standby(postgres):
        answer = bank.submit(tick, Tick(), LI, "k1")
        postgres.wait_for(f"SELECT 1 {waiting}")
        postgres.run(f"SELECT pg_cancel_backend(pid) {waiting}")
        with pytest.raises(OutcomeUnknown):
            answer.result(10)

    assert figure(bank) == 2
    assert bank.run(tick, Tick(), LI, "k1").value == 2
    assert figure(bank) == 2


@contextmanager
def waiting_for_a_standby(postgres: Postgres) -> Iterator[None]:
    """Have commits wait for a standby that is not there."""
    postgres.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    postgres.run("SELECT pg_reload_conf()")
    postgres.wait_for("SELECT 1 WHERE current_setting('synchronous_standby_names') = 'nobody'")
    yield
    postgres.run("ALTER SYSTEM RESET synchronous_standby_names")
    postgres.run("SELECT pg_reload_conf()")
    postgres.wait_for("SELECT 1 WHERE current_setting('synchronous_standby_names') = ''")


def test_whoever_loses_a_deadlock_is_run_again_by_itself(bank: Bank, empty_url: str) -> None:
    bank.run(tick, Tick("ours"), LI)
    with session(empty_url) as other:
        other.execute(
            text("SET LOCAL deadlock_timeout = '1min'")
        )  # so that the bank finds it first, and gives way
        count(other, BOOK, OTHER_SITE, "theirs", 1)
        waiting = threading.Thread(target=lambda: (count(other, BOOK, SITE, "ours", 1), other.commit()))

        def meet(uow: UnitOfWork) -> None:
            waiting.start()
            uow.count(OTHER_SITE, "theirs", 1)

        with held_writer(bank):
            first = bank.submit(tick, Tick("first"), LI)
            crossed = bank.submit(failing_once(meet), Tick("ours"), LI)
            last = bank.submit(tick, Tick("last"), LI)
        outcomes = [answer.result(10).value for answer in (first, crossed, last)]
        waiting.join(10)

    assert outcomes == [1, 3, 1]
    assert figure(bank, "ours") == 3


def test_a_book_that_stays_locked_is_a_busy_system(
    empty_bank: Bank, empty_url: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "LOCK_SECONDS", 0.2)
    bank = open_url(empty_url, clock)
    open_test_book(bank)
    with session(empty_url) as other:
        SqlStore(other, BOOK).lock_head()
        with pytest.raises(Unavailable):
            bank.run(tick, Tick(), LI, "k1")

    assert bank.run(tick, Tick(), LI, "k1").value == 1
    bank.close()


def test_a_server_that_only_reads_is_a_busy_system_until_it_writes_again(
    bank: Bank, empty_url: str, postgres: Postgres
) -> None:
    name = make_url(empty_url).database
    postgres.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    end_all_sessions(postgres, empty_url)

    with pytest.raises(Unavailable):
        bank.run(tick, Tick(), LI, "k1")

    postgres.run(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    assert bank.run(tick, Tick(), LI, "k1").value == 1


def test_a_use_case_that_swallows_an_error_of_the_database_is_not_done(bank: Bank) -> None:
    def swallow(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        ticked = tick(uow, command, actor)
        with pytest.raises(DBAPIError):
            uow.connection.execute(text("SELECT 1 / 0"))
        return ticked

    with held_writer(bank):
        first = bank.submit(tick, Tick(), LI)
        swallowed = bank.submit(swallow, Tick(), LI)
        last = bank.submit(tick, Tick(), LI)

    assert swallowed.exception(10) is not None
    assert (first.result(10).value, last.result(10).value, figure(bank)) == (1, 2, 2)


def test_a_keep_that_swallows_an_error_of_the_database_is_not_acknowledged(bank: Bank) -> None:
    """Such a transaction answers COMMIT with a plain ROLLBACK and no error."""

    def keep(connection: Connection) -> None:
        with pytest.raises(DBAPIError):
            connection.execute(text("SELECT 1 / 0"))

    def keep_nonsense(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        uow.keep(keep)
        return tick(uow, command, actor)

    with pytest.raises(Unavailable):
        bank.run(keep_nonsense, Tick(), LI)

    assert figure(bank) == 0


def test_the_rows_of_an_error_do_not_come_into_its_text(bank: Bank) -> None:
    """The server quotes the row that a constraint refuses; what is told of an error goes to the log."""

    def fail(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        uow.connection.execute(
            text("INSERT INTO tally (book, site, name, value) VALUES (:book, :site, 'x', NULL)"),
            {"book": uow.book, "site": "王秀英"},
        )
        return Ticked("never", 0)

    with pytest.raises(DBAPIError) as fault:
        bank.run(fail, Tick(), LI)

    assert "null value in column" in str(fault.value)
    assert "王秀英" not in f"{fault.value} {fault.value.orig}"


def test_two_machines_that_open_one_book_at_once_open_it_once(
    empty_bank: Bank, empty_url: str, clock: SetClock
) -> None:
    banks = [empty_bank, open_url(empty_url, clock)]
    outcomes: list[str] = []

    def open_it(bank: Bank) -> None:
        try:
            open_test_book(bank)
            outcomes.append("opened")
        except BookExists:
            outcomes.append("refused")

    threads = [threading.Thread(target=open_it, args=(bank,)) for bank in banks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    banks[1].close()

    assert sorted(outcomes) == ["opened", "refused"]
    with empty_bank.connect() as connection:
        assert audit(SqlStore(connection, BOOK)) == []


def test_books_do_not_wait_for_each_other(bank: Bank, empty_url: str) -> None:
    other_book = "450126"
    bank.run(give, Give("li", 1), LI)
    bank.run(tick, Tick(), Actor(other_book, "somebody"))

    with session(empty_url) as other:
        SqlStore(other, BOOK).lock_head()
        waiting = bank.submit(give, Give("li", 1), LI)
        ticked = bank.submit(tick, Tick(), Actor(other_book, "somebody")).result(10)
        was_waiting = not waiting.done()

    assert ticked.value == 2
    assert was_waiting
    assert waiting.result(10).seq > 0
