"""A checker of inclusion proofs that shares no line with ours: the letter of the standards, slow and short.

It reads a C2SP tlog-proof with the entry's bytes as `extra`, opens the checkpoint (C2SP signed-note, tlog-checkpoint)
with one Ed25519 key, and computes the root by the recursive definition of RFC 6962 §2.1.1. It knows nothing of what an
entry says.
"""

from base64 import b64decode, b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEADER = b"c2sp.org/tlog-proof@v1\n"


def holds(file: bytes, name: str, public_key: bytes) -> bool:
    """Tell whether a file proves that its entry stands in the log of this name and key."""
    try:
        return _proves(file, name, public_key)
    except (ValueError, InvalidSignature):
        return False


def _proves(file: bytes, name: str, public_key: bytes) -> bool:
    head, blank, note = file.partition(b"\n\n")
    if not (blank and head.startswith(HEADER)):
        return False
    extra, index, *hashes = head.removeprefix(HEADER).decode("ascii").split("\n")
    size, root = _signed(note, name, public_key)
    entry = _bytes(_after("extra ", extra))
    path = [_bytes(line) for line in hashes]
    place = _number(_after("index ", index))
    if place >= size or any(len(one) != 32 for one in path):
        return False
    return _root(sha256(b"\0" + entry).digest(), place, size, path) == root and not path


def _root(leaf: bytes, place: int, size: int, path: list[bytes]) -> bytes:
    """Return the root over `size` leaves, taking the siblings from the end of the path, the topmost first."""
    if size == 1:
        return leaf
    if not path:
        raise ValueError("the path is too short")
    left_size = 1 << (size - 1).bit_length() - 1
    sibling = path.pop()
    if place < left_size:
        return sha256(b"\1" + _root(leaf, place, left_size, path) + sibling).digest()
    return sha256(b"\1" + sibling + _root(leaf, place - left_size, size - left_size, path)).digest()


def _signed(note: bytes, name: str, public_key: bytes) -> tuple[int, bytes]:
    """Return the size and root of a checkpoint that the key has signed."""
    text, blank, lines = note.rpartition(b"\n\n")
    origin, size, root, end = text.decode().split("\n") + ([""] if blank else [])
    key_id = sha256(name.encode() + b"\n\x01" + public_key).digest()[:4]
    signatures = []
    for line in lines.decode().removesuffix("\n").split("\n"):
        dash, signer, encoded = line.split(" ")
        signature = _bytes(encoded)
        if dash != "—" or len(signature) <= 4:
            raise ValueError("no signature line")
        if (signer, signature[:4]) == (name, key_id):
            signatures.append(signature[4:])
    if origin != name or not signatures or end or not lines.endswith(b"\n"):
        raise ValueError("not signed by this log")
    for one in signatures:
        Ed25519PublicKey.from_public_bytes(public_key).verify(one, text + b"\n")
    return _number(size), _bytes(root)


def _after(word: str, line: str) -> str:
    if not line.startswith(word):
        raise ValueError(f"no {word}")
    return line.removeprefix(word)


def _number(text: str) -> int:
    number = int(text)
    if str(number) != text or number < 0:
        raise ValueError("another spelling of a number")
    return number


def _bytes(text: str) -> bytes:
    data = b64decode(text, validate=True)
    if b64encode(data).decode() != text:
        raise ValueError("another spelling of base64")
    return data
