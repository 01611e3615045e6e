"""The writer on a PostgreSQL of its own, beside bare commits there of the rows that a post writes.

The server comes from its wheel, in the folder of the run, with all that it does for durability. The bare commits
know their rows beforehand and send them in one round trip: what is left out is reading, hashing and deciding.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import bare
from bench.bare import PostRows, rows_of_posts
from bench.ground import BOOK, Ground
from bench.measure import Options, interleave, latencies, median_ratio, rate
from bench.posts import BATCH, MEMBERS, post_all
from bench.table import Row
from bench.use_cases import Pay, pay
from tests.conftest import create_tables, open_url
from tests.postgres import Postgres, running_postgres
from tests.timebank.kernel import Give, give, open_test_book
from timebank.accounts import MEMBER, find_handle
from timebank.actors import system
from timebank.clock import SystemClock
from timebank.writer import Bank

ALONE, TOGETHER = 400, 2_560
"""Posts a round, by one caller and by sixty-four."""
COMMAND = "python -m bench --only postgresql"


def measure_on_postgresql(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of the ledger's own path and of the writer's, one a commit and sixty-four."""
    alone, together = options.scaled(ALONE), options.scaled(TOGETHER) // BATCH * BATCH
    with running_postgres(is_durable=True) as postgres:
        bank = open_bank(postgres)
        yield from _measure(folder / "alone.sqlite3", postgres, bank, options, alone, 1)
        yield from _measure(folder / "together.sqlite3", postgres, bank, options, together, BATCH)
        bank.close()


def _measure(
    source_file: Path, postgres: Postgres, bank: Bank, options: Options, posts: int, callers: int
) -> Iterator[Row]:
    rows = _rows(source_file, posts * options.rounds)
    ledger, beside = (ground_on(postgres) for _ in range(2))
    with bank.connect() as connection:
        handle = find_handle(connection, BOOK, MEMBER, "li", "member")
    assert handle

    def post(number: int) -> float:
        return rate(posts, lambda: post_all(ledger, number * posts, posts, callers))

    def write(number: int) -> float:
        mine = rows[number * posts : (number + 1) * posts]
        with beside.engine.connect() as connection:
            driver = connection.connection.driver_connection
            return rate(posts, lambda: _write_bare(driver, mine, callers))

    def run(number: int) -> float:
        return latencies([lambda: bank.run(pay, Pay(handle), system(BOOK))] * posts, callers)[0]

    figures = interleave({"ledger": post, "bare": write, "run": run}, options.rounds)
    for ground in (ledger, beside):
        ground.close()
    together = (
        f"{statistics.median(figures['bare']):,.0f}/s bare commits of the same rows, {callers} a commit"
    )
    for name, work in (
        ("ledger", f"ledger.post, {callers} a commit"),
        ("run", f"bank.run, {callers} callers"),
    ):
        yield Row(
            work=f"PostgreSQL: {work}",
            figure=f"{statistics.median(figures[name]):,.0f}/s",
            beside=together,
            ratio=median_ratio(figures[name], figures["bare"]),
            goal=None,
            is_least=True,
            command=COMMAND,
            note=f"N={posts} a round",
        )


def open_bank(postgres: Postgres) -> Bank:
    """Return a bank on the server with an open book and one member."""
    url = postgres.create()
    create_tables(url)
    bank = open_url(url, SystemClock())
    open_test_book(bank)
    bank.run(give, Give("li", 1), system(BOOK))
    return bank


def ground_on(postgres: Postgres) -> Ground:
    """Return a new ground on the server."""
    ground = Ground(Path(), MEMBERS, postgres.create())
    ground.create()
    return ground


def _rows(file: Path, posts: int) -> list[PostRows]:
    """Return the rows of so many posts to a book like that of a new ground."""
    source = Ground(file, MEMBERS)
    source.create()
    with source.engine.begin() as connection:
        first = source.book(connection).head().size
    source.fill(0, posts)
    rows = rows_of_posts(source, first, posts)
    source.close()
    return rows


def _write_bare(driver: Any, rows: list[PostRows], batch: int) -> None:
    for begin in range(0, len(rows), batch):
        posts = rows[begin : begin + batch]
        with driver.pipeline(), driver.cursor() as cursor:
            for sql, values in (
                (bare.INSERT_ENTRY, [post.entry for post in posts]),
                (bare.INSERT_POSTING, [row for post in posts for row in post.postings]),
                (bare.INSERT_NODE, [row for post in posts for row in post.nodes]),
                (bare.PUT_ACCOUNT, [row for post in posts for row in post.accounts]),
                (bare.MOVE_HEAD, [post.head for post in posts]),
            ):
                cursor.executemany(sql.replace("?", "%s"), values)
        driver.commit()
