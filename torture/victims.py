"""Processes that write to a bank while something is done to them.

python -m torture.victims   forks a process for each line `ACT URL NAME` that it reads, one after the other

A process says `ready PID` and waits for SIGUSR1, so that it can be traced from its first step; then it acts, says
`ack KEY SEQ` for each gift that was acknowledged and `no KEY WHY` for one that was not, and at its end the parent
says `ended STATUS`. Forked from one that has loaded everything, a victim lives for a few milliseconds.
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import structlog
from sqlalchemy.orm import configure_mappers

from tests.timebank.writer_process import open_bank_at
from timebank.db import writer_engine
from timebank.errors import Refusal
from timebank.writer import Bank
from torture.ground import REPOSITORY, ask

GO = signal.SIGUSR1
PR_SET_PTRACER, PR_SET_PTRACER_ANY = 0x59616D61, -1
"""prctl(2): where a system lets only parents trace, lets anybody of the same user (ptrace_scope 1)."""

CALLERS = 8
PATIENCE = 40
"""How often one that was refused asks again: longer than any fault that is made to pass."""

SOME = 30
"""Gifts by one process whose writes are recorded."""


@dataclass(slots=True)
class Victim:
    """What became of a process: `refused` are the reasons given, `status` is its exit code, negative by a signal."""

    pid: int
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    status: int | None = None


class Victims:
    """The parent of the victims."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "torture.victims"],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._last = Victim(0, status=0)

    def fork(self, act: str, url: str, name: str) -> Victim:
        """Return a new process that waits to be let go; what it was acknowledged before counts already."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{act} {url} {name}\n")
        self._process.stdin.flush()
        victim = self._last = Victim(0)
        while not victim.pid:
            self._hear(victim)
        return victim

    def let_go(self, victim: Victim) -> None:
        """Have a process act, and wait for its end."""
        os.kill(victim.pid, GO)
        while victim.status is None:
            self._hear(victim)

    def let_live(self, victim: Victim) -> None:
        """Have a process act, and wait for its first acknowledgement."""
        os.kill(victim.pid, GO)
        while victim.status is None and not victim.acknowledged:
            self._hear(victim)

    def kill(self, victim: Victim) -> None:
        """Kill a process, and hear what it still said."""
        os.kill(victim.pid, signal.SIGKILL)
        while victim.status is None:
            self._hear(victim)

    def close(self) -> None:
        """End the parent, and the victim that something else has left waiting."""
        if self._last.status is None:
            self.kill(self._last)
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _hear(self, victim: Victim) -> None:
        assert self._process.stdout is not None
        word, *rest = self._process.stdout.readline().split()
        if word == "ready":
            victim.pid = int(rest[0])
        elif word == "ack":
            victim.acknowledged[rest[0]] = int(rest[1])
        elif word == "no":
            victim.refused.append(rest[1])
        else:
            victim.status = int(rest[0])


@contextmanager
def victims() -> Iterator[Victims]:
    """Give a parent of victims."""
    parent = Victims()
    try:
        yield parent
    finally:
        parent.close()


def post_once(url: str, name: str) -> None:
    """Give once, on connections that are made for it; end without closing."""
    wait()
    bank = open_bank_at(url)
    insist(bank, f"{name}-0")


def close_down(url: str, name: str) -> None:
    """Close a bank in which something was given: on SQLite the write-ahead log is folded into the file."""
    bank = open_bank_at(url)
    insist(bank, f"{name}-0")
    wait()
    bank.close()


def post_some(url: str, name: str) -> None:
    """Give from eight threads, then close."""
    wait()
    bank = open_bank_at(url)
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(lambda number: insist(bank, f"{name}-{number}"), range(SOME)))
    bank.close()


def post_for_ever(url: str, name: str) -> None:
    """Give from eight threads until the end."""
    wait()
    bank = open_bank_at(url)
    numbers = count()
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(lambda _: [insist(bank, f"{name}-{next(numbers)}") for _ in count()], range(CALLERS)))


ACTS: dict[str, Callable[[str, str], None]] = {
    act.__name__: act for act in (post_once, close_down, post_some, post_for_ever)
}


def wait() -> None:
    """Say that this process is ready to be traced, and wait until it may act."""
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
    say(f"ready {os.getpid()}")
    signal.sigwait({GO})


def insist(bank: Bank, key: str) -> None:
    """Ask for a gift, again where it was refused, and say what came of it."""
    for _ in range(PATIENCE):
        try:
            say(f"ack {key} {ask(bank, key).result().seq}")
        except Refusal as refusal:
            say(f"no {key} {refusal.code}")
        else:
            return


def say(words: str) -> None:
    """Say a line in one write, none of it kept back in a buffer."""
    os.write(1, f"{words}\n".encode())


def main() -> None:
    """Fork a process for each line that comes."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    configure_mappers()
    signal.pthread_sigmask(signal.SIG_BLOCK, {GO})
    for line in sys.stdin:
        act, url, name = line.split()
        writer_engine(url).dispose()  # which loads the driver
        child = os.fork()
        if child == 0:
            ACTS[act](url, name)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
