"""pymerkle on SQLite: entries appended many at once, proofs of inclusion and of growth."""

import sys
import time

from conversation import converse, median_seconds
from pymerkle import SqliteTree

AT_ONCE = 10_000
path = f"{sys.argv[1]}/tree.db"
tree = SqliteTree(path, algorithm="sha256")


def fill(count: int) -> float:
    """Append entries until there are so many."""
    while (size := tree.get_size()) < count:
        tree.append_entries([b"entry %d" % number for number in range(size, min(size + AT_ONCE, count))])
    return tree.get_size()


def prove(count: int) -> float:
    """Return the median seconds of a proof of inclusion, with whatever is remembered from earlier ones."""
    size = tree.get_size()
    return median_seconds(count, lambda number: tree.prove_inclusion(1 + number * 7919 % size, size))


def prove_growth(count: int) -> float:
    """Return the median seconds of a proof of growth."""
    size = tree.get_size()
    return median_seconds(count, lambda number: tree.prove_consistency(1 + number * 7919 % (size - 1), size))


def prove_cold(_number: int) -> float:
    """Return the seconds of the first proof after opening the tree."""
    opened = SqliteTree(path, algorithm="sha256")
    began = time.perf_counter()
    opened.prove_inclusion(opened.get_size() // 3, opened.get_size())
    return time.perf_counter() - began


converse({"fill": fill, "prove": prove, "prove-growth": prove_growth, "prove-cold": prove_cold})
