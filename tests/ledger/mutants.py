"""Texts that are almost right: what a damaged disk, a careless editor or a liar makes of one."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from ledger.errors import LedgerError


def mutants(*originals: bytes) -> st.SearchStrategy[bytes]:
    """Generate originals with some places overwritten, cut out or doubled, and bytes of no sense at all."""
    edits = st.lists(
        st.tuples(st.integers(0, 1 << 16), st.integers(0, 24), st.binary(max_size=12)), max_size=3
    )
    return st.one_of(
        st.binary(max_size=300),
        st.builds(_edited, st.sampled_from(originals), edits),
    )


def _edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, inserted in edits:
        at = place % (len(data) + 1)
        data = data[:at] + inserted + data[at + length :]
    return data


def as_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def read_or_refused(read: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a reader makes of it, None where it refuses in our own words; anything else fails the test."""
    try:
        return read(*arguments)
    except LedgerError as refusal:
        assert str(refusal)
        return None
