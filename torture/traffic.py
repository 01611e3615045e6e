"""Many processes move, reserve, settle and take back minutes of one book at once, some of them stopped on the way.

What they did and saw must fit the order of the log, no minute may be made or lost and nobody be overdrawn, at any
moment somebody looked; with clocks that jump, the times in the log must still never go back.
"""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from ledger.audit import audit
from ledger.sql_store import SqlStore
from ledger.tables import ledger_entry
from tests.conftest import create_tables
from tests.postgres import running_postgres
from tests.timebank.kernel import BOOK, open_test_book
from tests.timebank.traffic import fund
from timebank.accounts import AccountSecrets
from timebank.writer import Bank
from torture.ground import REPOSITORY, banked, url_of
from torture.history import Act, Look, violations
from torture.table import Row, Scale

SEED = 2026
PROCESSES, THREADS = 8, 4
PAUSE_SECONDS = 0.3
BETWEEN_PAUSES_SECONDS = 1.0


@dataclass(slots=True)
class Seen:
    """What the processes did and saw."""

    done: Counter[str] = field(default_factory=Counter)
    acts: list[Act] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    pauses: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, printed: str) -> None:
        """Add what one process printed."""
        one = json.loads(printed)
        self.done += Counter(one["done"])
        self.acts += [Act(*act) for act in one["acts"]]
        self.looks += [
            Look(began, ended, size, {handle: tuple(counters) for handle, counters in seen.items()})
            for began, ended, size, seen in one["looks"]
        ]


def measure_traffic(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the rows of both databases, and of clocks that jump."""
    processes, acts = scale.of(PROCESSES, 2), scale.of(800, 20)
    with running_postgres(is_ours=True) as postgres:
        for clock in ("", "jumping"):
            home = folder / f"clock-{clock}"
            home.mkdir()
            for on, url in (("SQLite", url_of(home)), ("PostgreSQL", postgres.create())):
                open_funded(url)
                seen = let_trade(url, home, processes, THREADS, acts // (4 if clock else 1), clock)
                yield _row(
                    f"{processes} processes of {THREADS} threads{', clocks jump' if clock else ''}", on, seen
                )


def open_funded(url: str) -> None:
    """Make an open book in which everybody has some minutes."""
    create_tables(url)
    with banked(url) as bank:
        open_test_book(bank)
        fund(bank)


def let_trade(
    url: str, folder: Path, processes: int, threads: int, acts: int, clock: str = "", seed: int = SEED
) -> Seen:
    """Let so many processes trade until each has done its acts, and check what they say against the book."""
    chance = random.Random(seed)
    seen = Seen()
    files = [folder / f"process-{number}.json" for number in range(processes)]
    running = [_start(url, file, threads, acts, clock) for file in files]
    while any(process.poll() is None for process in running):
        seen.pauses += _pause(chance.choice(running))
        time.sleep(BETWEEN_PAUSES_SECONDS)
    for process, file in zip(running, files, strict=True):
        if process.returncode:
            seen.wrong.append(f"{file.stem} ended with {process.returncode}")
        else:
            seen.add(file.read_text())
    with banked(url) as bank:
        seen.wrong += wrong_in(bank, seen)
    return seen


def wrong_in(bank: Bank, seen: Seen) -> list[str]:
    """Return in words what is wrong with a book, and with what was seen of it."""
    with bank.connect() as connection:
        store = SqlStore(connection, BOOK)
        findings = audit(store, secrets=AccountSecrets(bank.vault, connection, BOOK))
        wrong = [*map(str, findings), *violations(seen.acts, seen.looks, store.posting_rows())]
        query = (
            select(ledger_entry.c.recorded).where(ledger_entry.c.book == BOOK).order_by(ledger_entry.c.seq)
        )
        times = connection.scalars(query).all()
    if any(later < earlier for earlier, later in pairwise(times)):
        wrong.append("the times in the log go back")
    return wrong


def _start(url: str, file: Path, threads: int, acts: int, clock: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.timebank.traffic", url, file.stem, str(threads), str(acts), clock]
    with file.open("wb") as output:
        return subprocess.Popen(command, cwd=REPOSITORY, stdout=output)


def _pause(process: subprocess.Popen[bytes]) -> bool:
    """Stop a process where it stands, for a moment."""
    if process.poll() is not None:
        return False
    process.send_signal(signal.SIGSTOP)
    time.sleep(PAUSE_SECONDS)
    process.send_signal(signal.SIGCONT)
    return True


def _row(fault: str, on: str, seen: Seen) -> Row:
    refused = seen.done["refused"]
    figure = (
        f"{len(seen.acts):,} acts, {refused:,} refusals, {len(seen.looks):,} looks, {seen.pauses} pauses: "
        "sum, limits, order"
    )
    return Row(fault, on, figure, tuple(seen.wrong))
