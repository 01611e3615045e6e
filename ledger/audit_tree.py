"""The stored tree against the leaves: every node of every level is there, right, and no more than that."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from ledger.merkle import node_hash
from ledger.rows import NodeRow
from ledger.store import Records

Row = TypeVar("Row")
Report = Callable[[str, int | None, str], None]  # kind, seq, what is wrong


class Ahead(Generic[Row]):
    """An iterator that shows its next row before it is taken; None at the end."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.next: Row | None = next(rows, None)

    def take(self) -> Row | None:
        row, self.next = self.next, next(self._rows, None)
        return row


class TreeCheck:
    """Walks all levels in step with the leaves, so that memory stays flat.

    A node that differs is reported once: what lies above it is computed from what it ought to be.
    """

    def __init__(self, store: Records, report: Report) -> None:
        self._store = store
        self._report = report
        self._levels: list[Ahead[NodeRow]] = []
        self._lefts: list[bytes | None] = []
        self._size = 0

    def take_leaf(self, seq: int) -> bytes | None:
        """Take the stored leaf hash of an entry, None if it is missing. In order of seq."""
        return self._take(0, seq)

    def next_leaf(self, seq: int) -> bytes | None:
        """Return the stored leaf hash that comes next if it is that of entry `seq`."""
        row = self._level(0).next
        return row.hash if row is not None and row.idx == seq else None

    def holds(self, seq: int, leaf: bytes) -> bool:
        """Tell whether the node above leaf `seq`, the next to be pushed, was made with this hash."""
        left, right = (self._lefts[0], leaf) if seq & 1 else (leaf, self.next_leaf(seq + 1))
        above = self._level(1).next
        if left is None or right is None or above is None or above.idx != seq >> 1:
            return False
        return above.hash == node_hash(left, right)

    def push(self, leaf: bytes | None) -> None:
        """Take this for the next leaf, and check the nodes it completes. None: nobody knows it any more."""
        node, index, level = leaf, self._size, 0
        while index & 1:
            node, index, level = self._parent(level, node, index), index >> 1, level + 1
        if level == len(self._lefts):
            self._lefts.append(None)
        self._lefts[level] = node
        self._size += 1

    def edge(self) -> tuple[bytes, ...] | None:
        """Return the right edge, largest subtree first; None where a leaf was not known."""
        nodes = [self._lefts[level] for level in reversed(range(len(self._lefts))) if self._size >> level & 1]
        known = tuple(node for node in nodes if node is not None)
        return known if len(known) == len(nodes) else None

    def end(self) -> None:
        """Report nodes that stand beyond the last leaf."""
        for level in range(len(self._levels) + 1):
            while (row := self._level(level).take()) is not None:
                self._strange(row)

    def _parent(self, level: int, right: bytes | None, index: int) -> bytes | None:
        left, above, idx = self._lefts[level], level + 1, index >> 1
        stored = self._take(above, idx)
        if left is None or right is None:
            return stored
        expected = node_hash(left, right)
        if stored != expected:
            what = "is missing" if stored is None else "is not the hash of its children"
            self._report("BAD_TREE", self._size, f"node {idx} of level {above} {what}")
        return expected

    def _take(self, level: int, idx: int) -> bytes | None:
        self._skip_strangers(level, idx)
        rows = self._level(level)
        if rows.next is None or rows.next.idx != idx:
            return None
        row = rows.take()
        return None if row is None else row.hash

    def _skip_strangers(self, level: int, idx: int) -> None:
        rows = self._level(level)
        while rows.next is not None and rows.next.idx < idx:
            self._strange(rows.next)
            rows.take()

    def _strange(self, row: NodeRow) -> None:
        says = f"node {row.idx} of level {row.level} has no place in the tree"
        self._report("BAD_TREE", row.idx << row.level, says)

    def _level(self, level: int) -> Ahead[NodeRow]:
        while level >= len(self._levels):
            self._levels.append(Ahead(self._store.node_rows(len(self._levels))))
        return self._levels[level]
