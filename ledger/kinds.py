"""The kinds of entries, and what each may carry. What its own lines hold is in own_lines.py."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.lines import Lines
from ledger.own_lines import (
    Accounts,
    Body,
    Export,
    Genesis,
    Import,
    KeyChange,
    PolicyChange,
    Refuse,
    Release,
    Seal,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What entries of one kind may carry.

    `moves`: has postings. `reserves`: they are pending until closed. `held`: each says what the reservation
    held. `least`: the smallest amount of a posting. `closes`: the kinds of entry its ref may name. `dated`,
    `placed`: may carry a service day, a site. `said`: has to carry a memo.
    """

    body: type[Body] | None = None
    read: Callable[[Lines], Body] | None = None
    moves: bool = False
    reserves: bool = False
    held: bool = False
    least: int = 1
    closes: tuple[str, ...] = ()
    dated: bool = False
    placed: bool = True
    said: bool = False


KINDS = {
    "genesis": Kind(Genesis, Genesis.read, placed=False),
    "account": Kind(Accounts, Accounts.read),
    "policy": Kind(PolicyChange, PolicyChange.read, placed=False),
    "transfer": Kind(moves=True, dated=True),
    "reserve": Kind(moves=True, reserves=True, dated=True),
    "settle": Kind(moves=True, held=True, least=0, closes=("reserve", "export"), dated=True),
    "release": Kind(Release, Release.read, moves=True, closes=("reserve", "export"), dated=True),
    "reverse": Kind(moves=True, least=0, closes=("transfer", "settle"), dated=True),
    "expire": Kind(moves=True, dated=True),
    "seal": Kind(Seal, Seal.read, placed=False),
    "key": Kind(KeyChange, KeyChange.read, placed=False),
    "erase": Kind(said=True),
    "export": Kind(Export, Export.read, moves=True, reserves=True, dated=True),
    "import": Kind(Import, Import.read, moves=True, dated=True),
    "refuse": Kind(Refuse, Refuse.read),
    "remark": Kind(said=True),
}
