"""The writer: one batch, one commit, and nobody pays for a neighbour's refusal."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import InvalidRequestError

from ledger.sql_store import SqlStore
from tests.timebank.kernel import (
    BOOK,
    LI,
    NONG,
    SITE,
    Give,
    NoMoreTicks,
    Tick,
    Ticked,
    figure,
    give,
    held_writer,
    on_commit,
    tick,
    tick_then_fail,
    tick_then_refuse,
)
from timebank import tallies
from timebank.actors import Actor
from timebank.errors import Busy, ReadOnly, Unavailable
from timebank.requests import Request
from timebank.work import UnitOfWork
from timebank.writer import Bank

pytestmark = pytest.mark.both_engines


def entries(bank: Bank) -> int:
    with bank.connect() as connection:
        return SqlStore(connection, BOOK).head().size


def test_a_crowd_shares_one_commit(bank: Bank) -> None:
    commits: list[Any] = []

    with on_commit(bank, commits.append):
        with held_writer(bank):
            answers = [bank.submit(tick, Tick(), LI) for _ in range(50)]
        values = [answer.result(10).value for answer in answers]

    assert values == list(range(1, 51))
    assert len(commits) == 2  # the holder's own, and one for all fifty


def test_a_refused_command_costs_its_neighbours_nothing(bank: Bank) -> None:
    with held_writer(bank):
        before = [bank.submit(tick, Tick(), LI) for _ in range(25)]
        refused = bank.submit(tick_then_refuse, Tick(by=1000), LI)
        after = [bank.submit(tick, Tick(), LI) for _ in range(25)]

    with pytest.raises(NoMoreTicks):
        refused.result(10)
    assert [answer.result(10).value for answer in before + after] == list(range(1, 51))
    assert figure(bank) == 50


def test_an_unexpected_fault_costs_its_neighbours_nothing(bank: Bank) -> None:
    with held_writer(bank):
        first = bank.submit(tick, Tick(), LI)
        broken = bank.submit(tick_then_fail, Tick(by=1000), LI)
        last = bank.submit(tick, Tick(), LI)

    with pytest.raises(ZeroDivisionError):
        broken.result(10)
    assert (first.result(10).value, last.result(10).value, figure(bank)) == (1, 2, 2)


def test_a_refused_command_leaves_no_entry_and_does_not_move_the_head(bank: Bank) -> None:
    def give_then_refuse(uow: UnitOfWork, command: Give, actor: Actor) -> Ticked:
        give(uow, command, actor)
        raise NoMoreTicks(name="given")

    bank.run(give, Give("li", 60), LI)
    size = entries(bank)
    with held_writer(bank):
        refused = bank.submit(give_then_refuse, Give("li", 60), LI)
        given = bank.submit(give, Give("li", 30), LI)

    with pytest.raises(NoMoreTicks):
        refused.result(10)
    assert given.result(10).seq == size
    assert entries(bank) == size + 1


def test_what_was_kept_outlives_the_refusal(bank: Bank) -> None:
    def look_then_refuse(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        uow.count(SITE, "gone", 1)
        uow.keep(lambda connection: tallies.count(connection, BOOK, SITE, "kept", 1))
        raise NoMoreTicks(name="kept")

    with pytest.raises(NoMoreTicks):
        bank.run(look_then_refuse, Tick(), LI)

    assert (figure(bank, "kept"), figure(bank, "gone")) == (1, 0)


def test_what_was_kept_goes_with_an_unexpected_fault(bank: Bank) -> None:
    def keep_then_fail(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        uow.keep(lambda connection: tallies.count(connection, BOOK, SITE, "kept", 1))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bank.run(keep_then_fail, Tick(), LI)

    assert figure(bank, "kept") == 0


def test_a_keep_that_fails_costs_only_its_own_command(bank: Bank) -> None:
    def keep_nonsense(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        uow.keep(lambda connection: [][0])
        return tick(uow, command, actor)

    with held_writer(bank):
        first = bank.submit(tick, Tick(), LI)
        broken = bank.submit(keep_nonsense, Tick(by=1000), LI)
        last = bank.submit(tick, Tick(), LI)

    with pytest.raises(IndexError):
        broken.result(10)
    assert (first.result(10).value, last.result(10).value) == (1, 2)


@pytest.mark.parametrize("slip", ["commit", "rollback"])
def test_a_stray_commit_or_rollback_decides_nothing(bank: Bank, slip: str) -> None:
    def slip_then_refuse(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        uow.count(SITE, command.name, 100)
        getattr(uow.session, slip)()
        uow.session.execute(select(func.count()).select_from(Request))
        uow.count(SITE, command.name, 100)
        raise NoMoreTicks(name=slip)

    with held_writer(bank):
        first = bank.submit(tick, Tick(), LI)
        slipped = bank.submit(slip_then_refuse, Tick(), LI)
        last = bank.submit(tick, Tick(), LI)

    with pytest.raises(NoMoreTicks):
        slipped.result(10)
    assert (first.result(10).value, last.result(10).value, figure(bank)) == (1, 2, 2)


def test_a_stray_commit_before_success_loses_nothing(bank: Bank) -> None:
    def commit_between(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        tick(uow, command, actor)
        uow.session.commit()
        return tick(uow, command, actor)

    assert bank.run(commit_between, Tick(), LI).value == 2
    assert figure(bank) == 2


def test_a_stray_rollback_before_success_is_a_fault_and_does_nothing(bank: Bank) -> None:
    def roll_back_between(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        tick(uow, command, actor)
        uow.session.rollback()
        uow.count(SITE, command.name, 100)
        return Ticked(command.name, 100)

    with held_writer(bank):
        first = bank.submit(tick, Tick(), LI)
        slipped = bank.submit(roll_back_between, Tick(), LI, "k1")
        last = bank.submit(tick, Tick(), LI)

    with pytest.raises(InvalidRequestError):
        slipped.result(10)
    assert (first.result(10).value, last.result(10).value, figure(bank)) == (1, 2, 2)


def test_a_full_queue_says_busy_at_once(empty_bank: Bank) -> None:
    empty_bank._queue_size = 3
    with held_writer(empty_bank):
        waiting = [empty_bank.submit(tick, Tick(), LI) for _ in range(3)]
        with pytest.raises(Busy):
            empty_bank.submit(tick, Tick(), LI)

    assert [answer.result(10).value for answer in waiting] == [1, 2, 3]
    assert empty_bank.run(tick, Tick(), LI).value == 4


def test_a_read_only_bank_reads_and_says_why_it_does_not_write(bank: Bank) -> None:
    bank.run(tick, Tick(), LI)
    bank.read_only[BOOK] = ReadOnly(reason="磁盘已满")

    with pytest.raises(ReadOnly) as refusal:
        bank.run(tick, Tick(), LI)

    assert refusal.value.facts == {"reason": "磁盘已满"}
    assert figure(bank) == 1


def test_readers_cannot_write(bank: Bank) -> None:
    with bank.connect() as connection, pytest.raises(Exception, match=r"read-?only"):
        connection.execute(text("DELETE FROM tally"))


def test_a_reader_sees_one_moment_while_the_writer_goes_on(bank: Bank) -> None:
    def seen(connection: Connection) -> int:
        return tallies.figures(connection, BOOK, SITE, 14).get(SITE, {}).get("ticks", 0)

    bank.run(tick, Tick(), LI)
    with bank.connect() as connection:
        before = seen(connection)
        bank.run(tick, Tick(), LI)
        after = seen(connection)

    assert (before, after, figure(bank)) == (1, 1, 2)


def test_closing_finishes_what_waits_and_takes_nothing_more(bank: Bank) -> None:
    with held_writer(bank):
        waiting = [bank.submit(tick, Tick(), LI) for _ in range(20)]
        closing = threading.Thread(target=bank.close)
        closing.start()
    closing.join(10)

    assert [answer.result(0).value for answer in waiting] == list(range(1, 21))
    with pytest.raises(Unavailable):
        bank.run(tick, Tick(), LI)


def test_a_caller_who_gave_up_waiting_costs_nobody_an_answer(bank: Bank) -> None:
    with held_writer(bank):
        given_up: Future[Ticked] = bank.submit(tick, Tick(), LI)
        waiting = bank.submit(tick, Tick(), NONG)
        assert given_up.cancel()

    assert waiting.result(10).value == 1


def test_the_queue_is_counted(bank: Bank) -> None:
    with held_writer(bank):
        answers = [bank.submit(tick, Tick(), LI) for _ in range(7)]
        counted = bank.waiting()

    assert counted == 7
    assert answers[-1].result(10).value == 7
    assert bank.waiting() == 0


def test_sixty_four_threads_lose_and_double_nothing(bank: Bank) -> None:
    def work(number: int) -> list[int]:
        return [bank.run(tick, Tick(), LI).value for _ in range(10)]

    started = time.monotonic()
    with ThreadPoolExecutor(64) as pool:
        values = [value for some in pool.map(work, range(64)) for value in some]

    assert sorted(values) == list(range(1, 641))
    assert figure(bank) == 640
    assert time.monotonic() - started < 60
