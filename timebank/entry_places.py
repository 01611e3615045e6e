"""How an entry is named where the book is known: `17` in its first log, `2-17` in the one that continues it."""

import re
from typing import NamedTuple

_PLACE = re.compile(r"(?:([1-9][0-9]{0,3})-)?(0|[1-9][0-9]{0,14})")


class EntryPlace(NamedTuple):
    """The number of the log within its book, and of the entry (or of a posting of one account) within the log."""

    log: int
    seq: int

    def __str__(self) -> str:
        return str(self.seq) if self.log == 1 else f"{self.log}-{self.seq}"


def read_place(text: str) -> EntryPlace | None:
    """Return what a text names, None unless it is written exactly so."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    place = EntryPlace(int(found[1] or 1), int(found[2]))
    return place if str(place) == text else None
