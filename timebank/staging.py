"""Putting a new installation in place at once: prepared in a folder inside the home, synced, then moved.

A preparation that was broken off leaves only that folder, which the next one clears away. Once everything in it is
durable a mark is written; from then on a broken-off move is finished by whoever comes next.
"""

import os
import shutil
from pathlib import Path

READY = "READY"


class Staging:
    """The folder `.staging` of a home; `moved_last` is the file whose presence makes the home an installation."""

    def __init__(self, home: Path, moved_last: str) -> None:
        self.folder = home / ".staging"
        self._home, self._moved_last = home, moved_last

    def resume(self) -> None:
        """Finish a move that was broken off, if there was one."""
        if (self.folder / READY).exists():
            self._move()
            self.clear()

    def begin(self) -> None:
        """Make the folder anew, empty."""
        self.clear()
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.mkdir(mode=0o700)

    def is_home_empty(self) -> bool:
        """Tell whether nothing but this folder is in the home."""
        return not self._home.exists() or all(path == self.folder for path in self._home.iterdir())

    def put_in_place(self) -> None:
        """Sync what was prepared and move it into the home."""
        for path in (self.folder, *self.folder.rglob("*")):
            _sync(path)
        (self.folder / READY).touch()
        _sync(self.folder / READY)
        _sync(self.folder)
        self._move()
        self.clear()

    def clear(self) -> None:
        """Remove what was prepared and not moved."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _move(self) -> None:
        names = sorted(path.name for path in self.folder.iterdir() if path.name != READY)
        for name in sorted(names, key=lambda name: name == self._moved_last):
            (self.folder / name).rename(self._home / name)
        _sync(self._home)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
