"""Entries read back from bundle files, whoever wrote them: our own append-only files, a published log, or a copy of it.

All lie at the same paths; the last bundle of a log that is not full stands either in a file that still grows, or in
one that bears its width (`tile/entries/003.p/17`).
"""

from collections.abc import Iterator
from pathlib import Path

from ledger.export import BUNDLE_ENTRIES, EntryFiles, bundle_path
from ledger.tiles import parse_bundle


def kept_entries(folder: Path, start: int) -> Iterator[bytes]:
    """Yield the bytes of the entries from `start` on, as far as the files go. Nothing of them is checked."""
    seq = start
    for _, data in EntryFiles(folder).read(start):
        yield data
        seq += 1
    number, place = divmod(seq, BUNDLE_ENTRIES)
    widest = max(_widths(folder / f"{bundle_path(number)}.p"), default=0)
    if widest > place:
        bundle = (folder / f"{bundle_path(number)}.p" / str(widest)).read_bytes()
        yield from parse_bundle(bundle, widest)[place:]


def _widths(folder: Path) -> Iterator[int]:
    if folder.is_dir():
        yield from (int(path.name) for path in folder.iterdir() if path.name.isdigit())
