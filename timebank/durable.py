"""Writing a small file so that after any stop it holds the old bytes or the new ones, whole."""

import os
from pathlib import Path


def put_file(path: Path, data: bytes) -> None:
    """Put these bytes in place of a file, or where none was. Durable on return, with the folder if that is new."""
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    for folder in (path.parent, path.parent.parent):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
