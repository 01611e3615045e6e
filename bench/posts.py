"""`ledger.post` beside a bare commit of the same rows: one, sixty-four, and as an import a thousand a commit."""

import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.bare import PostRows, rows_of_posts, write_bare
from bench.ground import Ground, Transfer
from bench.measure import Options, interleave, median_ratio, rate
from bench.table import Row

MEMBERS = 200
BATCH, IMPORTED = 64, 1_000
ALONE, TOGETHER = 1_500, 10_000
"""Posts a round, chosen so that a round takes a second or more."""


def measure_posts(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of the ledger's own path, without threads."""
    alone, together = options.scaled(ALONE), options.scaled(TOGETHER) // BATCH * BATCH
    yield from _measure(folder / "alone", options, alone, 1, goal=0.7, fsync=_fsync_seconds(folder))
    yield from _measure(folder / "together", options, together, BATCH, goal=0.5, fsync=0)
    imported = max(IMPORTED, options.scaled(TOGETHER) // IMPORTED * IMPORTED)
    yield from _measure(folder / "import", options, imported, IMPORTED, goal=0.8, fsync=0)


def _measure(
    folder: Path, options: Options, posts: int, batch: int, goal: float, fsync: float
) -> Iterator[Row]:
    folder.mkdir()
    empty = Ground(folder / "empty.sqlite3", MEMBERS)
    empty.create()
    source = empty.copy(folder / "source.sqlite3")
    with source.engine.begin() as connection:
        first = source.book(connection).head().size
    source.fill(0, posts * options.rounds)
    rows = rows_of_posts(source, first, posts * options.rounds)
    ledger, bare = empty.copy(folder / "ledger.sqlite3"), empty.copy(folder / "bare.sqlite3")

    def post(number: int) -> float:
        made = [ledger.make(one) for one in range(number * posts, (number + 1) * posts)]
        return rate(posts, lambda: _post_made(ledger, made, batch))

    def write(number: int) -> float:
        mine = rows[number * posts : (number + 1) * posts]
        with bare.engine.connect() as connection:
            driver = connection.connection.driver_connection
            return rate(posts, lambda: _write_bare(driver, mine, batch))

    figures = interleave({"ledger": post, "bare": write}, options.rounds)
    for ground in (source, ledger, bare):
        ground.close()
    note = f"N={posts} a round, fsync {fsync * 1000:.2f} ms" if fsync else f"N={posts} a round"
    yield Row(
        work="ledger.post, one a commit" if batch == 1 else f"ledger.post, {batch} a commit",
        figure=f"{statistics.median(figures['ledger']):,.0f}/s",
        beside=f"{statistics.median(figures['bare']):,.0f}/s bare commits of the same rows",
        ratio=median_ratio(figures["ledger"], figures["bare"]),
        goal=goal,
        is_least=True,
        command="python -m bench --only posts",
        note=note,
    )


def post_all(ground: Ground, first: int, posts: int, batch: int) -> None:
    """Post so many transfers, so many a commit."""
    for begin in range(first, first + posts, batch):
        with ground.engine.begin() as connection:
            book = ground.book(connection)
            for number in range(begin, begin + batch):
                ground.post(book, number)


def _post_made(ground: Ground, made: list[Transfer], batch: int) -> None:
    for begin in range(0, len(made), batch):
        with ground.engine.begin() as connection:
            book = ground.book(connection)
            for transfer in made[begin : begin + batch]:
                ground.post_made(book, transfer)


def _write_bare(driver: Any, rows: list[PostRows], batch: int) -> None:
    for begin in range(0, len(rows), batch):
        write_bare(driver, rows[begin : begin + batch])


def _fsync_seconds(folder: Path) -> float:
    """Return the median time of an fsync after a page written, the price of a commit on this disk."""
    taken = []
    with (folder / "fsync").open("wb") as file:
        for _ in range(50):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return statistics.median(taken)
