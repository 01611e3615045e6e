"""Thirty clients released together, for the tests of what may succeed only so often."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from timebank.errors import Refusal

CLIENTS = 30

each_round = pytest.mark.parametrize("_round", range(int(os.environ.get("RACE_ROUNDS", "1"))))
"""A race whose outcome varies is run so often: once among the tests, a hundred times in `make torture`."""


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Run acts in as many threads released together; return how often each outcome came."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


def all_at_once(act: Callable[[], object]) -> Counter[str]:
    """Run one act in thirty threads."""
    return at_once(*[act] * CLIENTS)


def numbered_at_once(act: Callable[[int], object]) -> Counter[str]:
    """Run an act in thirty threads, each with its number."""
    return at_once(*[partial(act, number) for number in range(CLIENTS)])
