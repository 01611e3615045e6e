"""Proofs and roots from stored subtrees: a few dozen hashes at any size, for any size the log ever had.

The recursive definitions of RFC 6962 §2.1.1 and §2.1.2 say of which ranges of leaves the roots are wanted. Each
range falls into full subtrees, and those are stored; so all that is read is named first and read at once.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from ledger.errors import ProofError
from ledger.merkle import edge_root

Place = tuple[int, int]  # (level, index): the root over leaves index * 2^level to (index + 1) * 2^level - 1
Range = tuple[int, int]  # leaves from start to before stop


class Nodes(Protocol):
    """The roots of full subtrees, wherever they are kept. They never change once they are there."""

    def read_nodes(self, places: Sequence[Place]) -> list[bytes]:
        """Return the hashes at these places in the same order; IntegrityError where one is missing."""


def prove_inclusion(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return PATH(index, D[size]): the siblings from the leaf up to the root (RFC 6962 §2.1.1)."""
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    siblings = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            siblings.append((middle, stop))
            stop = middle
        else:
            siblings.append((start, middle))
            start = middle
    return _roots(nodes, siblings[::-1])


def prove_consistency(nodes: Nodes, old_size: int, new_size: int) -> list[bytes]:
    """Return PROOF(old_size, D[new_size]): the tree only grew in between (RFC 6962 §2.1.2)."""
    if not 0 <= old_size <= new_size:
        raise ProofError(f"no tree of {old_size} in one of {new_size}")
    if old_size == 0:  # every tree extends the empty one; there is nothing to show
        return []
    ranges = []
    start, stop = 0, new_size
    while old_size != stop:
        middle = start + _split(stop - start)
        if old_size <= middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start > 0:  # otherwise the rest is the old tree itself, whose root the checker holds
        ranges.append((start, stop))
    return _roots(nodes, ranges[::-1])


def root_at(nodes: Nodes, size: int) -> bytes:
    """Return the root of the tree over the first `size` leaves."""
    return _roots(nodes, [(0, size)])[0]


def _split(size: int) -> int:
    """Return the largest power of two below `size` (RFC 6962 §2.1: k < n <= 2k)."""
    return 1 << (size - 1).bit_length() - 1


def _roots(nodes: Nodes, ranges: Sequence[Range]) -> list[bytes]:
    """Return the root over each range of leaves."""
    subtrees = [_full_subtrees(*one) for one in ranges]
    hashes = iter(nodes.read_nodes([place for places in subtrees for place in places]))
    return [edge_root(tuple(islice(hashes, len(places)))) for places in subtrees]


def _full_subtrees(start: int, stop: int) -> list[Place]:
    """Return the full subtrees that make up a range, largest first.

    Every range of the definitions starts at a multiple of a power of two that is no less than its length.
    """
    places = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        places.append((level, start >> level))
        start += 1 << level
    return places
