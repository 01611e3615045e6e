"""A checkpoint: what a log says of itself at one size, as a signed note (C2SP tlog-checkpoint).

    example.com/log/450125
    18231
    2yOeYlYMOWuGFm5y5Jm2TiDTZQ3Z3tGq5b7y8Y1b7Bk=

Origin, number of entries, root of the tree; here no further lines. The log signs under its origin as the name of
the key, witnesses under their own names.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ledger.keys import COSIGNATURE, ED25519, SigningKey, Term, VerifierKey, is_key_name
from ledger.log_errors import KeyNotInForce, MalformedCheckpoint, NotSigned
from ledger.merkle import EMPTY_ROOT
from ledger.note import Verified, open_note, sign_note
from ledger.spelling import MAX_SIZE, read_decimal, read_hash, write_base64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root of a log's tree; `origin` is the log's name."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint whose log has signed it, the note that says so, and the witnesses that cosigned it."""

    checkpoint: Checkpoint
    note: bytes
    cosigned: tuple[Verified, ...]


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the text that is signed. Raises MalformedCheckpoint where a value cannot stand in one."""
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{write_base64(checkpoint.root)}\n"
    _require(checkpoint)
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """Return what the text says. Raises MalformedCheckpoint."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise MalformedCheckpoint("want three lines: origin, size and root")
    size, root = read_decimal(lines[1]), read_hash(lines[2])
    if size is None:
        raise MalformedCheckpoint(f"{lines[1][:40]!r} is no size")
    if root is None:
        raise MalformedCheckpoint(f"{lines[2][:80]!r} is no SHA-256 in base64")
    checkpoint = Checkpoint(lines[0], size, root)
    _require(checkpoint)
    return checkpoint


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> bytes:
    """Return the note a log publishes."""
    if key.name != checkpoint.origin:
        raise MalformedCheckpoint(f"key {key.name} does not sign for {checkpoint.origin}")
    return sign_note(format_checkpoint(checkpoint), key)


def open_checkpoint(note: bytes, keys: Collection[VerifierKey]) -> SignedCheckpoint:
    """Return the checkpoint that its log has signed with one of `keys`, which may name witnesses too.

    Raises what `open_note` and `parse_checkpoint` raise, and
        NotSigned: only others than the log signed.
        KeyNotInForce: the log signed with a key that another had replaced, or that is revoked.
    """
    opened = open_note(note, keys)
    checkpoint = parse_checkpoint(opened.text)
    own = [one.key for one in opened.verified if (one.key.kind, one.key.name) == (ED25519, checkpoint.origin)]
    if not own:
        raise NotSigned(f"the log {checkpoint.origin} with a key that was given")
    reasons = [_why_not_in_force(key.term, checkpoint.size) for key in own]
    if all(reasons):
        raise KeyNotInForce(own[0].id.hex(), checkpoint.size, reasons[0])
    cosigned = tuple(one for one in opened.verified if one.key.kind == COSIGNATURE)
    return SignedCheckpoint(checkpoint, note, cosigned)


def _why_not_in_force(term: Term, size: int) -> str:
    """Return why a key does not sign checkpoints of this size, "" where it does."""
    if term.revoked_from is not None and size >= term.revoked_from:
        return f"it is revoked from {term.revoked_from} entries on"
    if term.last_size is not None and size > term.last_size:
        return f"another key replaced it after {term.last_size} entries"
    return "" if size >= term.first_size else f"it signs from {term.first_size} entries on"


def _require(checkpoint: Checkpoint) -> None:
    if not is_key_name(checkpoint.origin):
        raise MalformedCheckpoint("the origin is empty or holds a space, a plus or a control character")
    if type(checkpoint.size) is not int or not 0 <= checkpoint.size <= MAX_SIZE:
        raise MalformedCheckpoint(f"size {checkpoint.size} is not between 0 and {MAX_SIZE}")
    if len(checkpoint.root) != 32:
        raise MalformedCheckpoint("a root has 32 bytes")
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise MalformedCheckpoint("the empty tree has another root")
