"""Proofs from stored subtrees: the same as from the leaves, with few reads at any size."""

import pytest

from ledger import merkle, proofs
from ledger.errors import IntegrityError, ProofError
from ledger.sql_nodes import SqlNodes
from tests.ledger.desk import BOOK, LI, WANG, desk_at
from tests.ledger.signers import leaves
from tests.ledger.trees import TreeInMemory

LARGE = 300


@pytest.fixture(scope="module")
def all_leaves() -> list[bytes]:
    return leaves(LARGE)


@pytest.fixture(scope="module")
def tree(all_leaves) -> TreeInMemory:
    return TreeInMemory(all_leaves)


def test_roots_of_every_size_are_those_of_the_leaves(tree, all_leaves):
    roots = [proofs.root_at(tree, size) for size in range(LARGE + 1)]

    assert roots == [merkle.root(all_leaves[:size]) for size in range(LARGE + 1)]


def test_every_leaf_of_every_size_has_a_proof(tree, all_leaves):
    roots = [merkle.root(all_leaves[:size]) for size in range(LARGE + 1)]

    for size in range(1, LARGE + 1):
        for index in range(size):
            proof = proofs.prove_inclusion(tree, index, size)
            merkle.check_inclusion(all_leaves[index], index, size, proof, roots[size])


def test_every_size_has_a_proof_from_every_smaller_one(tree, all_leaves):
    roots = [merkle.root(all_leaves[:size]) for size in range(LARGE + 1)]

    for new in range(LARGE + 1):
        for old in range(new + 1):
            proof = proofs.prove_consistency(tree, old, new)
            merkle.check_consistency(old, new, proof, roots[old], roots[new])


@pytest.mark.parametrize("size", [1, 2, 63, 64, 65, LARGE])
def test_they_are_the_proofs_made_from_all_leaves(size, tree, all_leaves):
    for place in range(size):
        from_leaves = merkle.prove_inclusion(place, all_leaves[:size])
        assert proofs.prove_inclusion(tree, place, size) == from_leaves
        grown = merkle.prove_consistency(place, all_leaves[:size])
        assert proofs.prove_consistency(tree, place, size) == grown


class Counted:
    """Nodes of a tree of any size; only how many are read matters."""

    def __init__(self) -> None:
        self.reads = 0

    def read_nodes(self, places):
        self.reads += len(places)
        return [bytes(32)] * len(places)


def test_a_proof_reads_a_few_dozen_hashes_at_any_size():
    size = 10_000_019
    for index in (0, size // 3, size - 1):
        nodes = Counted()
        proofs.prove_inclusion(nodes, index, size)
        proofs.prove_consistency(nodes, index, size)
        assert 0 < nodes.reads < 96


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3), (4, 3)])
def test_there_is_no_proof_of_what_is_not_in_the_tree(index, size, tree):
    with pytest.raises(ProofError):
        proofs.prove_inclusion(tree, index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_a_tree_does_not_shrink(old, new, tree):
    with pytest.raises(ProofError):
        proofs.prove_consistency(tree, old, new)


@pytest.mark.both_engines
def test_the_database_gives_the_nodes_of_its_book(engine):
    with desk_at(engine) as desk:
        desk.open()
        for _ in range(20):
            desk.transfer(WANG, LI, 1)
        head = desk.book.head()

    with engine.connect() as connection:
        nodes = SqlNodes(connection, BOOK)
        hashes = nodes.read_run(0, 0, head.size)
        assert proofs.root_at(nodes, head.size) == head.root == merkle.root(hashes)
        for index in range(head.size):
            assert proofs.prove_inclusion(nodes, index, head.size) == merkle.prove_inclusion(index, hashes)
            assert proofs.prove_consistency(nodes, index, head.size) == merkle.prove_consistency(
                index, hashes
            )
        assert nodes.read_nodes([]) == []


@pytest.mark.both_engines
def test_a_node_that_is_missing_is_not_passed_over(engine):
    with desk_at(engine) as desk:
        desk.open()

    with engine.connect() as connection:
        nodes = SqlNodes(connection, BOOK)
        with pytest.raises(IntegrityError):
            nodes.read_nodes([(0, 0), (0, 3)])
        with pytest.raises(IntegrityError):
            nodes.read_run(0, 0, 4)
        with pytest.raises(IntegrityError):
            SqlNodes(connection, "450126").read_nodes([(0, 0)])
