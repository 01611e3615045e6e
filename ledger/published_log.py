"""A log as somebody else serves it: its files in checked form, kept in a folder of one's own once they were read.

That folder holds the same files at the same paths, so that work that was broken off goes on where it stopped, and
the copy can itself be read, checked and served.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from ledger.log_errors import MalformedTile, NotPublished
from ledger.log_source import LogSource
from ledger.merkle import root
from ledger.note import MAX_NOTE_BYTES
from ledger.proofs import Place
from ledger.tiles import (
    ENTRIES,
    HASH_BYTES,
    LENGTH_BYTES,
    Tile,
    cut,
    full_width,
    new_tiles,
    parse_bundle,
    parse_hashes,
    tile_over,
)

Contents = TypeVar("Contents")

MAX_ENTRY_BYTES = 65_535
KEPT_TILES = 64


class PublishedLog:
    """The tiles and entries of a log. Their form is checked, their truth is not."""

    def __init__(self, source: LogSource, copy: Path | None = None) -> None:
        self._source = source
        self._copy = copy

    def checkpoint(self) -> bytes:
        """Return the note that is served as the newest checkpoint."""
        return self._source.read("checkpoint", MAX_NOTE_BYTES)

    def hashes(self, tile: Tile) -> list[bytes]:
        """Return the hashes of a tile."""
        return self._contents(tile, parse_hashes)

    def entries(self, tile: Tile) -> list[bytes]:
        """Return the entries of a bundle."""
        return self._contents(tile, parse_bundle)

    def leaves(self, size: int) -> Iterator[tuple[int, list[bytes], list[bytes]]]:
        """Yield the first seq, the leaf hashes and the entries of each bundle of a log of `size`."""
        for tile in new_tiles(0, size):
            if tile.level == 0:
                yield tile.start, self.hashes(tile), self.entries(tile.bundle)

    def _contents(self, tile: Tile, parse: Callable[[bytes, int], Contents]) -> Contents:
        if self._copy is not None and (kept := _kept(self._copy / tile.path, tile, parse)) is not None:
            return kept
        data = self._fetch(tile)
        try:
            contents = parse(data, tile.width)
        except MalformedTile as error:
            raise MalformedTile(f"{tile.path} at {self._source.place}: {error.reason}") from error
        if self._copy is not None:
            _keep(self._copy / tile.path, data)
        return contents

    def _fetch(self, tile: Tile) -> bytes:
        """Return a tile's bytes; a partial one that is gone may have been filled meanwhile."""
        try:
            return self._source.read(tile.path, _most_bytes(tile))
        except NotPublished:
            if tile.is_full:
                raise
            try:
                full = self._source.read(tile.full.path, _most_bytes(tile.full))
            except NotPublished:
                full = None
            if full is None:
                raise
            return cut(full, tile)


class TileNodes:
    """The nodes of a published tree of one size, for roots and proofs. Keeps the guarantees of `Nodes`."""

    def __init__(self, log: PublishedLog, size: int) -> None:
        self._log = log
        self._size = size
        self._kept: dict[Tile, list[bytes]] = {}

    def read_nodes(self, places: Sequence[Place]) -> list[bytes]:
        return [self._node(level, index) for level, index in places]

    def _node(self, level: int, index: int) -> bytes:
        tile, start, stop = tile_over(level, index, self._size)
        if tile not in self._kept:
            if len(self._kept) == KEPT_TILES:
                self._kept.clear()
            self._kept[tile] = self._log.hashes(tile)
        return root(self._kept[tile][start:stop])


def _most_bytes(tile: Tile) -> int:
    """Return the most bytes a tile or bundle can have."""
    if tile.level == ENTRIES:
        return full_width() * (LENGTH_BYTES + MAX_ENTRY_BYTES)
    return full_width() * HASH_BYTES


def _kept(path: Path, tile: Tile, parse: Callable[[bytes, int], Contents]) -> Contents | None:
    """Return what was kept, None if nothing was or a power cut has left it torn."""
    try:
        return parse(path.read_bytes(), tile.width)
    except (OSError, MalformedTile):
        return None


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
