"""Keys of the log and of its witnesses, the same each run, and trees to sign."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import merkle
from ledger.checkpoint import Checkpoint, sign_checkpoint
from ledger.keys import COSIGNATURE, ED25519, SigningKey
from tests.ledger.desk import ORIGIN


def signer(name: str, kind: bytes = ED25519) -> SigningKey:
    seed = hashlib.sha256(b"seed of " + name.encode()).digest()
    return SigningKey(name, kind, Ed25519PrivateKey.from_private_bytes(seed))


LOG = signer(ORIGIN)
LIBRARY = signer("library.invalid/w1", COSIGNATURE)
NEIGHBOUR = signer("neighbour.invalid/w1", COSIGNATURE)


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(b"entry %d" % number) for number in range(count)]


def checkpoint_of(hashes: list[bytes], key: SigningKey = LOG) -> bytes:
    """Return the signed checkpoint of a log with these leaf hashes."""
    return sign_checkpoint(Checkpoint(key.name, len(hashes), merkle.root(hashes)), key)


def with_byte(data: bytes, place: int, bits: int) -> bytes:
    """Return the data with these bits of one byte turned."""
    return data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :]
