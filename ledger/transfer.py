"""What a caller asks the book to do: an act with its legs, before it has a number, a time and states."""

from dataclasses import dataclass

from ledger.account import Key
from ledger.kinds import KINDS
from ledger.own_lines import Accounts, Body


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount of whole units on one side of one account; `held` only where a reservation settles."""

    handle: str
    unit: str
    amount: int
    held: int | None = None

    @property
    def key(self) -> Key:
        return self.handle, self.unit


@dataclass(frozen=True, slots=True)
class Act:
    """One ledger act as asked for. Legs are kept sorted, so equal acts compare equal."""

    kind: str
    debits: tuple[Leg, ...] = ()
    credits: tuple[Leg, ...] = ()
    body: Body | None = None
    ref: str | None = None

    @property
    def legs(self) -> tuple[Leg, ...]:
        """All legs, debits first."""
        return self.debits + self.credits

    @property
    def keys(self) -> tuple[Key, ...]:
        """The accounts the act names: those of its legs, debits first, or those it opens or changes."""
        if isinstance(self.body, Accounts):
            return tuple((line.handle, line.unit) for line in self.body.lines)
        return tuple((leg.handle, leg.unit) for leg in self.legs)


def deltas(kind: str, amount: int, held: int | None) -> tuple[int, int]:
    """Return what a posting adds to the posted and to the pending counter of its side."""
    if held is not None:
        return amount, -held
    if KINDS[kind].reserves:
        return 0, amount
    return (0, -amount) if kind == "release" else (amount, 0)
