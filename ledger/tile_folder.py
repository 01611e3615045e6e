"""A log's public files in one folder, as any web server may serve them: tiles, entry bundles, checkpoint.

Every file is written beside its name, synced, and put in place by renaming; the folders are synced at the end. So
a process that is stopped leaves whole files or none. A file that stands is never changed: a full tile for ever, a
partial one until the full one stands. Each run writes what is new since the last checkpoint and reads nothing
that is written.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ledger.checkpoint import parse_checkpoint
from ledger.errors import IntegrityError
from ledger.note import split_note
from ledger.tiles import HEIGHT, Tile, cut, format_bundle, format_hashes, new_tiles

CHECKPOINT = "checkpoint"


class Runs(Protocol):
    """The tree's stored nodes, read by the run."""

    def read_run(self, level: int, start: int, stop: int) -> list[bytes]:
        """Return the hashes of one level from index `start` to before `stop`; IntegrityError where one is missing."""


class Entries(Protocol):
    """The entries' bytes, read by the run."""

    def entry_bytes(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Return seq and bytes of the entries from `start` up to but not including `stop`."""


class TileFolder:
    """The published files of one log. One process writes; it may be stopped at any moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._size: int | None = None  # how far the tiles are known to reach

    def checkpoint(self) -> bytes | None:
        """Return the checkpoint that is published, None before the first."""
        try:
            return (self._folder / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def read(self, tile: Tile) -> bytes | None:
        """Return the contents of a tile or bundle, also of one that has been filled since; None if not there."""
        try:
            return (self._folder / tile.path).read_bytes()
        except FileNotFoundError:
            return None if tile.is_full else self._read_from_full(tile)

    def _read_from_full(self, tile: Tile) -> bytes | None:
        data = self.read(tile.full)
        return None if data is None else cut(data, tile)

    def extend(self, nodes: Runs, entries: Entries, size: int) -> None:
        """Write the tiles and bundles that a log of `size` has and the published one has not. Durable on return.

        Raises IntegrityError where the published log is longer, or already holds something else in a place.
        """
        start = self._published_size() if self._size is None else self._size
        if size < start:
            raise IntegrityError(f"{self._folder} publishes {start} entries, the database holds {size}")
        written: list[Path] = []
        filled: list[Tile] = []
        for tile in new_tiles(start, size):
            written += self._write_tile(tile, nodes, entries)
            if tile.is_full:
                filled += [tile, tile.bundle] if tile.level == 0 else [tile]
        _sync_folders(self._folder, written)
        self._size = size
        for tile in filled:
            shutil.rmtree(self._folder / f"{tile.path}.p", ignore_errors=True)

    def publish(self, note: bytes) -> None:
        """Put a signed checkpoint in place of the last one, after its tiles. Durable on return."""
        size = _size_of(note)
        if size > (self._published_size() if self._size is None else self._size):
            raise IntegrityError(f"the tiles in {self._folder} do not reach to entry {size}")
        path = self._folder / CHECKPOINT
        _put(path, note)
        _sync_folders(self._folder, [path])

    def put(self, name: str, data: bytes) -> None:
        """Put a file beside the checkpoint, such as the log's keys. Durable on return; the same bytes cost nothing."""
        path = self._folder / name
        if not path.exists() or path.read_bytes() != data:
            _put(path, data)
            _sync_folders(self._folder, [path])

    def _published_size(self) -> int:
        note = self.checkpoint()
        return 0 if note is None else _size_of(note)

    def _write_tile(self, tile: Tile, nodes: Runs, entries: Entries) -> Iterator[Path]:
        hashes = nodes.read_run(tile.level * HEIGHT, tile.start, tile.start + tile.width)
        yield from self._write(tile, format_hashes(hashes))
        if tile.level == 0:
            bundle = [data for _, data in entries.entry_bytes(tile.start, tile.start + tile.width)]
            if len(bundle) != tile.width:
                raise IntegrityError(f"the database lacks entries after {tile.start}")
            yield from self._write(tile.bundle, format_bundle(bundle))

    def _write(self, tile: Tile, data: bytes) -> Iterator[Path]:
        path = self._folder / tile.path
        if path.exists():  # a process before this one was stopped before it could publish
            if path.read_bytes() != data:
                raise IntegrityError(f"{path} already holds something else")
            return
        _put(path, data)
        yield path


def _size_of(note: bytes) -> int:
    return parse_checkpoint(split_note(note)[0]).size


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _sync_folders(top: Path, written: list[Path]) -> None:
    """Make the names of new files durable, and those of the folders that may be new above them."""
    folders = {parent for path in written for parent in path.parents if parent.is_relative_to(top)}
    for folder in sorted(folders, reverse=True):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
