"""The Merkle tree of RFC 6962 §2.1: leaf and node hashes, roots, and proofs of inclusion and consistency.

Proofs are made by the recursive definition (RFC 6962 §2.1.1 and §2.1.2) and checked by the iterative
algorithms (RFC 9162 §2.1.3.2 and §2.1.4.2): two codings that share nothing but the two hashes.
A hash that is not 32 bytes is a ProofError, and so is every other malformed input.
"""

import hashlib
from collections.abc import Sequence

from ledger.errors import ProofError

EMPTY_ROOT = (
    hashlib.sha256().digest()
)  # RFC 6962 §2.1: the hash of an empty list is the hash of an empty string


def leaf_hash(data: bytes) -> bytes:
    """Return SHA-256(0x00 || data), RFC 6962 §2.1."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right), RFC 6962 §2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes, in time linear in their number."""
    _require_hashes(leaf_hashes)
    return _range_root(leaf_hashes, 0, len(leaf_hashes))


def grow(edge: tuple[bytes, ...], size: int, leaf: bytes) -> tuple[tuple[bytes, ...], list[bytes]]:
    """Append a leaf to a tree of `size` leaves, of which only the right edge is known.

    The edge holds the roots of the tree's full subtrees, largest first. Returns the new edge and the nodes
    that the leaf completed: that of level 1 first, then of level 2 …; at each level its index is
    `size >> level`.
    """
    completed = []
    node = leaf
    kept = len(edge)
    while size & 1:  # each trailing one bit of the size is a full subtree that now gets its right sibling
        kept -= 1
        node = node_hash(edge[kept], node)
        completed.append(node)
        size >>= 1
    return (*edge[:kept], node), completed


def edge_root(edge: Sequence[bytes]) -> bytes:
    """Return the root of the tree with this right edge (as `grow` gives it)."""
    if not edge:
        return EMPTY_ROOT
    result = edge[-1]
    for subtree in reversed(edge[:-1]):
        result = node_hash(subtree, result)
    return result


def prove_inclusion(index: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """Return PATH(index, D[n]) of RFC 6962 §2.1.1: the siblings from the leaf up to the root."""
    _require_hashes(leaf_hashes)
    if not _is_number(index) or index >= len(leaf_hashes):
        raise ProofError(f"no leaf {index!r} among {len(leaf_hashes)}")
    return _path(index, leaf_hashes, 0, len(leaf_hashes))


def _path(index: int, leaves: Sequence[bytes], start: int, stop: int) -> list[bytes]:
    if stop - start == 1:
        return []
    middle = start + _split(stop - start)
    if index < middle:
        return [*_path(index, leaves, start, middle), _range_root(leaves, middle, stop)]
    return [*_path(index, leaves, middle, stop), _range_root(leaves, start, middle)]


def check_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return if the leaf stands at `index` of the tree with this size and root, else raise ProofError.

    RFC 9162 §2.1.3.2; the step numbers are those of the RFC.
    """
    _require_hashes([leaf_hash, root])
    _require_hashes(proof)
    if not _is_number(index) or not _is_number(size) or index >= size:  # 1
        raise ProofError(f"no leaf {index!r} in a tree of {size!r}")
    fn, sn, r = index, size - 1, leaf_hash  # 2, 3
    for p in proof:  # 4
        if sn == 0:  # 4.1
            raise ProofError("longer than the way to the root")
        if fn & 1 or fn == sn:  # 4.2
            r = node_hash(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1  # 4.3
    if sn != 0:  # 5
        raise ProofError("shorter than the way to the root")
    if r != root:
        raise ProofError("it leads to another root")


def prove_consistency(old_size: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """Return PROOF(m, D[n]) of RFC 6962 §2.1.2: that the first `old_size` leaves stand unchanged."""
    _require_hashes(leaf_hashes)
    if not _is_number(old_size) or old_size > len(leaf_hashes):
        raise ProofError(f"no tree of {old_size!r} in one of {len(leaf_hashes)}")
    if old_size == 0:  # every tree extends the empty one; there is nothing to show
        return []
    return _subproof(old_size, leaf_hashes, 0, len(leaf_hashes), known=True)


def _subproof(old_stop: int, leaves: Sequence[bytes], start: int, stop: int, *, known: bool) -> list[bytes]:
    """SUBPROOF(m, D[start:stop], b) of RFC 6962 §2.1.2; `known`: the checker holds this subtree's root."""
    if old_stop == stop:
        return [] if known else [_range_root(leaves, start, stop)]
    middle = start + _split(stop - start)
    if old_stop <= middle:
        return [
            *_subproof(old_stop, leaves, start, middle, known=known),
            _range_root(leaves, middle, stop),
        ]
    return [*_subproof(old_stop, leaves, middle, stop, known=False), _range_root(leaves, start, middle)]


def check_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Return if the new tree begins with the old one, else raise ProofError.

    RFC 9162 §2.1.4.2; the step numbers are those of the RFC, which leaves the first two cases to the caller.
    """
    _require_hashes([old_root, new_root])
    _require_hashes(proof)
    if not _is_number(old_size) or not _is_number(new_size) or old_size > new_size:
        raise ProofError(f"a tree of {new_size!r} cannot extend one of {old_size!r}")
    if old_size in (0, new_size):
        _check_trivial_consistency(old_size, new_size, proof, old_root, new_root)
        return
    if not proof:  # 1
        raise ProofError("it is empty")
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]  # 2: old_size a power of two
    fn, sn = old_size - 1, new_size - 1  # 3
    while fn & 1:  # 4
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]  # 5
    for c in path[1:]:  # 6
        if sn == 0:  # 6.1
            raise ProofError("longer than the way to the root")
        if fn & 1 or fn == sn:  # 6.2
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1  # 6.3
    if sn != 0:  # 7
        raise ProofError("shorter than the way to the root")
    if fr != old_root:
        raise ProofError("it leads to another old root")
    if sr != new_root:
        raise ProofError("it leads to another new root")


def _check_trivial_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """An empty tree is the beginning of every tree, and every tree of itself, both without a proof."""
    if proof:
        raise ProofError("there is nothing to prove")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise ProofError("the root of the empty tree is another")
    if old_size == new_size and old_root != new_root:
        raise ProofError("two roots for one size")


def _split(size: int) -> int:
    """Return the largest power of two below `size` (RFC 6962 §2.1: k < n <= 2k)."""
    return 1 << (size - 1).bit_length() - 1


def _range_root(leaves: Sequence[bytes], start: int, stop: int) -> bytes:
    edge: tuple[bytes, ...] = ()
    for size, index in enumerate(range(start, stop)):
        edge, _ = grow(edge, size, leaves[index])
    return edge_root(edge)


def _is_number(value: object) -> bool:
    return type(value) is int and value >= 0


def _require_hashes(hashes: Sequence[bytes]) -> None:
    if not isinstance(hashes, Sequence):
        raise ProofError("want a sequence of hashes")
    for value in hashes:
        if type(value) is not bytes or len(value) != 32:
            raise ProofError("a hash has 32 bytes")
