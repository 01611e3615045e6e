"""Trees that are kept in a dictionary: nodes for proofs and tiles without a database."""

from ledger import merkle
from ledger.errors import IntegrityError


class TreeInMemory:
    """Every full subtree over these leaf hashes, and how many of them were asked for."""

    def __init__(self, leaf_hashes: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.reads = 0
        level, hashes = 0, list(leaf_hashes)
        while hashes:
            self.nodes |= {(level, index): value for index, value in enumerate(hashes)}
            pairs = zip(hashes[::2], hashes[1::2], strict=False)
            level, hashes = level + 1, [merkle.node_hash(*pair) for pair in pairs]

    def read_nodes(self, places):
        self.reads += len(places)
        try:
            return [self.nodes[place] for place in places]
        except KeyError as error:
            raise IntegrityError(f"no node {error}") from error

    def read_run(self, level, start, stop):
        return self.read_nodes([(level, index) for index in range(start, stop)])
