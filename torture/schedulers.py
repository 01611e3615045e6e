"""Two servers and eight schedulers on one database: each period of a job is done once, and the chain never forks.

python -m torture.schedulers URL LOCK SECONDS   schedules a job of short periods, as a machine with its own lock file
"""

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import func, select

from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests.postgres import running_postgres
from tests.timebank.kernel import BOOK, Give, Tick, figure, give, tick
from tests.timebank.writer_process import open_bank_at
from timebank.accounts import AccountSecrets
from timebank.actors import Actor, system
from timebank.jobs import Job, JobRun
from timebank.scheduler import Scheduler
from timebank.writer import Bank
from torture.ground import REPOSITORY, banked, open_ground, url_of
from torture.table import Row, Scale

SCHEDULERS, SERVERS = 8, 2
PERIOD = timedelta(seconds=0.5)
START_SECONDS = 15
"""Until all have loaded; they schedule from their own beginning on."""


def measure_schedulers(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the rows of both databases."""
    seconds = START_SECONDS + scale.of(100, 10) * PERIOD.total_seconds()
    with running_postgres(is_ours=True) as postgres:
        for on, url in (("SQLite", url_of(folder)), ("PostgreSQL", postgres.create())):
            open_ground(url)
            yield _row(on, url, folder, seconds)


def schedule(url: str, lock: Path, seconds: float) -> None:
    """Schedule for so long."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable()  # a period that takes longer than the next one waits is said each time
    with banked(url) as bank:
        scheduler = Scheduler(bank, [Job("ticking", PERIOD, _work, lambda bank, book: True)], lock)
        scheduler.start()
        time.sleep(seconds)
        scheduler.stop()


def _work(bank: Bank, book: str) -> int:
    bank.run(tick, Tick("periods"), system(book))
    bank.run(give, Give("member-1", 1), system(book))
    return 1


def _row(on: str, url: str, folder: Path, seconds: float) -> Row:
    command = [sys.executable, "-m", "torture.schedulers", url]
    schedulers = [
        subprocess.Popen([*command, str(folder / f"{on}-{number}.lock"), str(seconds)], cwd=REPOSITORY)
        for number in range(SCHEDULERS)
    ]
    servers = [open_bank_at(url) for _ in range(SERVERS)]
    gifts = 0
    while any(process.poll() is None for process in schedulers):
        answers = [bank.submit(give, Give("member-2", 1), Actor(BOOK, "server")) for bank in servers]
        gifts += len([answer.result() for answer in answers])
        time.sleep(0.02)
    wrong = [f"a scheduler ended with {one.returncode}" for one in schedulers if one.returncode]
    with servers[0].connect() as connection:
        wrong += map(
            str, audit(SqlStore(connection, BOOK), secrets=AccountSecrets(servers[0].vault, connection, BOOK))
        )
        periods = connection.scalar(select(func.count()).select_from(JobRun)) or 0
    ticks = figure(servers[0], "periods")
    if ticks != periods:
        wrong.append(f"{periods} periods were claimed, {ticks} times the work was done")
    for bank in servers:
        bank.close()
    said = f"{periods} periods done {ticks} times, {gifts:,} posts by {SERVERS} servers meanwhile"
    return Row(f"{SCHEDULERS} schedulers and {SERVERS} servers on one database", on, said, tuple(wrong))


if __name__ == "__main__":
    url, lock, seconds = sys.argv[1:]
    schedule(url, Path(lock), float(seconds))
