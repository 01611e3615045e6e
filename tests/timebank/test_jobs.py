"""Scheduled work: each period of a job happens once, whoever asks for it and how often."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.timebank.kernel import BOOK, Tick, figure, tick
from timebank.actors import system
from timebank.books import OpenBook, open_book
from timebank.clock import SetClock
from timebank.errors import ReadOnly
from timebank.jobs import Job, JobRun, run_job
from timebank.writer import Bank

pytestmark = pytest.mark.both_engines

HOUR = timedelta(hours=1)


def always(bank: Bank, book: str) -> bool:
    return True


def never(bank: Bank, book: str) -> bool:
    return False


def tick_once(bank: Bank, book: str) -> int:
    bank.run(tick, Tick(f"ticks {book}"), system(BOOK))
    return 1


def fail(bank: Bank, book: str) -> int:
    raise ZeroDivisionError


def job(work: Callable[[Bank, str], int] = tick_once, is_due: Callable[[Bank, str], bool] = always) -> Job:
    return Job("ticking", HOUR, work, is_due)


def runs(bank: Bank) -> list[tuple[datetime, datetime | None, int]]:
    with bank.connect() as connection:
        rows = connection.execute(
            select(JobRun.due_at, JobRun.finished_at, JobRun.done).order_by(JobRun.due_at)
        )
        return [(row.due_at, row.finished_at, row.done) for row in rows]


def test_a_period_is_done_once(bank: Bank, clock: SetClock) -> None:
    assert [run_job(bank, job()) for _ in range(3)] == [1, 0, 0]

    clock.advance(hours=1)

    assert run_job(bank, job()) == 1
    assert figure(bank, f"ticks {BOOK}") == 2


def test_of_many_who_ask_at_once_one_does_it(bank: Bank) -> None:
    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(lambda _: run_job(bank, job()), range(32)))

    assert sum(done) == figure(bank, f"ticks {BOOK}") == 1


def test_what_was_done_and_when_is_written_down(bank: Bank, clock: SetClock) -> None:
    run_job(bank, job())

    assert runs(bank) == [(datetime(2026, 11, 16, 0, 0, tzinfo=UTC), clock.now(), 1)]


def test_a_period_with_nothing_to_do_leaves_no_row_and_may_still_be_done(bank: Bank) -> None:
    assert run_job(bank, job(is_due=never)) == 0
    assert runs(bank) == []
    assert run_job(bank, job()) == 1


def test_failed_work_stays_claimed_and_the_next_period_tries_again(bank: Bank, clock: SetClock) -> None:
    with pytest.raises(ZeroDivisionError):
        run_job(bank, job(work=fail))
    assert [finished for _, finished, _ in runs(bank)] == [None]
    assert run_job(bank, job()) == 0

    clock.advance(hours=1)

    assert run_job(bank, job()) == 1


def test_every_book_has_its_own_periods(bank: Bank) -> None:
    bank.run(open_book, OpenBook("马山县", "test.invalid/log/450124", "test+00000000+AQAB"), system("450124"))

    assert run_job(bank, job()) == 2
    assert (figure(bank, "ticks 450124"), figure(bank, f"ticks {BOOK}")) == (1, 1)


def test_a_book_in_which_it_fails_keeps_no_other_waiting(bank: Bank) -> None:
    bank.run(open_book, OpenBook("马山县", "test.invalid/log/450124", "test+00000000+AQAB"), system("450124"))
    bank.read_only["450124"] = ReadOnly(reason="restored from an older backup")

    with pytest.raises(ReadOnly):
        run_job(bank, job())

    assert figure(bank, f"ticks {BOOK}") == 1


def test_what_fails_in_several_books_is_all_told(bank: Bank) -> None:
    bank.run(open_book, OpenBook("马山县", "test.invalid/log/450124", "test+00000000+AQAB"), system("450124"))
    bank.read_only["450124"] = ReadOnly(reason="restored from an older backup")

    with pytest.raises(ExceptionGroup) as told:
        run_job(bank, job(work=fail))

    assert [type(one) for one in told.value.exceptions] == [ReadOnly, ZeroDivisionError]


@pytest.mark.parametrize(
    ("every", "starts", "now", "start"),
    [
        (HOUR, timedelta(), (8, 0), (8, 0)),
        (HOUR, timedelta(), (8, 59), (8, 0)),
        (timedelta(seconds=5), timedelta(), (8, 0), (8, 0)),
        (timedelta(days=1), timedelta(), (8, 0), (0, 0)),
        (timedelta(days=1), timedelta(hours=2), (8, 0), (2, 0)),
    ],
)
def test_a_period_begins_on_the_clock(
    every: timedelta, starts: timedelta, now: tuple[int, int], start: tuple[int, int]
) -> None:
    day = datetime(2026, 11, 16, tzinfo=UTC)

    found = Job("any", every, tick_once, always, starts).period_start(day.replace(hour=now[0], minute=now[1]))

    assert found == day.replace(hour=start[0], minute=start[1])
