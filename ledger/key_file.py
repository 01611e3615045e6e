"""A private key in a file of its own: 32 bytes in hexadecimal and a line feed, for its owner's eyes only."""

import os
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.keys import SigningKey, is_key_name
from ledger.log_errors import MalformedKey

_HEX = re.compile(rb"[0-9a-f]{64}\n")
_MOST_BYTES = 66  # one more than a key has, so that a longer file is seen to be one


def read_signing_key(path: Path, name: str, kind: bytes) -> SigningKey:
    """Return the key in a file. Raises MalformedKey, also where others could read it; OSError if nobody can."""
    if not is_key_name(name):
        raise MalformedKey(f"{name!r} cannot be the name of a key")
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & 0o077:
            raise MalformedKey(f"{path} can be read by others: chmod 600 it, or make a new key")
        data = file.read(_MOST_BYTES)
    if _HEX.fullmatch(data) is None:
        raise MalformedKey(f"{path} does not hold 64 hexadecimal digits and a line feed")
    return SigningKey(name, kind, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(data[:64].decode())))


def create_key_file(path: Path) -> None:
    """Write a new key, durably. Raises FileExistsError rather than replace one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
