"""A seal's figures: one root over the state commitments of all accounts, and the sums of each unit.

The leaf of an account is `<handle> <unit> <state> LF`, with the state of its newest posting up to the sealed
entry, by handle and unit, hashed as RFC 6962 §2.1. The root can be checked from entry bytes alone and shows
nothing of a single balance; the holder of one finds it there by a proof.
"""

from ledger.entry import parse
from ledger.errors import IntegrityError
from ledger.merkle import edge_root, grow, leaf_hash
from ledger.own_lines import Seal, Total
from ledger.store import Store


def seal_of(store: Store, at: int) -> Seal:
    """Return the seal of the accounts as entry `at` left them. Reads one entry an account."""
    tally = SealTally()
    for row in store.newest_postings(at):
        tally.add(row.handle, row.unit, _state(store, row.seq, row.handle, row.unit))
        tally.count(row.unit, row.debits, row.pending_debits)
    return tally.seal(at)


class SealTally:
    """Sums up a seal from its accounts, given by handle and unit."""

    def __init__(self) -> None:
        self._edge: tuple[bytes, ...] = ()
        self._size = 0
        self._totals: dict[str, Total] = {}

    def add(self, handle: str, unit: str, state: bytes) -> None:
        """Append the account's leaf."""
        leaf = leaf_hash(f"{handle} {unit} {state.hex()}\n".encode("ascii"))
        self._edge, _ = grow(self._edge, self._size, leaf)
        self._size += 1

    def count(self, unit: str, debits: int, pending_debits: int) -> None:
        """Add the account's counters to the sums of its unit."""
        so_far = self._totals.get(unit, Total(unit, 0, 0))
        self._totals[unit] = Total(unit, so_far.debits + debits, so_far.pending_debits + pending_debits)

    def seal(self, at: int) -> Seal:
        """Return the seal of all that was added."""
        return Seal(at, edge_root(self._edge), tuple(self._totals[unit] for unit in sorted(self._totals)))


def _state(store: Store, seq: int, handle: str, unit: str) -> bytes:
    for _, data in store.entry_bytes(seq, seq + 1):
        for posting in parse(data).postings:
            if (posting.handle, posting.unit) == (handle, unit):
                return posting.state
    raise IntegrityError(f"entry {seq} does not move account {handle} in {unit}")
