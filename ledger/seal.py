"""A seal's figures: one root over the state commitments of all accounts, and the sums of each unit.

The leaf of an account is `<handle> <unit> <state> LF`, with the state of its newest posting up to the sealed
entry, by handle and unit, hashed as RFC 6962 §2.1. The root can be checked from entry bytes alone and shows
nothing of a single balance; the holder of one finds it there by a proof.
"""

from collections.abc import Iterator
from itertools import islice

from ledger.account import Key
from ledger.entry import parse
from ledger.errors import IntegrityError, UnknownAccount
from ledger.merkle import edge_root, grow, leaf_hash, prove_inclusion
from ledger.own_lines import Seal, Total
from ledger.rows import PostingRow
from ledger.seal_line import SealLine, line_leaf
from ledger.store import Store

FETCHED = 500
"""So many entries are read by one statement."""


def seal_of(store: Store, at: int) -> Seal:
    """Return the seal of the accounts as entry `at` left them. Reads one entry an account.

    Raises IntegrityError where what is debited in a unit is not what is credited.
    """
    tally = SealTally()
    balance: dict[str, tuple[int, int]] = {}
    for row, state in _newest_states(store, at):
        tally.add(row.handle, row.unit, state)
        tally.count(row.unit, row.debits, row.pending_debits)
        posted, pending = balance.get(row.unit, (0, 0))
        balance[row.unit] = (
            posted + row.credits - row.debits,
            pending + row.pending_credits - row.pending_debits,
        )
    for unit, sums in balance.items():
        if sums != (0, 0):
            raise IntegrityError(f"the accounts in {unit} do not sum to zero: {sums[0]}, pending {sums[1]}")
    return tally.seal(at)


def line_in_seal(store: Store, at: int, key: Key) -> SealLine:
    """Return the line of an account in the seal of entry `at`, with its proof. Reads one entry an account.

    Raises UnknownAccount: up to then nothing moved it.
    """
    leaves: list[bytes] = []
    found: tuple[int, bytes] | None = None
    for row, state in _newest_states(store, at):
        if (row.handle, row.unit) == key:
            found = len(leaves), state
        leaves.append(leaf_hash(line_leaf(row.handle, row.unit, state)))
    if found is None:
        raise UnknownAccount(*key)
    index, state = found
    return SealLine(*key, state, index, len(leaves), tuple(prove_inclusion(index, leaves)))


class SealTally:
    """Sums up a seal from its accounts, given by handle and unit."""

    def __init__(self) -> None:
        self._edge: tuple[bytes, ...] = ()
        self._size = 0
        self._totals: dict[str, Total] = {}

    def add(self, handle: str, unit: str, state: bytes) -> None:
        """Append the account's leaf."""
        self._edge, _ = grow(self._edge, self._size, leaf_hash(line_leaf(handle, unit, state)))
        self._size += 1

    def count(self, unit: str, debits: int, pending_debits: int) -> None:
        """Add the account's counters to the sums of its unit."""
        so_far = self._totals.get(unit, Total(unit, 0, 0))
        self._totals[unit] = Total(unit, so_far.debits + debits, so_far.pending_debits + pending_debits)

    def seal(self, at: int) -> Seal:
        """Return the seal of all that was added."""
        return Seal(at, edge_root(self._edge), tuple(self._totals[unit] for unit in sorted(self._totals)))


def _newest_states(store: Store, at: int) -> Iterator[tuple[PostingRow, bytes]]:
    """Give each account's newest posting up to entry `at`, with the state it commits to, by handle and unit."""
    waiting = iter(store.newest_postings(at))
    while page := list(islice(waiting, FETCHED)):
        entries = store.entries_at({row.seq for row in page})
        for row in page:
            yield row, _state(entries.get(row.seq, b""), row)


def _state(data: bytes, row: PostingRow) -> bytes:
    for posting in parse(data).postings if data else ():
        if (posting.handle, posting.unit) == (row.handle, row.unit):
            return posting.state
    raise IntegrityError(f"entry {row.seq} does not move account {row.handle} in {row.unit}")
