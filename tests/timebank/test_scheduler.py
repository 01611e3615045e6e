"""One of several schedulers leads; when it ends or dies, another takes over."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import open_url
from tests.timebank.kernel import BOOK, Tick, figure, tick
from timebank.actors import system
from timebank.clock import SystemClock
from timebank.jobs import Job, JobRun
from timebank.scheduler import Scheduler
from timebank.writer import Bank

HOLD_THE_LOCK = """
import sys, time
from pathlib import Path
from timebank.scheduler import Scheduler
leader = Scheduler(None, [], Path(sys.argv[1]))
leader.start()
while not leader.is_leader:
    time.sleep(0.01)
print("leading", flush=True)
time.sleep(60)
"""


def wait_for(happened: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.02)
    return False


def tick_job(name: str = "ticking") -> Job:
    def work(bank: Bank, book: str) -> int:
        bank.run(tick, Tick(name), system(BOOK))
        return 1

    return Job(name, timedelta(seconds=1), work, lambda bank, book: True)


def test_the_leader_runs_its_jobs_each_period(bank: Bank, tmp_path: Path) -> None:
    bank.clock = SystemClock()
    scheduler = Scheduler(bank, [tick_job()], tmp_path / "scheduler.lock")

    scheduler.start()
    ticked_twice = wait_for(lambda: figure(bank, "ticking") >= 2)
    scheduler.stop()

    assert ticked_twice


def test_of_two_one_leads_and_when_it_ends_the_other_does(bank: Bank, tmp_path: Path) -> None:
    first, second = (Scheduler(bank, [], tmp_path / "scheduler.lock") for _ in range(2))
    first.start()
    assert wait_for(lambda: first.is_leader)
    second.start()
    time.sleep(0.2)
    assert not second.is_leader

    first.stop()

    assert wait_for(lambda: second.is_leader)
    assert not first.is_leader
    second.stop()


def test_when_the_leader_dies_another_process_takes_over(bank: Bank, tmp_path: Path) -> None:
    lock = tmp_path / "scheduler.lock"
    leader = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(lock)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert leader.stdout is not None
    assert leader.stdout.readline() == "leading\n"
    bank.clock = SystemClock()
    other = Scheduler(bank, [tick_job()], lock)
    other.start()
    time.sleep(1.2)
    assert not other.is_leader
    assert figure(bank, "ticking") == 0

    leader.kill()
    leader.wait()

    assert wait_for(lambda: figure(bank, "ticking") >= 1)
    other.stop()


def test_a_job_that_fails_does_not_stop_the_others(bank: Bank, tmp_path: Path) -> None:
    def fail(bank: Bank, book: str) -> int:
        raise ZeroDivisionError

    bank.clock = SystemClock()
    failing = Job("failing", timedelta(seconds=1), fail, lambda bank, book: True)
    scheduler = Scheduler(bank, [failing, tick_job()], tmp_path / "scheduler.lock")

    scheduler.start()
    ticked = wait_for(lambda: figure(bank, "ticking") >= 2)
    scheduler.stop()

    assert ticked


def test_one_who_never_led_stops_at_once(bank: Bank, tmp_path: Path) -> None:
    leader, waiting = (Scheduler(bank, [], tmp_path / "scheduler.lock") for _ in range(2))
    leader.start()
    assert wait_for(lambda: leader.is_leader)
    waiting.start()

    started = time.monotonic()
    waiting.stop()

    assert time.monotonic() - started < 1
    leader.stop()


@pytest.mark.both_engines
def test_of_two_machines_that_both_lead_one_runs_a_period(bank: Bank, empty_url: str, tmp_path: Path) -> None:
    bank.clock = SystemClock()
    elsewhere = open_url(empty_url, SystemClock())
    schedulers = [
        Scheduler(bank, [tick_job()], tmp_path / "here.lock"),
        Scheduler(elsewhere, [tick_job()], tmp_path / "there.lock"),
    ]

    for scheduler in schedulers:
        scheduler.start()
    assert wait_for(lambda: all(scheduler.is_leader for scheduler in schedulers))
    assert wait_for(lambda: figure(bank, "ticking") >= 3)
    for scheduler in schedulers:
        scheduler.stop()
    elsewhere.close()

    with bank.connect() as connection:
        periods = connection.scalar(select(func.count()).select_from(JobRun))
    assert figure(bank, "ticking") == periods
