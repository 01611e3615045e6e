"""Entry bytes kept a second time, in append-only files outside the database.

A folder of bundles as C2SP tlog-tiles lays them out: bundle N holds the entries 256·N to 256·N+255, each as a
big-endian 16-bit length and its bytes, at `tile/entries/<N>` with N in groups of three digits, all but the last
prefixed `x` (bundle 1234067 is `x001/x234/067`). A bundle grows by appending until it is full and is never
changed again. From these files a database that was restored from a backup gets back what it lacks.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from ledger.errors import IntegrityError
from ledger.store import Store

BUNDLE_ENTRIES = 256
LENGTH_BYTES = 2


def bundle_path(number: int) -> str:
    """Return the path of a bundle below the folder.

    >>> bundle_path(1234067)
    'tile/entries/x001/x234/067'
    """
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    return "/".join(["tile/entries", *reversed(groups)])


class EntryFiles:
    """The bundles in one folder. One process writes; it may be stopped at any moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._size: int | None = None  # whole entries in the files, once this process has made sure

    def size(self) -> int:
        """Return how many whole entries the files hold."""
        number = self._last_bundle()
        if number is None:
            return 0
        return number * BUNDLE_ENTRIES + len(_split(self._path(number).read_bytes())[0])

    def catch_up(self, store: Store) -> int:
        """Append what the files lack of the book, and return their size. Durable on return.

        A torn tail, left when an earlier writer was stopped, is cut off first. Files that hold more than the
        book, or that end with another entry than it has there, raise IntegrityError: then the database is older than
        they are, or was.
        """
        size = store.head().size
        known = self._mend() if self._size is None else self._size
        if known > size:
            raise IntegrityError(f"the files hold {known} entries of book {store.book}, the database {size}")
        if self._size is None and known:
            self._require_same(store, known - 1)
        self._size = known
        while self._size < size:
            number = self._size // BUNDLE_ENTRIES
            stop = min(size, (number + 1) * BUNDLE_ENTRIES)
            frames = [_frame(data) for _, data in store.entry_bytes(self._size, stop)]
            if len(frames) != stop - self._size:
                raise IntegrityError(f"book {store.book} lacks entries between {self._size} and {stop}")
            start, self._size = self._size, None  # until the append has succeeded nobody knows
            self._append(number, b"".join(frames), is_new=start % BUNDLE_ENTRIES == 0)
            self._size = stop
        return size

    def read(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield seq and bytes of the entries from `start` on. A torn tail is left out."""
        number = start // BUNDLE_ENTRIES
        while (path := self._path(number)).exists():
            entries, _ = _split(path.read_bytes())
            for place, data in enumerate(entries):
                if (seq := number * BUNDLE_ENTRIES + place) >= start:
                    yield seq, data
            if len(entries) < BUNDLE_ENTRIES:
                return
            number += 1

    def _require_same(self, store: Store, seq: int) -> None:
        if list(self.read(seq)) != list(store.entry_bytes(seq, seq + 1)):
            raise IntegrityError(
                f"entry {seq} of book {store.book} is another in the files than in the database"
            )

    def _mend(self) -> int:
        """Cut a torn tail off the last bundle and return the number of whole entries."""
        number = self._last_bundle()
        if number is None:
            return 0
        path = self._path(number)
        entries, whole = _split(path.read_bytes())
        if whole != path.stat().st_size:
            os.truncate(path, whole)
        return number * BUNDLE_ENTRIES + len(entries)

    def _append(self, number: int, data: bytes, *, is_new: bool) -> None:
        path = self._path(number)
        if is_new:
            path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            self._sync_folders(path.parent)

    def _sync_folders(self, folder: Path) -> None:
        """Make a new file's name durable, and those of the folders that may be new above it."""
        for path in (folder, *folder.parents):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if path == self._folder:
                return

    def _last_bundle(self) -> int | None:
        """Return the number of the last bundle. They are written in order, so doubling and halving finds it."""
        if not self._path(0).exists():
            return None
        low, high = 0, 1
        while self._path(high).exists():
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._path(middle).exists() else (low, middle)
        return low

    def _path(self, number: int) -> Path:
        return self._folder / bundle_path(number)


def _frame(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH_BYTES, "big") + data


def _split(bundle: bytes) -> tuple[list[bytes], int]:
    """Return the whole entries of a bundle and how many bytes they take."""
    entries, at = [], 0
    while (start := at + LENGTH_BYTES) <= len(bundle):
        stop = start + int.from_bytes(bundle[at:start], "big")
        # A power cut may leave zeros where bytes were to come; no entry is empty or ends with one.
        if stop > len(bundle) or bundle[stop - 1] == 0:
            break
        entries.append(bundle[start:stop])
        at = stop
    return entries, at
