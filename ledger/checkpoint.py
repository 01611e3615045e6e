"""A checkpoint: what a log says of itself at one size, as a signed note (C2SP tlog-checkpoint).

    example.com/log/450125
    18231
    2yOeYlYMOWuGFm5y5Jm2TiDTZQ3Z3tGq5b7y8Y1b7Bk=

Origin, number of entries, root of the tree; here no further lines. The log signs under its origin as the name of
the key, witnesses under their own names.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ledger.keys import COSIGNATURE, ED25519, SigningKey, VerifierKey, is_key_name
from ledger.log_errors import MalformedCheckpoint, NotSigned
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

    Raises what `open_note` and `parse_checkpoint` raise, and NotSigned where only others than the log signed.
    """
    opened = open_note(note, keys)
    checkpoint = parse_checkpoint(opened.text)
    if not any(one.key.kind == ED25519 and one.key.name == checkpoint.origin for one in opened.verified):
        raise NotSigned(f"the log {checkpoint.origin} with a key that was given")
    cosigned = tuple(one for one in opened.verified if one.key.kind == COSIGNATURE)
    return SignedCheckpoint(checkpoint, note, cosigned)


def _require(checkpoint: Checkpoint) -> None:
    if not is_key_name(checkpoint.origin):
        raise MalformedCheckpoint("the origin is empty or holds a space, a plus or a control character")
    if type(checkpoint.size) is not int or not 0 <= checkpoint.size <= MAX_SIZE:
        raise MalformedCheckpoint(f"size {checkpoint.size} is not between 0 and {MAX_SIZE}")
    if len(checkpoint.root) != 32:
        raise MalformedCheckpoint("a root has 32 bytes")
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise MalformedCheckpoint("the empty tree has another root")
