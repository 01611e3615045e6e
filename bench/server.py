"""The server as it runs in earnest: its start, its memory, and a service logged over HTTP by many at once."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from bench.ground import BOOK
from bench.load import Load, post_request, run_load
from bench.measure import Options, interleave, median_ratio, percentile
from bench.table import Row
from tests.town import Town, settle_town
from timebank.actors import Actor, system
from timebank.books import OpenBook, open_book
from timebank.bootstrap import open_bank
from timebank.clock import SetClock
from timebank.members.credentials import SecretKind, store_secret
from timebank.members.hashing import hash_secret
from timebank.settings import load_settings
from timebank.signing import begin_log
from timebank.work import UnitOfWork

REPOSITORY = Path(__file__).parent.parent
GUNICORN = [sys.executable, "-m", "gunicorn"]
EMPTY_APP = ["--config", os.devnull, "--worker-class", "gthread", "--threads", "32", "bench.empty:app"]
CONNECTIONS = 32
REQUESTS = 1_600
STARTS = 3
HISTORY = timedelta(days=60)
PASSWORD = "bench-7-bench-7"
LARGEST_MEGABYTES = 200
LONGEST_START_SECONDS = 4


@dataclass(frozen=True, slots=True)
class SetPassword:
    """Give a member a password."""

    member_id: str
    hashed: str


@dataclass(frozen=True, slots=True)
class PasswordSet:
    """Nothing to say."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    port: int
    pid: int
    first_answer_seconds: float


def set_password(uow: UnitOfWork, command: SetPassword, actor: Actor) -> PasswordSet:
    """Store a password without asking who may."""
    store_secret(uow, command.member_id, SecretKind.PASSWORD, command.hashed)
    return PasswordSet()


def measure_server(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of start, memory and HTTP."""
    town = installation(folder)
    command = "python -m bench --only server"
    starts = []
    for _ in range(STARTS):
        with our_server(folder) as running:
            starts.append(running.first_answer_seconds)
    with our_server(folder) as ours, empty_server() as empty:
        yield from _measure_http(ours, empty, town, options, command)
        megabytes = _megabytes(ours.pid)
    yield Row(
        work="first answer after start",
        figure=f"{statistics.median(starts):.2f} s",
        beside=f"{LONGEST_START_SECONDS} s at most",
        ratio=statistics.median(starts) / LONGEST_START_SECONDS,
        goal=1.0,
        is_least=False,
        command=command,
    )
    yield Row(
        work="memory after the load, master and worker",
        figure=f"{megabytes:.0f} MB PSS",
        beside=f"{LARGEST_MEGABYTES} MB at most",
        ratio=megabytes / LARGEST_MEGABYTES,
        goal=1.0,
        is_least=False,
        command=command,
    )


def _measure_http(ours: Running, empty: Running, town: Town, options: Options, command: str) -> Iterator[Row]:
    token = _token(ours.port)
    count = options.scaled(REQUESTS)
    loads: dict[str, list[Load]] = {"log": [], "empty": []}

    def log(number: int) -> float:
        requests = [_logging(town, token, number * count + place) for place in range(count)]
        loads["log"].append(_successful(run_load(ours.port, requests, CONNECTIONS)))
        return loads["log"][-1].rate

    def post_empty(_round: int) -> float:
        request = post_request("/empty", _body(town, 0), {"Authorization": f"Bearer {token}"})
        loads["empty"].append(_successful(run_load(empty.port, [request] * count, CONNECTIONS)))
        return loads["empty"][-1].rate

    log(options.rounds)  # once beforehand, for what is loaded and compiled with the first request
    loads["log"].clear()
    figures = interleave({"log": log, "empty": post_empty}, options.rounds)
    yield Row(
        work=f"HTTP: log a service, {CONNECTIONS} connections",
        figure=f"{statistics.median(figures['log']):,.0f}/s",
        beside=f"{statistics.median(figures['empty']):,.0f}/s empty Flask POST",
        ratio=median_ratio(figures["log"], figures["empty"]),
        goal=0.4,
        is_least=True,
        command=command,
        note=f"N={count} a round",
    )
    slow = {
        name: statistics.median(percentile(one.seconds, 99) for one in some) for name, some in loads.items()
    }
    yield Row(
        work=f"HTTP: log a service, {CONNECTIONS} connections: slowest in a hundred",
        figure=f"p99 {slow['log'] * 1000:,.0f} ms",
        beside=f"p99 {slow['empty'] * 1000:,.0f} ms empty Flask POST",
        ratio=slow["log"] / slow["empty"],
        goal=1.5,
        is_least=False,
        command=command,
    )


def installation(folder: Path) -> Town:
    """Make the home of a server: the cast of the tests, registered long enough ago to have a past."""
    settings = load_settings({"TIMEBANK_HOME": str(folder)})
    clock = SetClock(datetime.now(UTC) - HISTORY)
    bank = open_bank(settings, clock)
    origin = f"bench.invalid/log/{BOOK}"
    opened = OpenBook("上林县", origin, begin_log(settings, BOOK, origin), is_demo=True)
    bank.run(open_book, opened, system(BOOK))
    town = settle_town(bank, clock)
    hashed = hash_secret(bank.vault, BOOK, town.li.member_id, PASSWORD)
    bank.run(set_password, SetPassword(town.li.member_id, hashed), system(BOOK))
    bank.close()
    return town


def _logging(town: Town, token: str, number: int) -> bytes:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
    return post_request("/api/v1/services", _body(town, number), headers)


def _body(town: Town, number: int) -> bytes:
    """Return a service of one minute; each number has another minute, so that none overlaps another."""
    starts_at = (datetime.now(UTC) - timedelta(days=2)).replace(hour=0, minute=0) - timedelta(
        minutes=2 * number
    )
    fields = {
        "elder": town.wang.member_id,
        "kind": "company",
        "starts_at": starts_at.isoformat(timespec="minutes"),
        "minutes": 1,
    }
    return json.dumps(fields).encode()


def _successful(load: Load) -> Load:
    assert set(load.statuses) == {201}, f"not every request was served: {load.statuses}"
    return load


def _token(port: int) -> str:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/tokens",
        json.dumps({"phone": "17900000002", "password": PASSWORD}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        token: str = json.load(answer)["token"]
    return token


def empty_server() -> AbstractContextManager[Running]:
    """Start the peer, which does the least."""
    return _server([*EMPTY_APP], {})


def our_server(folder: Path) -> AbstractContextManager[Running]:
    """Start ours over an installation."""
    return _server(["--config", "gunicorn.conf.py", "wsgi:app"], {"TIMEBANK_HOME": str(folder)})


@contextmanager
def _server(arguments: list[str], settings: dict[str, str]) -> Iterator[Running]:
    """Start gunicorn on a free port, wait for its first answer, and stop it afterwards."""
    port = _free_port()
    environment = {**os.environ, **settings, "PORT": str(port)}
    began = time.perf_counter()
    command = [*GUNICORN, "--bind", f"127.0.0.1:{port}", "--log-level", "error", *arguments]
    with Path(os.devnull).open("w") as nowhere:
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=nowhere, stderr=nowhere)
    try:
        while not _answers(port):
            assert process.poll() is None, f"the server ended with {process.returncode}"
            time.sleep(0.02)
        yield Running(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _megabytes(pid: int) -> float:
    """Return the memory of a process and its children, shared pages counted in parts."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for one in (str(pid), *children):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
