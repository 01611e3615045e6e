"""How a peer talks with the bench: a line `ACT NUMBER` in, a number out. Runs in the peer's own environment."""

import sys
import time
from collections.abc import Callable, Mapping

Act = Callable[[int], float]
FILL_SECONDS = 60.0
"""A peer that has not reached the size asked for by then is measured at the size it has reached."""


def converse(acts: Mapping[str, Act]) -> None:
    """Answer until nothing more is asked."""
    print("ready", flush=True)
    for line in sys.stdin:
        act, number = line.split()
        print(acts[act](int(number)), flush=True)


def rate(count: int, work: Callable[[int], object]) -> float:
    """Return how often a second the work was done, if it was done so often."""
    began = time.perf_counter()
    for number in range(count):
        work(number)
    return count / (time.perf_counter() - began)


def median_seconds(count: int, work: Callable[[int], object]) -> float:
    """Return the median time the work takes."""
    taken = []
    for number in range(count):
        began = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[count // 2]


def fill(count: int, size: Callable[[], int], work: Callable[[int], object]) -> float:
    """Do the work until there are so many entries or the time is up; return how many there are."""
    end = time.perf_counter() + FILL_SECONDS
    while size() < count and time.perf_counter() < end:
        work(size())
    return size()
