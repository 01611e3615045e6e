"""A post in a large book beside one in a book of ten thousand, and what opening a large book takes."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.ground import Ground
from bench.measure import Options, interleave, median_ratio, percentile
from bench.posts import MEMBERS
from bench.table import Row

SMALL = 10_000
POSTS = 600
MOST_SECONDS, MOST_MEGABYTES = 0.1, 200
COMMAND = "python -m bench --only growth --entries 1000000"
# The kernel's `ru_maxrss` of a process begins with that of the one it was forked from; VmHWM is its own.
OPEN = """
import re, sys, time
from pathlib import Path
from bench.ground import Ground
from bench.posts import MEMBERS
began = time.perf_counter()
ground = Ground(Path(sys.argv[1]), MEMBERS)
with ground.engine.begin() as connection:
    ground.post(ground.book(connection), int(sys.argv[2]))
seconds = time.perf_counter() - began
print(seconds, int(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def measure_growth(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of a post and of a restart."""
    small, large = min(SMALL, options.largest // 10), options.largest
    grounds = {"small": _filled(folder / "small", small), "large": _filled(folder / "large", large)}
    posts = options.scaled(POSTS)
    sizes = {"small": small, "large": large}

    def lane(name: str, number: int) -> float:
        first = sizes[name] + number * posts
        return percentile([_seconds(grounds[name], place) for place in range(first, first + posts)], 50)

    lanes = {name: (lambda number, name=name: lane(name, number)) for name in grounds}
    figures = interleave(lanes, options.rounds)
    yield Row(
        work=f"ledger.post, book of {large:,} entries",
        figure=f"p50 {statistics.median(figures['large']) * 1e6:,.0f} µs",
        beside=f"p50 {statistics.median(figures['small']) * 1e6:,.0f} µs with {small:,} entries",
        ratio=median_ratio(figures["large"], figures["small"]),
        goal=1.2,
        is_least=False,
        command=COMMAND,
    )
    grounds["small"].close()
    grounds["large"].close()
    starts = [_start(grounds["large"].path, large * 2 + number) for number in range(options.rounds)]
    seconds, megabytes = (statistics.median(figure) for figure in zip(*starts, strict=True))
    for figure, beside, ratio in (
        (f"{seconds * 1000:,.0f} ms", f"{MOST_SECONDS * 1000:.0f} ms at most", seconds / MOST_SECONDS),
        (f"{megabytes:,.0f} MB", f"{MOST_MEGABYTES} MB at most", megabytes / MOST_MEGABYTES),
    ):
        yield Row(
            work=f"opening a book of {large:,} entries and posting once",
            figure=figure,
            beside=beside,
            ratio=ratio,
            goal=1.0,
            is_least=False,
            command=COMMAND,
        )


def _filled(path: Path, size: int) -> Ground:
    ground = Ground(path, MEMBERS)
    ground.create()
    ground.fill(0, size)
    return ground


def _seconds(ground: Ground, number: int) -> float:
    began = perf_counter()
    with ground.engine.begin() as connection:
        ground.post(ground.book(connection), number)
    return perf_counter() - began


def _start(path: Path, number: int) -> tuple[float, float]:
    """Return the seconds and megabytes of a new process that opens the book and posts once."""
    command = [sys.executable, "-c", OPEN, str(path), str(number)]
    said = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, check=True).stdout
    seconds, megabytes = map(float, said.split())
    return seconds, megabytes
