"""Tiles: the tree and the entries of a log cut into files that never change once they are full (C2SP tlog-tiles).

Tile N of level L holds the roots of the full subtrees 256 N to 256 N + 255 over 256^L leaves each; level 0 holds
leaf hashes. Entry bundle N holds the entries below tile N of level 0, each as a big-endian 16-bit length and its
bytes. The last tile of a level holds fewer; its path says how many:

    tile/0/x001/x234/067        tile 1234067 of level 0, full
    tile/1/012.p/17             17 hashes of tile 12 of level 1
    tile/entries/003            entries 768 to 1023
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.log_errors import MalformedTile

HEIGHT = 8  # levels of the tree in one tile
HASH_BYTES = 32
LENGTH_BYTES = 2
MAX_LEVEL = 63
MAX_INDEX = 2**63 - 1
ENTRIES = -1  # stands for the level of an entry bundle

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


def full_width() -> int:
    """Return how many hashes or entries a full tile holds: 256."""
    return 1 << HEIGHT


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile, or an entry bundle where `level` is ENTRIES. `width` is how many hashes or entries it holds."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        return tile_path(self.level, self.index, self.width)

    @property
    def is_full(self) -> bool:
        return self.width == full_width()

    @property
    def full(self) -> "Tile":
        """The same place once it is filled."""
        return Tile(self.level, self.index, full_width())

    @property
    def start(self) -> int:
        """The index within its level of the first hash or entry."""
        return self.index << HEIGHT

    @property
    def bundle(self) -> "Tile":
        """The entries below a tile of level 0."""
        return Tile(ENTRIES, self.index, self.width)


def tile_path(level: int, index: int, width: int = 256) -> str:
    """Return the path below the log's prefix. Raises MalformedTile where there is no such tile.

    >>> tile_path(0, 1234067), tile_path(ENTRIES, 0, 15)
    ('tile/0/x001/x234/067', 'tile/entries/000.p/15')
    """
    if not ENTRIES <= level <= MAX_LEVEL or not 0 <= index <= MAX_INDEX:
        raise MalformedTile(f"no tile {index} of level {level}")
    if not 1 <= width <= full_width():
        raise MalformedTile(f"width {width} is not between 1 and {full_width()}")
    rest, last = divmod(index, 1000)
    groups = [f"{last:03}"]
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(f"x{group:03}")
    name = "entries" if level == ENTRIES else str(level)
    suffix = "" if width == full_width() else f".p/{width}"
    return f"tile/{name}/{'/'.join(reversed(groups))}{suffix}"


def parse_tile_path(path: str) -> Tile:
    """Return the tile with this path. Raises MalformedTile unless `tile_path` writes exactly this."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise MalformedTile(f"{path[:80]!r} is no path of one")
    level, groups, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(groups.replace("/", "").replace("x", "")),
        full_width() if width is None else int(width),
    )
    if tile.path != path:
        raise MalformedTile(f"{path[:80]!r} is written another way")
    return tile


def new_tiles(old_size: int, new_size: int) -> Iterator[Tile]:
    """Yield the hash tiles of a log of `new_size` that one of `old_size` does not have, lowest level first."""
    level = 0
    while new_size >> level * HEIGHT:
        old_hashes, new_hashes = old_size >> level * HEIGHT, new_size >> level * HEIGHT
        full, width = divmod(new_hashes, full_width())
        if new_hashes > old_hashes:
            for index in range(old_hashes >> HEIGHT, full):
                yield Tile(level, index, full_width())
            if width:
                yield Tile(level, full, width)
        level += 1


def tile_over(level: int, index: int, size: int) -> tuple[Tile, int, int]:
    """Return where to find node `index` of `level` (0: leaves) of a tree with `size` leaves.

    The answer is a tile and a range of its hashes, from start to before stop: the node is the root over them.
    """
    tile_level, depth = divmod(level, HEIGHT)
    first = index << depth
    number = first >> HEIGHT
    width = min(full_width(), (size >> tile_level * HEIGHT) - (number << HEIGHT))
    start = first - (number << HEIGHT)
    return Tile(tile_level, number, width), start, start + (1 << depth)


def format_hashes(hashes: Sequence[bytes]) -> bytes:
    """Return the contents of a hash tile."""
    return b"".join(hashes)


def parse_hashes(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile that should hold so many. Raises MalformedTile."""
    if len(data) != width * HASH_BYTES:
        raise MalformedTile(f"{len(data)} bytes, want {width} hashes of {HASH_BYTES}")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def format_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the contents of an entry bundle."""
    for entry in entries:
        if len(entry) >> LENGTH_BYTES * 8:
            raise MalformedTile(f"an entry of {len(entry)} bytes does not go into a bundle")
    return b"".join(len(entry).to_bytes(LENGTH_BYTES, "big") + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the entries of a bundle that should hold so many. Raises MalformedTile."""
    entries, at = [], 0
    for number in range(width):
        start = at + LENGTH_BYTES
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise MalformedTile(f"the bundle ends within entry {number} of {width}")
        entries.append(data[start:at])
    if at != len(data):
        raise MalformedTile(f"the bundle goes on after entry {width - 1}")
    return entries


def cut(data: bytes, tile: Tile) -> bytes:
    """Return the contents of a partial tile from those it has had since it was filled. Raises MalformedTile."""
    if tile.level == ENTRIES:
        return format_bundle(parse_bundle(data, full_width())[: tile.width])
    return format_hashes(parse_hashes(data, full_width())[: tile.width])
