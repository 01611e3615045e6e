"""One account's line in a seal: a file that proves to anybody what its holder had on the day of the seal.

    timebank/line/v1
    account <handle> <unit> <state, 64 hex digits>
    index 17 of 1204                  where the line stands among those of all accounts
    <base64 of a hash>                the siblings from the line up to the seal's root, one a line

    <the receipt of the seal's entry, as `proof_file` lays it out>

    <the opening of the state, as `opening` lays it out>

The receipt proves that the seal stands in the signed log, the hashes that the line stands in the seal, and the opening
what the line says.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ledger.errors import MalformedEntry
from ledger.grammar import checked, checked_hash, read_hash
from ledger.keys import VerifierKey
from ledger.log_errors import ClaimFails, MalformedReceipt
from ledger.merkle import check_inclusion, leaf_hash
from ledger.opening import Opening, StateOpening
from ledger.own_lines import Seal
from ledger.proof_file import MAX_HASHES
from ledger.receipt import Checked, Receipt, check_receipt, format_receipt, parse_receipt
from ledger.spelling import read_decimal, write_base64
from ledger.spelling import read_hash as read_base64_hash

VERSION = "timebank/line/v1"


@dataclass(frozen=True, slots=True)
class SealLine:
    """The line of one account, at `index` among `size`, with its siblings. Nothing of it is checked yet."""

    handle: str
    unit: str
    state: bytes
    index: int
    size: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """What a line has proved: how the account stood when entry `seal.at` was written, in a log that has signed it."""

    seal: Seal
    state: StateOpening
    sealed: Checked


def line_leaf(handle: str, unit: str, state: bytes) -> bytes:
    """Return the bytes that are the leaf of an account in a seal."""
    return f"{handle} {unit} {state.hex()}\n".encode("ascii")


def is_line(data: bytes) -> bool:
    """Tell whether a file is to be read as the line of an account."""
    return data.startswith(f"{VERSION}\n".encode("ascii"))


def format_line(line: SealLine, receipt: Receipt, state: StateOpening) -> bytes:
    """Return the bytes of the file; `receipt` is the one of the seal's entry."""
    return _head(line) + b"\n" + format_receipt(Receipt(receipt.proof, Opening((state,))))


def check_line(data: bytes, keys: Collection[VerifierKey]) -> CheckedLine:
    """Return what the line of an account proves to somebody who trusts these keys.

    Raises:
        LedgerError: in any of its kinds; nothing of the line then counts.
    """
    head, _, rest = data.partition(b"\n\n")
    line = _read_head(head + b"\n")
    receipt = parse_receipt(rest)
    # The opening is of the line, not of the seal's entry, which moves no account.
    sealed = check_receipt(format_receipt(Receipt(receipt.proof)), keys)
    if not isinstance(sealed.entry.body, Seal):
        raise ClaimFails(f"entry {sealed.entry.seq} is no seal")
    states = () if receipt.opening is None else receipt.opening.states
    if receipt.opening != Opening(states) or len(states) != 1:
        raise MalformedReceipt("it opens something else than one account")
    (state,) = states
    if (state.handle, state.unit, state.commitment()) != (line.handle, line.unit, line.state):
        raise ClaimFails(f"the line does not leave account {state.handle} in {state.unit} as it says")
    leaf = leaf_hash(line_leaf(line.handle, line.unit, line.state))
    check_inclusion(leaf, line.index, line.size, line.hashes, sealed.entry.body.root)
    return CheckedLine(sealed.entry.body, state, sealed)


def _head(line: SealLine) -> bytes:
    try:
        who = (
            f"{checked('handle', line.handle)} {checked('unit', line.unit)} {checked_hash(line.state).hex()}"
        )
    except MalformedEntry as error:
        raise MalformedReceipt(error.reason) from error
    hashes = map(write_base64, line.hashes)
    lines = (VERSION, f"account {who}", f"index {line.index} of {line.size}", *hashes, "")
    return "\n".join(lines).encode("ascii")


def _read_head(data: bytes) -> SealLine:
    """Return what the head says. Raises MalformedReceipt unless `_head` writes exactly these bytes."""
    try:
        version, account, place, *hashes = data.decode("ascii").split("\n")[:-1]
        _, handle, unit, state = account.split(" ")
        _, index, _, size = place.split(" ")
        line = SealLine(
            handle,
            unit,
            read_hash(state),
            _number(index),
            _number(size),
            tuple(_hash(text) for text in hashes[:MAX_HASHES]),
        )
    except (ValueError, MalformedEntry) as error:  # too few lines or words, or not ASCII
        raise MalformedReceipt("the line of the account cannot be read") from error
    if version != VERSION or _head(line) != data:
        raise MalformedReceipt("the line of the account is written another way")
    return line


def _number(text: str) -> int:
    value = read_decimal(text)
    if value is None:
        raise MalformedReceipt(f"{text[:40]!r} is no number")
    return value


def _hash(text: str) -> bytes:
    value = read_base64_hash(text)
    if value is None:
        raise MalformedReceipt(f"{text[:80]!r} is no SHA-256 in base64")
    return value
