"""The checker of histories takes what can have happened in the order of the log, and finds each forgery."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger.rows import PostingRow
from torture.history import Act, Look, violations

WANG, LI = "wang", "li"
PAID = 10
"""Minutes from Wang to Li with each entry."""

# Each act takes three moments and the next begins after two: neighbours overlap, others do not.
ACTS = [Act(2 * seq, 2 * seq + 3, seq) for seq in range(20)]


def balances(size: int) -> dict[str, tuple[int, int, int, int]]:
    return {WANG: (PAID * size, 0, 0, 0), LI: (0, PAID * size, 0, 0)}


def look(size: int, began: int, ended: int) -> Look:
    return Look(began, ended, size, balances(size))


LOOKS = [look(size, 2 * size + 2, 2 * size + 3) for size in range(1, 20, 2)]
ROWS = [
    PostingRow("450125", seq, who, "min", seq + 1, side, PAID, None, *balances(seq + 1)[who])
    for seq in range(20)
    for who, side in ((LI, "credit"), (WANG, "debit"))
]


def test_what_happened_in_order_is_taken() -> None:
    assert list(violations(ACTS, LOOKS, ROWS)) == []


def test_what_overlaps_may_stand_in_either_order() -> None:
    swapped = [*ACTS]
    swapped[4], swapped[5] = replace(ACTS[4], seq=5), replace(ACTS[5], seq=4)

    assert list(violations(swapped, [], ROWS)) == []


def swap(first: int, second: int) -> Callable[[list[Act], list[Look]], None]:
    def forge(acts: list[Act], looks: list[Look]) -> None:
        acts[first], acts[second] = (
            replace(acts[first], seq=acts[second].seq),
            replace(acts[second], seq=acts[first].seq),
        )

    return forge


def see(number: int, **values: object) -> Callable[[list[Act], list[Look]], None]:
    def forge(acts: list[Act], looks: list[Look]) -> None:
        looks[number] = replace(looks[number], **values)

    return forge


def double(first: int, second: int) -> Callable[[list[Act], list[Look]], None]:
    def forge(acts: list[Act], looks: list[Look]) -> None:
        acts[first] = replace(acts[first], seq=acts[second].seq)

    return forge


FORGERIES = {
    **{f"entries {first} and {first + 2} changed places": swap(first, first + 2) for first in (0, 7, 17)},
    **{f"entries {first} and 19 changed places": swap(first, 19) for first in (0, 9, 16)},
    **{f"entry {first} was acknowledged twice": double(first, first + 1) for first in (0, 10, 18)},
    "a look is stale": see(8, size=10, seen=balances(10)),
    "a look is older than one before it": see(5, size=4, seen=balances(4)),
    "a look is of the future": see(2, size=12, seen=balances(12)),
    "the first look is of the end": see(0, size=20, seen=balances(20)),
    "a look shows the balances of the entry before": see(4, seen=balances(8)),
    "a look shows the balances of the entry after": see(4, seen=balances(10)),
    "a look shows one half of an entry": see(3, seen={WANG: balances(7)[WANG], LI: balances(6)[LI]}),
    "a look shows the other half": see(3, seen={WANG: balances(6)[WANG], LI: balances(7)[LI]}),
    "a look misses an account": see(6, seen={WANG: balances(13)[WANG]}),
    "a look has an account too many": see(6, seen=balances(13) | {"zhao": (1, 1, 0, 0)}),
    "a look shows something set aside": see(6, seen=balances(13) | {LI: (0, 130, 0, 5)}),
}


def test_there_are_twenty_forgeries() -> None:
    assert len(FORGERIES) == 20


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forgery_is_found(forge: Callable[[list[Act], list[Look]], None]) -> None:
    acts, looks = [*ACTS], [*LOOKS]

    forge(acts, looks)

    assert list(violations(acts, looks, ROWS))
