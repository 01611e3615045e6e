"""The high-water mark of a book: the last checkpoint signed, in a small file of its own.

It lies outside the database and in no backup, so that a database put back from last week is found out: the mark
does not go back with it. It only ever moves by compare-and-set, and whoever signs holds it from the first check to
the publication: two processes with one mark never sign two trees of one size.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from timebank.durable import put_file
from timebank.locks import file_lock


class HighWaterMoved(Exception):
    """Somebody has moved the mark without holding it; what was signed was checked against another one."""


class HighWater:
    """The mark in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes | None:
        """Return the signed checkpoint that is the mark, None where there is no file."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from signing for the time of the block, waiting for those who do."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file_lock(self._path.with_name(f"{self._path.name}.lock")):
            yield

    def move(self, last: bytes | None, note: bytes) -> None:
        """Put a signed checkpoint in place of `last`, while the mark is held. Durable on return.

        Raises:
            HighWaterMoved: the mark is no longer `last`.
        """
        if self.read() != last:
            raise HighWaterMoved(str(self._path))
        put_file(self._path, note)
