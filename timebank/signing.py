"""The key that signs a book's checkpoints. Only the process that publishes opens its file, on one machine.

The file holds the 32 bytes of an Ed25519 private key in hexadecimal and is its owner's alone (0600). No backup holds
it. It is made together with the first high-water mark, the signed checkpoint of the empty log: from then on a book
without a mark is a book whose mark was lost.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from ledger.keys import ED25519, SigningKey, format_vkey
from ledger.merkle import EMPTY_ROOT
from ledger.note import split_note
from timebank.high_water import HighWater
from timebank.settings import Settings

KEY_BYTES = 32


class LogStands(Exception):
    """Checkpoints of this book were signed here: its log goes on, it is not begun again."""


class NotASigningKey(Exception):
    """A file does not hold a signing key, or not the one that the book names."""


def begin_log(settings: Settings, book: str, origin: str) -> str:
    """Make the signing key and the mark of a book that is about to be opened; return the key's vkey.

    What is left of an attempt that was broken off is replaced: no book quotes that key.

    Raises:
        LogStands: the mark is already higher than the empty log.
    """
    key_file, mark = settings.signing_key_file(book), HighWater(settings.high_water_file(book))
    with mark.held():
        last = mark.read()
        if last is not None and size_of(last) > 0:
            raise LogStands(f"checkpoints of book {book} were signed here up to entry {size_of(last)}")
        key_file.unlink(missing_ok=True)
        key = SigningKey(origin, ED25519, Ed25519PrivateKey.generate())
        _write_key(key_file, key)
        mark.move(last, sign_checkpoint(Checkpoint(origin, 0, EMPTY_ROOT), key))
    return format_vkey(origin, key.public.public_key)


def read_signing_key(path: Path, origin: str, vkey: str) -> SigningKey:
    """Return the key in a file.

    Raises:
        NotASigningKey: it holds something else, or another key than the book's.
        FileNotFoundError: there is no file.
    """
    try:
        data = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise NotASigningKey(f"{path} does not hold a signing key: 64 hexadecimal digits") from error
    if len(data) != KEY_BYTES:
        raise NotASigningKey(f"{path} holds {len(data)} bytes, a signing key has {KEY_BYTES}")
    key = SigningKey(origin, ED25519, Ed25519PrivateKey.from_private_bytes(data))
    if format_vkey(origin, key.public.public_key) != vkey:
        raise NotASigningKey(f"{path} holds another key than the one the book {origin} names")
    return key


def size_of(note: bytes) -> int:
    """Return the number of entries a signed checkpoint speaks of. Raises `ledger.errors.Malformed`."""
    return parse_checkpoint(split_note(note)[0]).size


def _write_key(path: Path, key: SigningKey) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.private_key.private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
