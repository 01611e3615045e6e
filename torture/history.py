"""Whether what many saw of one book at once can have happened in one order: the order of the log.

An act stands in the log at its `seq`; a look at a log of n entries stands between entry n - 1 and entry n. Whatever
ended before something else began must stand before it (strict serializability), and a look must have shown what the
entries before it add up to. Since the log gives the order, one pass over it finds every violation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.rows import PostingRow

Counters = tuple[int, int, int, int]
"""Debits, credits, pending debits, pending credits of an account."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act that was acknowledged as entry `seq`; the times are of one monotonic clock for all processes."""

    began: int
    ended: int
    seq: int

    @property
    def place(self) -> float:
        """Where it stands in the log."""
        return self.seq


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody saw: so many entries, and these counters by handle."""

    began: int
    ended: int
    size: int
    seen: Mapping[str, Counters]

    @property
    def place(self) -> float:
        """Where it stands in the log."""
        return self.size - 0.5


def violations(acts: Sequence[Act], looks: Sequence[Look], postings: Iterable[PostingRow]) -> Iterator[str]:
    """Give in words whatever cannot have happened in the order of the log. `postings` are in that order."""
    yield from _out_of_order([*acts, *looks])
    places = [act.seq for act in acts]
    if len(set(places)) != len(places):
        yield "two acts were acknowledged as one entry"
    yield from _not_as_seen(looks, postings)


def _out_of_order(all_: list[Act | Look]) -> Iterator[str]:
    latest: Act | Look | None = None  # the one that began last of those that stand earlier in the log
    for one in sorted(all_, key=lambda one: (one.place, one.began)):
        if latest is not None and one.ended < latest.began:
            yield f"{_named(one)} ended before {_named(latest)} began, and stands behind it"
        if latest is None or one.began > latest.began:
            latest = one


def _not_as_seen(looks: Sequence[Look], postings: Iterable[PostingRow]) -> Iterator[str]:
    accounts: dict[str, Counters] = {}
    rows = iter(postings)
    row = next(rows, None)
    for look in sorted(looks, key=lambda look: look.size):
        while row is not None and row.seq < look.size:
            accounts[row.handle] = (row.debits, row.credits, row.pending_debits, row.pending_credits)
            row = next(rows, None)
        moved = {handle: seen for handle, seen in look.seen.items() if any(seen)}
        if moved != {handle: counters for handle, counters in accounts.items() if any(counters)}:
            yield f"{_named(look)} showed other balances than its entries make"
        if sum(debits - credits_ for debits, credits_, _, _ in look.seen.values()):
            yield f"{_named(look)} showed minutes that do not cancel out"


def _named(one: Act | Look) -> str:
    return f"entry {one.seq}" if isinstance(one, Act) else f"a look at {one.size} entries"
