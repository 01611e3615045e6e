"""The stored tree against the leaves: every node of every level is there, right, and no more than that."""

from collections.abc import Callable, Sequence

from ledger.ahead import Ahead
from ledger.merkle import node_hash
from ledger.rows import NodeRow
from ledger.store import Records

Candidates = tuple[bytes, ...]  # hashes a node may have had; none: nobody knows
Report = Callable[[str, int | None, str], None]  # kind, seq, what is wrong


class TreeCheck:
    """Walks all levels in step with the leaves, so that memory stays flat.

    A node that differs from its children is reported, and whether it or they were changed is left open: both
    hashes are candidates, until the node above them was made with one.
    """

    def __init__(self, store: Records, report: Report) -> None:
        self._store = store
        self._report = report
        self._levels: list[Ahead[NodeRow]] = []
        self._lefts: list[Candidates] = []
        self._size = 0

    def take_leaf(self, seq: int) -> bytes | None:
        """Take the stored leaf hash of an entry, None if it is missing. In order of seq."""
        return self._take(0, seq)

    def next_leaf(self, seq: int) -> bytes | None:
        """Return the stored leaf hash that comes next if it is that of entry `seq`."""
        row = self._level(0).next
        return row.hash if row is not None and row.idx == seq and type(row.hash) is bytes else None

    def holds(self, seq: int, leaf: bytes) -> bool:
        """Tell whether the node above leaf `seq`, the next to be pushed, was made with this hash."""
        right = self.next_leaf(seq + 1)
        pairs = [(left, leaf) for left in self._lefts[0]] if seq & 1 else [(leaf, right)] if right else []
        above = self._level(1).next
        return (
            above is not None and above.idx == seq >> 1 and above.hash in [node_hash(*pair) for pair in pairs]
        )

    def push(self, leaf: bytes | None) -> None:
        """Take this for the next leaf, and check the nodes it completes. None: nobody knows it any more."""
        node: Candidates = () if leaf is None else (leaf,)
        index, level = self._size, 0
        while index & 1:
            node, index, level = self._parent(level, node, index), index >> 1, level + 1
        if level == len(self._lefts):
            self._lefts.append(())
        self._lefts[level] = node
        self._size += 1

    def push_all(self, leaves: Sequence[bytes]) -> bool:
        """Take these for the next leaves if every stored node they complete is right, else take none of them."""
        lefts, taken = list(self._lefts), list[int]()
        nodes, start = list(leaves), self._size
        while nodes:
            level = len(taken)
            stored = self._level(level).look(len(nodes))
            if [row.idx for row in stored] != list(range(start, start + len(nodes))):
                return False
            if [row.hash for row in stored] != nodes:
                return False
            taken.append(len(nodes))
            if level == len(lefts):
                lefts.append(())
            if start & 1:
                if len(lefts[level]) != 1:
                    return False  # a node that differed before: its parent needs a closer look
                nodes = [*lefts[level], *nodes]
            if len(nodes) & 1:
                lefts[level] = (nodes[-1],)
            nodes = [node_hash(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=False)]
            start >>= 1
        for level, count in enumerate(taken):
            self._level(level).skip(count)
        self._lefts = lefts
        self._size += len(leaves)
        return True

    def has_edge(self, edge: tuple[bytes, ...]) -> bool:
        """Tell whether this may be the right edge, largest subtree first."""
        levels = [level for level in reversed(range(len(self._lefts))) if self._size >> level & 1]
        return len(levels) == len(edge) and all(
            node in self._lefts[level] or not self._lefts[level]
            for node, level in zip(edge, levels, strict=True)
        )

    def end(self) -> None:
        """Report nodes that stand beyond the last leaf."""
        for level in range(len(self._levels) + 1):
            while (row := self._level(level).take()) is not None:
                self._strange(row)

    def _parent(self, level: int, rights: Candidates, index: int) -> Candidates:
        above, idx = level + 1, index >> 1
        stored = self._take(above, idx)
        expected = [node_hash(left, right) for left in self._lefts[level] for right in rights]
        if not expected or stored in expected:
            return () if stored is None else (stored,)
        what = "is missing" if stored is None else "is not the hash of its children"
        self._report("BAD_TREE", self._size, f"node {idx} of level {above} {what}")
        return (expected[0],) if stored is None else (expected[0], stored)

    def _take(self, level: int, idx: int) -> bytes | None:
        self._skip_strangers(level, idx)
        rows = self._level(level)
        if rows.next is None or rows.next.idx != idx:
            return None
        row = rows.take()
        return row.hash if row is not None and type(row.hash) is bytes else None

    def _skip_strangers(self, level: int, idx: int) -> None:
        rows = self._level(level)
        while (row := rows.next) is not None and (type(row.idx) is not int or row.idx < idx):
            self._strange(row)
            rows.take()

    def _strange(self, row: NodeRow) -> None:
        says = f"node {row.idx!r} of level {row.level} has no place in the tree"
        self._report("BAD_TREE", row.idx << row.level if type(row.idx) is int else None, says)

    def _level(self, level: int) -> Ahead[NodeRow]:
        while level >= len(self._levels):
            self._levels.append(Ahead(self._store.node_rows(len(self._levels))))
        return self._levels[level]
