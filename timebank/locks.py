"""Locks between processes: a file that one of them holds. The system lets go of it when its process dies."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def file_lock(path: Path | None) -> Iterator[None]:
    """Hold the lock during the block, waiting for it; without a path there is nothing to hold."""
    if path is None:
        yield
        return
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def take_lock(file: IO[bytes]) -> bool:
    """Take the lock of an open file if nobody holds it; closing the file gives it back."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
