"""Balance and statement: the same cost in a young book and in an old one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from bench.ground import Ground, handle
from bench.measure import Options, interleave, median_ratio, percentile
from bench.table import Row
from ledger.book import Book

YOUNG = 1_000
MEMBERS = 10
"""Few accounts, so that in the young book too each has more than fifty entries."""
BALANCES, STATEMENTS = 4_000, 800
STATEMENT_LINES = 50
Read = Callable[[Book, str], object]


def measure_reads(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of the balance and of a statement of fifty."""
    old_entries = options.largest
    young, old = (_book_of(folder / f"{size}.sqlite3", size) for size in (YOUNG, old_entries))
    reads: tuple[tuple[str, Read, int], ...] = (
        ("balance", lambda book, who: book.account(who, "min").balance, BALANCES),
        ("statement of 50", lambda book, who: book.statement(who, "min", limit=STATEMENT_LINES), STATEMENTS),
    )
    for name, read, count in reads:
        lanes = {
            "young": _lane(young, read, options.scaled(count)),
            "old": _lane(old, read, options.scaled(count)),
        }
        figures = interleave(lanes, options.rounds)
        yield Row(
            work=f"{name}, book of {old_entries:,} entries",
            figure=f"p50 {percentile(figures['old'], 50) * 1e6:,.0f} µs",
            beside=f"p50 {percentile(figures['young'], 50) * 1e6:,.0f} µs with {YOUNG:,} entries",
            ratio=median_ratio(figures["old"], figures["young"]),
            goal=1.15,
            is_least=False,
            command="python -m bench --only reads",
        )
    young.close()
    old.close()


def _book_of(path: Path, size: int) -> Ground:
    ground = Ground(path, MEMBERS)
    ground.create()
    ground.fill(0, size)
    return ground


def _lane(ground: Ground, read: Read, count: int) -> Callable[[int], float]:
    """Return a lane whose figure is the median of the seconds a read takes."""

    def run(_round: int) -> float:
        taken = []
        with ground.engine.begin() as connection:
            book = ground.book(connection)
            for number in range(count):
                who = handle(1 + number % MEMBERS)
                began = perf_counter()
                read(book, who)
                taken.append(perf_counter() - began)
        return percentile(taken, 50)

    return run
