"""A published tree put together again from all its tiles, and the bytes of its entries beside them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ledger.entry import parse
from ledger.errors import Malformed
from ledger.finding import Finding
from ledger.log_errors import TreeBroken
from ledger.merkle import leaf_hash, root
from ledger.own_lines import Seal
from ledger.proofs import root_at
from ledger.published_log import PublishedLog, TileNodes
from ledger.tiles import HEIGHT, Tile, new_tiles

Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much

_NAMES_AN_ENTRY = re.compile(rb"\n(?:ref|with) ([0-9a-f-]{36})(?=\n)")
_IS_SEAL = b"\nkind seal\n"


@dataclass(slots=True)
class Gathered:
    """What a first reading of all entries tells the second one to remember.

    `named`: ids that a ref or with names. `sealed`: entries after which a seal says how all accounts stood.
    """

    named: set[str] = field(default_factory=set)
    sealed: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def rebuild_tree(log: PublishedLog, size: int, progress: Progress) -> bytes:
    """Return the root over all leaf hashes. Raises TreeBroken where a tile is not what lies below it."""
    below: list[bytes] = []
    roots: list[bytes] = []
    for tile in new_tiles(0, size):
        if tile.level and tile.index == 0:
            below, roots = roots, []
        hashes = log.hashes(tile)
        if tile.level and hashes != below[tile.start : tile.start + tile.width]:
            raise TreeBroken(f"{tile.path} is not what lies below it")
        if tile.is_full:
            roots.append(root(hashes))
        if tile.level == 0:
            progress("tree", tile.start + tile.width, size)
    return root_at(TileNodes(log, size), size)


def gather(log: PublishedLog, size: int, progress: Progress) -> Gathered:
    """Read every entry once and compare its bytes with its leaf."""
    gathered = Gathered()
    for start, hashes, entries in log.leaves(size):
        for seq, (leaf, data) in enumerate(zip(hashes, entries, strict=True), start):
            if leaf_hash(data) != leaf:
                says = "its bytes are not those that were hashed"
                gathered.findings.append(Finding("EDITED", seq, None, says))
            gathered.named.update(id_.decode("ascii") for id_ in _NAMES_AN_ENTRY.findall(data))
            if _IS_SEAL in data:
                gathered.sealed.update(_sealed_by(data))
        progress("entries", start + len(entries), size)
    return gathered


def _sealed_by(data: bytes) -> Iterator[int]:
    try:
        body = parse(data).body
    except Malformed:
        return  # the second reading says so
    if isinstance(body, Seal):
        yield body.at


def tile_of(seq: int, size: int) -> Tile:
    """Return the tile of level 0 that holds the leaf of an entry, in a log of `size`."""
    number = seq >> HEIGHT
    return Tile(0, number, min(1 << HEIGHT, size - (number << HEIGHT)))
