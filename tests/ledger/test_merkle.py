"""The tree against a naive reading of RFC 6962 §2.1, and its proofs against every flipped bit."""

import pytest

from ledger import merkle
from ledger.errors import ProofError

EXHAUSTIVE = 64
LARGE = 300


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(b"entry %d" % number) for number in range(count)]


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH(D[n]), RFC 6962 §2.1, with the split found by trying."""
    if not hashes:
        return merkle.EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return merkle.node_hash(naive_root(hashes[:k]), naive_root(hashes[k:]))


@pytest.fixture(scope="module")
def all_leaves() -> list[bytes]:
    return leaves(LARGE)


@pytest.fixture(scope="module")
def roots(all_leaves: list[bytes]) -> list[bytes]:
    return [naive_root(all_leaves[:size]) for size in range(LARGE + 1)]


def test_its_roots_are_those_of_the_definition(all_leaves, roots):
    assert [merkle.root(all_leaves[:size]) for size in range(LARGE + 1)] == roots


def test_growing_by_the_edge_gives_the_same_roots_and_every_full_subtree(all_leaves, roots):
    edge = ()
    nodes = {}
    for size, leaf in enumerate(all_leaves):
        edge, completed = merkle.grow(edge, size, leaf)
        nodes |= {(level, size >> level): node for level, node in enumerate(completed, 1)}
        assert merkle.edge_root(edge) == roots[size + 1]

    assert nodes == {
        (level, idx): naive_root(all_leaves[idx << level : (idx + 1) << level])
        for level in range(1, LARGE.bit_length())
        for idx in range(LARGE >> level)
    }


def test_every_leaf_of_every_size_has_a_proof(all_leaves, roots):
    for size in range(1, EXHAUSTIVE + 1):
        for index in range(size):
            proof = merkle.prove_inclusion(index, all_leaves[:size])
            merkle.check_inclusion(all_leaves[index], index, size, proof, roots[size])


def test_every_size_has_a_proof_from_every_smaller_one(all_leaves, roots):
    for new in range(EXHAUSTIVE + 1):
        for old in range(new + 1):
            proof = merkle.prove_consistency(old, all_leaves[:new])
            merkle.check_consistency(old, new, proof, roots[old], roots[new])


@pytest.mark.parametrize("size", [255, 256, 257, LARGE])
def test_large_trees_have_their_proofs(size, all_leaves, roots):
    for index in range(0, size, 7):
        proof = merkle.prove_inclusion(index, all_leaves[:size])
        merkle.check_inclusion(all_leaves[index], index, size, proof, roots[size])
        proof = merkle.prove_consistency(index, all_leaves[:size])
        merkle.check_consistency(index, size, proof, roots[index], roots[size])


def flips(hashes: list[bytes]):
    """Yield the list with each bit of the first and last byte of each hash flipped, one at a time."""
    for place, value in enumerate(hashes):
        for byte in (0, 31):
            for bit in range(8):
                changed = bytearray(value)
                changed[byte] ^= 1 << bit
                yield [*hashes[:place], bytes(changed), *hashes[place + 1 :]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_a_flipped_bit_is_refused(size, all_leaves, roots):
    for index in range(size):
        proof = merkle.prove_inclusion(index, all_leaves[:size])
        for leaf, root, *changed in flips([all_leaves[index], roots[size], *proof]):
            with pytest.raises(ProofError):
                merkle.check_inclusion(leaf, index, size, changed, root)
    for old in range(1, size):
        proof = merkle.prove_consistency(old, all_leaves[:size])
        for old_root, new_root, *changed in flips([roots[old], roots[size], *proof]):
            with pytest.raises(ProofError):
                merkle.check_consistency(old, size, changed, old_root, new_root)


@pytest.mark.parametrize("size", range(1, 18))
def test_a_proof_holds_for_no_other_place_and_no_longer_or_shorter(size, all_leaves, roots):
    for index in range(size):
        proof = merkle.prove_inclusion(index, all_leaves[:size])
        wrong = [(other, proof) for other in range(size) if other != index]
        wrong += [(index, [*proof, roots[1]]), *([(index, proof[:-1])] if proof else [])]
        for place, hashes in wrong:
            with pytest.raises(ProofError):
                merkle.check_inclusion(all_leaves[index], place, size, hashes, roots[size])
    for old in range(1, size):
        proof = merkle.prove_consistency(old, all_leaves[:size])
        for hashes in ([*proof, roots[1]], proof[:-1], []):
            with pytest.raises(ProofError):
                merkle.check_consistency(old, size, hashes, roots[old], roots[size])


H = bytes(32)


@pytest.mark.parametrize(
    "call",
    [
        lambda: merkle.root([b"short"]),
        lambda: merkle.root(None),
        lambda: merkle.root(["x" * 32]),
        lambda: merkle.prove_inclusion(0, []),
        lambda: merkle.prove_inclusion(1, [H]),
        lambda: merkle.prove_inclusion(-1, [H]),
        lambda: merkle.prove_inclusion("0", [H]),
        lambda: merkle.prove_inclusion(True, [H, H]),
        lambda: merkle.prove_consistency(2, [H]),
        lambda: merkle.prove_consistency(-1, [H]),
        lambda: merkle.check_inclusion(H, 0, 1, None, H),
        lambda: merkle.check_inclusion(H, 0, 1, [None], H),
        lambda: merkle.check_inclusion(H, 0, 0, [], H),
        lambda: merkle.check_inclusion(H, 0.0, 1, [], H),
        lambda: merkle.check_inclusion(H, 1, 1, [], H),
        lambda: merkle.check_inclusion(H, 0, 1, [], H + H),
        lambda: merkle.check_consistency(2, 1, [], H, H),
        lambda: merkle.check_consistency(1, 1, [H], H, H),
        lambda: merkle.check_consistency(1, 1, [], H, H[::-1][:31] + b"x"),
        lambda: merkle.check_consistency(0, 1, [], H, H),
        lambda: merkle.check_consistency(0, 1, [H], merkle.EMPTY_ROOT, H),
        lambda: merkle.check_consistency(1, "2", [H], H, H),
    ],
)
def test_what_is_malformed_is_one_of_our_errors(call):
    with pytest.raises(ProofError):
        call()
