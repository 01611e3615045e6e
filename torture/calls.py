"""The end of a process, or a failing disk, at every single system call of a posting, of its recovery, of closing.

A process is killed as it enters the first call, its successor as it enters the second, until one gets through. A
disk that fails does so at one call after the other as well; there the process lives, and must go on by itself.
"""

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tests.postgres import running_postgres
from timebank.errors import Refusal
from timebank.writer import Bank
from torture.ground import ask, banked, open_ground, unclosed_ground, url_of, wrong_with
from torture.strace import ALL_CALLS, struck, traced
from torture.table import Row, Scale
from torture.victims import Victims, victims

DISK = "pread64,pwrite64,fsync,fdatasync,ftruncate,openat,unlink"
FULL = "pwrite64,ftruncate"
FULL_FOR = 12
"""Calls in a row that find the disk full, before there is room again."""


@dataclass(slots=True)
class Struck:
    """What came of it: the calls that were struck, how many posts were acknowledged then or later, what was wrong."""

    calls: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def measure_calls(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the rows of both databases."""
    every = scale.of(1, 4)
    with victims() as parent:
        ground = unclosed_ground(folder)
        for fault, act, blow, calls in (
            ("kill -9 at each call of recovery and posting", "post_once", killed, ALL_CALLS),
            ("kill -9 at each call of closing", "close_down", killed, ALL_CALLS),
            ("I/O error at each call", "post_once", failed, DISK),
            ("disk full at each write, then room again", "post_once", filled, FULL),
        ):
            yield _row(fault, "SQLite", strike_each(parent, act, blow, calls, ground, folder, every))
        with running_postgres(is_ours=True) as postgres:
            url = postgres.create()
            open_ground(url)
            outcome = strike_each_of_client(parent, url, folder, every)
            yield _row("kill -9 at each call of a posting", "PostgreSQL's client", outcome)
            outcome = strike_each_of_server(url, folder, every)
            yield _row("kill -9 at each call of a posting", "PostgreSQL's own process", outcome)


def killed(number: int) -> str:
    """Return the blow that ends a process as it enters its n-th call."""
    return f"signal=SIGKILL:when={number}"


def failed(number: int) -> str:
    """Return the blow that has the n-th call fail."""
    return f"error=EIO:when={number}"


def filled(number: int) -> str:
    """Return the blow by which some calls find the disk full."""
    return f"error=ENOSPC:when={number}..{number + FULL_FOR - 1}"


def strike_each(
    parent: Victims, act: str, blow: Callable[[int], str], calls: str, ground: Path, folder: Path, every: int
) -> Struck:
    """Strike each call of an act on a copy of the ground, or only each so many-th."""
    outcome = Struck()
    for number in count(1, every):
        home = shutil.copytree(ground, folder / f"{act}-{number}")
        has_struck = _strike(parent, act, url_of(home), home / "trace", struck(calls, blow(number)), outcome)
        shutil.rmtree(home)
        if not has_struck:
            return outcome
    raise AssertionError


def strike_each_of_client(parent: Victims, url: str, folder: Path, every: int) -> Struck:
    """Kill a client of a server at each call of its posting."""
    outcome = Struck()
    for number in count(1, every):
        if not _strike(
            parent, "post_once", url, folder / f"client{number}", struck(ALL_CALLS, killed(number)), outcome
        ):
            return outcome
    raise AssertionError


def _strike(
    parent: Victims, act: str, url: str, trace_file: Path, blow: tuple[str, ...], outcome: Struck
) -> bool:
    """Strike one process and look at the book it leaves; return whether the call was reached."""
    name = trace_file.name
    victim = parent.fork(act, url, name)
    with traced(victim.pid, trace_file, *blow) as trace:
        parent.let_go(victim)
    wrong = wrong_with(url, [f"{name}-0"], victim.acknowledged)
    if victim.status not in (0, -signal.SIGKILL):
        wrong.append(f"it ended with {victim.status}")
    if victim.status == 0 and not victim.acknowledged:
        wrong.append(f"it lived, asked again and again, and got no answer but {set(victim.refused)}")
    outcome.calls += trace.has_struck
    outcome.acknowledged += len(victim.acknowledged)
    outcome.wrong += [f"{blow[-1]}: {said}" for said in wrong]
    return trace.has_struck


def strike_each_of_server(url: str, folder: Path, every: int) -> Struck:
    """Kill the server's process of a writer at each call of its posting; the server then restarts itself."""
    outcome = Struck()
    acknowledged: dict[str, int] = {}
    asked: list[str] = []
    with banked(url) as bank:
        for number in count(1, every):
            acknowledged[f"before-{number}"] = ask(bank, f"before-{number}").result().seq
            asked.append(f"struck-{number}")
            with (
                traced(
                    _server_process(bank), folder / f"server{number}", *struck(ALL_CALLS, killed(number))
                ) as trace,
                suppress(Refusal),
            ):
                acknowledged[asked[-1]] = ask(bank, asked[-1]).result().seq
            if not trace.has_struck:
                break
            outcome.calls += 1
            _wait_for_server(bank)
    outcome.acknowledged = len(acknowledged)
    outcome.wrong = wrong_with(url, asked, acknowledged)
    return outcome


def _server_process(bank: Bank) -> int:
    """Return the server's process behind the connection that the writer keeps."""
    with bank._writer_engine.connect() as connection:
        pid: int = connection.connection.driver_connection.info.backend_pid
        return pid


def _wait_for_server(bank: Bank) -> None:
    """Wait until the server has recovered."""
    while True:
        try:
            with bank.connect():
                return
        except DBAPIError:
            time.sleep(0.02)


def _row(fault: str, on: str, outcome: Struck) -> Row:
    figure = f"{outcome.calls} calls, {outcome.acknowledged} acknowledged"
    return Row(fault, on, figure, tuple(outcome.wrong))
