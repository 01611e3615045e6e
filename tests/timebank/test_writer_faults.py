"""What the writer does when the database fails: nothing acknowledged is lost, nothing is done twice."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from tests.timebank.kernel import (
    LI,
    Tick,
    Ticked,
    figure,
    held_writer,
    on_commit,
    tick,
)
from timebank.actors import Actor
from timebank.errors import OutcomeUnknown, Unavailable
from timebank.requests import Request
from timebank.work import UnitOfWork
from timebank.writer import Bank

DISK_ERROR = OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))


def once(act: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return an act that is done the first time only."""
    left = [act]

    def run(connection: Any) -> None:
        if left:
            left.pop()(connection)

    return run


def fail_before_commit(connection: Any) -> None:
    raise DISK_ERROR


def commit_then_fail(connection: Any) -> None:
    connection.connection.driver_connection.commit()
    raise DISK_ERROR


def fill(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    """Write a megabyte, which does not fit the disk of these tests."""
    uow.connection.execute(text("CREATE TABLE IF NOT EXISTS filler (data BLOB)"))
    uow.connection.execute(text("INSERT INTO filler VALUES (zeroblob(1000000))"))
    return Ticked("filled", 1)


def lose_transaction(uow: UnitOfWork) -> None:
    """Do what SQLite does on a failing disk: roll everything back by itself, and say only that a write failed."""
    driver: Any = uow.connection.connection.driver_connection
    driver.rollback()
    raise DISK_ERROR


@contextmanager
def full_disk(bank: Bank, spare_pages: int) -> Iterator[None]:
    """Let the database grow by so many pages and no further, on every connection the writer makes."""
    with bank.connect() as connection:
        used = connection.scalar(text("PRAGMA page_count")) or 0

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {used + spare_pages}")

    engine = bank._writer_engine
    event.listen(engine, "connect", limit)
    engine.dispose()
    yield
    event.remove(engine, "connect", limit)
    engine.dispose()


@pytest.mark.parametrize("fault", [fail_before_commit, commit_then_fail])
def test_a_failed_commit_is_answered_as_unknown_and_the_same_key_settles_it(
    bank: Bank, fault: Callable[[Any], None]
) -> None:
    with on_commit(bank, once(fault)), pytest.raises(OutcomeUnknown):
        bank.run(tick, Tick(), LI, key="k1")

    assert bank.run(tick, Tick(), LI, key="k1").value == 1
    assert figure(bank) == 1


def test_a_failed_commit_is_never_retried_by_the_writer(bank: Bank) -> None:
    with on_commit(bank, once(commit_then_fail)), pytest.raises(OutcomeUnknown):
        bank.run(tick, Tick(), LI)

    assert figure(bank) == 1


def test_after_a_failed_commit_the_bank_goes_on(bank: Bank) -> None:
    with on_commit(bank, once(fail_before_commit)):
        with held_writer(bank):
            answers = [bank.submit(tick, Tick(), LI, f"k{number}") for number in range(20)]
        outcomes = [answer.exception(10) for answer in answers]

    assert all(outcome is None for outcome in outcomes)  # the fault hit the holder's commit alone
    assert bank.run(tick, Tick(), LI).value == 21


def test_a_full_disk_refuses_the_one_who_needs_it_and_serves_the_others(bank: Bank) -> None:
    bank.run(tick, Tick(), LI)

    with full_disk(bank, spare_pages=40):
        with held_writer(bank):
            before = [bank.submit(tick, Tick(), LI, f"a{number}") for number in range(10)]
            too_much = bank.submit(fill, Tick(), LI, "big")
            after = [bank.submit(tick, Tick(), LI, f"b{number}") for number in range(10)]
        outcomes = [answer.exception(10) for answer in (*before, too_much, *after)]

    assert [str(outcome) for outcome in outcomes if outcome] == [str(Unavailable())]
    assert isinstance(too_much.exception(), Unavailable)
    assert [answer.result().value for answer in before + after] == list(range(2, 22))
    assert figure(bank) == 21


def test_a_full_disk_does_not_use_up_the_key(bank: Bank) -> None:
    with full_disk(bank, spare_pages=40), pytest.raises(Unavailable):
        bank.run(fill, Tick(), LI, key="big")

    assert bank.run(fill, Tick(), LI, key="big").value == 1


def test_when_the_database_ends_the_transaction_the_batch_is_run_again_one_by_one(bank: Bank) -> None:
    calls: list[str] = []

    def lose_the_first_time(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        calls.append(command.name)
        if calls.count(command.name) == 1:
            lose_transaction(uow)
        return tick(uow, command, actor)

    with held_writer(bank):
        first = bank.submit(tick, Tick(), LI, "k1")
        lost = bank.submit(lose_the_first_time, Tick("other"), LI, "k2")
        last = bank.submit(tick, Tick(), LI, "k3")

    assert (first.result(10).value, last.result(10).value) == (1, 2)
    assert lost.result(10).value == 1
    assert calls == ["other", "other"]
    with bank.connect() as connection:
        keys = connection.scalars(select(Request.key).order_by(Request.key)).all()
    assert list(keys) == ["k1", "k2", "k3"]


def test_a_use_case_that_always_loses_the_transaction_is_told_to_come_again(bank: Bank) -> None:
    def lose(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        lose_transaction(uow)
        return Ticked("lost", 0)

    with held_writer(bank):
        lost = bank.submit(lose, Tick(), LI, "k1")
        fine = bank.submit(tick, Tick(), LI, "k2")

    with pytest.raises(Unavailable):
        lost.result(10)
    assert fine.result(10).value == 1


def test_a_database_that_cannot_be_opened_is_a_busy_system(bank: Bank, tmp_path: Path) -> None:
    bank.run(tick, Tick(), LI)
    file = tmp_path / "timebank.sqlite3"
    aside = tmp_path / "aside"
    bank._writer_engine.dispose()
    file.rename(aside)
    file.mkdir()

    with pytest.raises(Unavailable):
        bank.run(tick, Tick(), LI, key="k1")

    file.rmdir()
    aside.rename(file)
    assert bank.run(tick, Tick(), LI, key="k1").value == 2


def test_a_lock_file_that_cannot_be_opened_is_a_busy_system(bank: Bank, tmp_path: Path) -> None:
    bank._lock_file = tmp_path / "no such folder" / "lock"

    with pytest.raises(Unavailable):
        bank.run(tick, Tick(), LI, key="k1")

    bank._lock_file.parent.mkdir()
    assert bank.run(tick, Tick(), LI, key="k1").value == 1
