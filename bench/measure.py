"""How we measure: lanes run in turns within every round, and the median of the rounds counts.

A machine that is busy with something else slows all lanes of a round alike, so that ratios stay steady where
rates do not.
"""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

ENTRIES = 100_000
"""How many entries a large book has, unless more are asked for."""

Lane = Callable[[int], float]
"""Does the work of one round, given its number, and returns its figure."""


@dataclass(frozen=True, slots=True)
class Options:
    """How long a run may take: `quick` makes small books and few rounds; large books have `entries` entries."""

    quick: bool = False
    entries: int = ENTRIES

    @property
    def rounds(self) -> int:
        """Return how many rounds count."""
        return 3 if self.quick else 5

    @property
    def largest(self) -> int:
        """Return how many entries a large book has."""
        return min(self.entries, 10_000) if self.quick else self.entries

    def scaled(self, count: int) -> int:
        """Return a number of repetitions, a tenth of it in a quick run."""
        return max(1, count // 10) if self.quick else count


def interleave(lanes: Mapping[str, Lane], rounds: int) -> dict[str, list[float]]:
    """Run each lane once a round, every second round in reverse, and return the figures of each lane."""
    figures: dict[str, list[float]] = {name: [] for name in lanes}
    for number in range(rounds):
        names = list(lanes)[:: 1 if number % 2 == 0 else -1]
        for name in names:
            figures[name].append(lanes[name](number))
    return figures


def median_ratio(upper: Sequence[float], lower: Sequence[float]) -> float:
    """Return the median of the ratios round by round."""
    return statistics.median(one / other for one, other in zip(upper, lower, strict=True))


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many things a second the work did, if it did so many."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value below which so many percent of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def latencies(calls: Sequence[Callable[[], object]], callers: int) -> tuple[float, list[float]]:
    """Make the calls from so many threads at once; return calls a second and the seconds each took."""

    def work(mine: Sequence[Callable[[], object]]) -> list[float]:
        ticks = [time.perf_counter()]
        for call in mine:
            call()
            ticks.append(time.perf_counter())
        return [after - before for before, after in pairwise(ticks)]

    shares = [calls[number::callers] for number in range(callers)]
    with ThreadPoolExecutor(callers) as pool:
        began = time.perf_counter()
        taken = [seconds for some in pool.map(work, shares) for seconds in some]
        elapsed = time.perf_counter() - began
    return len(calls) / elapsed, taken
