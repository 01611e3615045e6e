"""Rows of a stream that can be looked at before they are taken."""

from collections.abc import Iterator
from itertools import islice
from typing import Generic, TypeVar

Row = TypeVar("Row")

FETCHED = 1000  # rows read from the stream at once


class Ahead(Generic[Row]):
    """A stream with its next rows in sight. Holds no more of them than were looked at, and one fetch."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._seen: list[Row] = []
        self._at = 0

    @property
    def next(self) -> Row | None:
        """The row that comes next, None at the end."""
        return next(iter(self.look(1)), None)

    def look(self, count: int) -> list[Row]:
        """Return the next rows without taking them: so many, or as many as are left."""
        if len(self._seen) - self._at < count:
            self._seen = self._seen[self._at :]
            self._seen += islice(self._rows, max(count, FETCHED))
            self._at = 0
        return self._seen[self._at : self._at + count]

    def skip(self, count: int) -> None:
        """Take so many rows, which were looked at before."""
        self._at += count

    def take(self) -> Row | None:
        """Return the next row and go on behind it; None at the end."""
        row = self.next
        if row is not None:
            self._at += 1
        return row
