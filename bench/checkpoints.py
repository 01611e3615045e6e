"""How far the signed log lags behind the book while many write: the age of the oldest entry not yet in a checkpoint."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from bench.ground import BOOK
from bench.measure import Options, percentile
from bench.server import installation
from bench.table import Row
from bench.use_cases import CALLERS, Pay, pay
from ledger.sql_store import SqlStore
from ledger.tile_folder import TileFolder
from timebank.actors import system
from timebank.bootstrap import make_scheduler, open_bank
from timebank.settings import Settings, load_settings
from timebank.signing import size_of
from timebank.writer import Bank

SECONDS = 30
LOOK_EVERY_SECONDS = 0.02
MOST_SECONDS = 5


def measure_checkpoints(folder: Path, options: Options) -> Iterator[Row]:
    """Give the row of the age while sixty-four callers write, with the jobs of a server running beside them."""
    town = installation(folder)
    settings = load_settings({"TIMEBANK_HOME": str(folder)})
    bank = open_bank(settings)
    with bank.reading(town.li) as reading:
        handle = reading.ledger.member_handle(town.li.member_id)
    scheduler = make_scheduler(bank, settings)
    scheduler.start()
    ended = threading.Event()

    def write() -> int:
        written = 0
        while not ended.is_set():
            bank.run(pay, Pay(handle), system(BOOK))
            written += 1
        return written

    seconds = options.scaled(SECONDS)
    with ThreadPoolExecutor(CALLERS) as pool:
        writers = [pool.submit(write) for _ in range(CALLERS)]
        ages, steps = _ages(bank, settings, seconds)
        ended.set()
        written = sum(writer.result() for writer in writers)
    scheduler.stop()
    bank.close()
    slow = percentile(ages, 99)
    yield Row(
        work=f"age of the checkpoint while {CALLERS} callers write",
        figure=f"p99 {slow:.1f} s, p50 {percentile(ages, 50):.1f} s, {steps} checkpoints",
        beside=f"{MOST_SECONDS} s at most, {written / seconds:,.0f} entries/s",
        ratio=slow / MOST_SECONDS,
        goal=1.0,
        is_least=False,
        command="python -m bench --only checkpoints",
    )


def _ages(bank: Bank, settings: Settings, seconds: float) -> tuple[list[float], int]:
    """Look again and again; return the age at each look, and how often the checkpoint grew."""
    published = TileFolder(settings.published(BOOK))
    waiting: deque[tuple[float, int]] = deque()  # when a size was first seen that no checkpoint covers
    ages, covered = [], []
    began = now = time.monotonic()
    while now < began + seconds:
        with bank.reading(system(BOOK)) as reading:
            size = SqlStore(reading.connection, BOOK).head().size
        note = published.checkpoint()
        covered.append(0 if note is None else size_of(note))
        now = time.monotonic()
        waiting.append((now, size))
        while waiting and waiting[0][1] <= covered[-1]:
            waiting.popleft()
        ages.append(now - waiting[0][0] if waiting else 0.0)
        time.sleep(LOOK_EVERY_SECONDS)
    return ages, sum(after > before for before, after in pairwise(covered))
