"""What a log makes sure of before it signs a new head: that it extends the last one signed, seen in two ways.

The stored subtrees give a consistency proof, which is checked as any stranger would check it. And the root is made
anew from the bytes of the new entries, without any stored hash of theirs: a bit that flipped between an entry and
its leaf hash would be signed for ever.
"""

from collections.abc import Iterator

from ledger.checkpoint import Checkpoint
from ledger.errors import IntegrityError, ProofError
from ledger.log_errors import HistoryChanged, LogWentBack
from ledger.merkle import check_consistency, edge_root, grow, leaf_hash
from ledger.proofs import Nodes, Place, prove_consistency, root_at
from ledger.tile_folder import Entries


def check_extends(nodes: Nodes, old: Checkpoint, new: Checkpoint) -> None:
    """Return if the tree of `new` extends that of `old`; both are of one log.

    Raises:
        LogWentBack: it is shorter.
        HistoryChanged: it has another past.
        IntegrityError: nodes are missing, or do not lead to the root of `new`.
    """
    if new.size < old.size:
        raise LogWentBack(old.size, new.size)
    if root_at(nodes, new.size) != new.root:
        raise IntegrityError(f"the stored nodes of {new.size} entries lead to another root than the head")
    try:
        check_consistency(
            old.size, new.size, prove_consistency(nodes, old.size, new.size), old.root, new.root
        )
    except ProofError as error:
        raise HistoryChanged(old.size, new.size) from error


def check_bytes(nodes: Nodes, entries: Entries, old_size: int, new: Checkpoint) -> None:
    """Return if the entries after the first `old_size` lead to the root of `new`. Reads and hashes each of them.

    Raises IntegrityError: an entry is missing, or is not what was hashed when it was appended.
    """
    edge = tuple(nodes.read_nodes(list(_edge(old_size))))
    size = old_size
    for seq, data in entries.entry_bytes(old_size, new.size):
        if seq != size:
            break
        edge, _ = grow(edge, size, leaf_hash(data))
        size += 1
    if size != new.size:
        raise IntegrityError(f"entry {size} is missing")
    if edge_root(edge) != new.root:
        raise IntegrityError(f"the entries {old_size} to {new.size - 1} are not those that were hashed")


def _edge(size: int) -> Iterator[Place]:
    """Yield the full subtrees of a tree of `size`, largest first: one for each one bit."""
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, (size >> level) - 1
