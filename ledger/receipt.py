"""A receipt: the proof that an entry stands in a signed log, and for its holder what opens the entry.

The file is a proof as `proof_file` lays it out, whole and on its own for any checker of that standard; where it has
openings, a blank line and the record of `opening` follow.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.entry import Entry, parse
from ledger.errors import MalformedEntry
from ledger.keys import VerifierKey
from ledger.log_errors import ClaimFails, MalformedReceipt
from ledger.merkle import check_inclusion, leaf_hash
from ledger.note import Verified, split_note
from ledger.opening import VERSION as OPENING_VERSION
from ledger.opening import Opening, StateOpening, format_opening, parse_opening
from ledger.proof_file import ProofFile, format_proof, parse_proof
from ledger.proofs import Nodes, prove_inclusion

_OPENING_FOLLOWS = f"\n\n{OPENING_VERSION}\n".encode("ascii")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A proof and what opens its entry, as they were read: nothing of it is checked yet."""

    proof: ProofFile
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a receipt has proved.

    `states` and `memo` are opened against the entry; `names` are claims beside it. `witnesses` have cosigned the
    checkpoint, each at its time.
    """

    checkpoint: Checkpoint
    entry: Entry
    leaf: bytes
    witnesses: tuple[Verified, ...]
    states: tuple[StateOpening, ...]
    memo: str | None
    names: tuple[tuple[str, str], ...]


def make_receipt(
    nodes: Nodes, index: int, entry: bytes, checkpoint: bytes, opening: Opening | None = None
) -> Receipt:
    """Return the receipt of an entry under a signed checkpoint that covers it. Reads O(log n) hashes."""
    size = parse_checkpoint(split_note(checkpoint)[0]).size
    hashes = prove_inclusion(nodes, index, size)
    return Receipt(ProofFile(index, tuple(hashes), checkpoint, entry), opening)


def format_receipt(receipt: Receipt) -> bytes:
    """Return the bytes of the file."""
    proof = format_proof(receipt.proof)
    return proof if receipt.opening is None else proof + b"\n" + format_opening(receipt.opening)


def parse_receipt(data: bytes) -> Receipt:
    """Return what the file says. Raises MalformedReceipt."""
    proof, follows, opening = data.partition(_OPENING_FOLLOWS)
    if not follows:
        return Receipt(parse_proof(data))
    return Receipt(parse_proof(proof + b"\n"), parse_opening(_OPENING_FOLLOWS[2:] + opening))


def check_receipt(data: bytes, keys: Collection[VerifierKey]) -> Checked:
    """Return what a receipt proves to somebody who trusts these keys, of the log and of witnesses.

    Raises:
        LedgerError: in any of its kinds; nothing of the receipt then counts.
    """
    receipt = parse_receipt(data)
    proof = receipt.proof
    if proof.extra is None:
        raise MalformedReceipt("it does not hold the entry it is about")
    entry = _entry_of(proof.extra)
    if entry.seq != proof.index:
        raise ClaimFails(f"it is filed as entry {proof.index}, the entry calls itself {entry.seq}")
    signed = open_checkpoint(proof.checkpoint, keys)
    leaf = leaf_hash(proof.extra)
    check_inclusion(leaf, proof.index, signed.checkpoint.size, proof.hashes, signed.checkpoint.root)
    opening = receipt.opening or Opening()
    _check_opening(entry, opening)
    return Checked(
        signed.checkpoint,
        entry,
        leaf,
        signed.cosigned,
        opening.states,
        None if opening.memo is None else opening.memo.text,
        opening.names,
    )


def _entry_of(data: bytes) -> Entry:
    try:
        return parse(data)
    except MalformedEntry as error:
        raise MalformedReceipt(f"what it is about is no entry: {error.reason}") from error


def _check_opening(entry: Entry, opening: Opening) -> None:
    """Hold each opening against what the entry commits to."""
    committed = {(posting.handle, posting.unit): posting.state for posting in entry.postings}
    for state in opening.states:
        if committed.get((state.handle, state.unit)) != state.commitment():
            raise ClaimFails(f"the entry does not leave account {state.handle} in {state.unit} as it says")
    if opening.memo is not None and opening.memo.commitment() != entry.memo:
        raise ClaimFails("the words are not those the entry commits to")
    moved = {posting.handle for posting in entry.postings}
    for handle, _ in opening.names:
        if handle not in moved:
            raise ClaimFails(f"it names the holder of {handle}, which the entry does not move")
