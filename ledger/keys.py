"""The keys that sign notes, and their public names.

A verifier key (vkey) is ``name+hex8+base64(type || public key)``, as C2SP signed-note writes it: hex8 is the key
ID, four bytes that tell the keys of one name apart. Type 0x01 signs a text as it stands; type 0x04 signs it with
the time before it (C2SP tlog-cosignature), which is how a witness says when it saw a checkpoint.
"""

import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.log_errors import MalformedKey
from ledger.spelling import MAX_SIZE, read_base64, write_base64

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
KEY_BYTES = 32
SIGNATURE_BYTES = 64
TIME_BYTES = 8

_KEY_ID = re.compile(r"[0-9a-f]{8}")
_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")

# Curve25519 in Edwards form, RFC 8032 §5.1.
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
# The y of two points of order 8: their doubles have y = 0. The other two have the negative of it.
_Y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER_Y = {0, 1, _P - 1, _Y8, _P - _Y8}


def key_id(name: str, kind: bytes, public_key: bytes) -> bytes:
    """Return the four bytes that tell a name's keys apart: SHA-256(name || 0x0A || type || key)[:4]."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public_key).digest()[:4]


def is_key_name(name: str) -> bool:
    """Tell whether a key can be called so: something in UTF-8, without spaces, "+" or control characters."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Term:
    """Which checkpoints of its log a key signs, by their sizes; from `revoked_from` on its signatures count no more."""

    first_size: int = 0
    last_size: int | None = None
    revoked_from: int | None = None


ALWAYS = Term()


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signatures count, and of which type; of a log's key also for which of its checkpoints, as far as known."""

    name: str
    kind: bytes
    public_key: bytes
    term: Term = field(default=ALWAYS, compare=False)

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.kind, self.public_key)

    @property
    def vkey(self) -> str:
        return format_vkey(self.name, self.public_key, self.kind)

    def fits(self, text: bytes, signature: bytes) -> bool:
        """Tell whether this is the key's signature of the text."""
        if self.kind == COSIGNATURE:
            if len(signature) != TIME_BYTES + SIGNATURE_BYTES or signed_time(signature) > MAX_SIZE:
                return False
            text, signature = timed(text, signed_time(signature)), signature[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key under its name. It signs checkpoints as a log (ED25519) or as a witness (COSIGNATURE)."""

    name: str
    kind: bytes
    private_key: Ed25519PrivateKey

    @property
    def public(self) -> VerifierKey:
        return VerifierKey(self.name, self.kind, self.private_key.public_key().public_bytes_raw())

    def sign(self, text: bytes, time: int = 0) -> bytes:
        """Return the signature of the text; of a witness with `time`, in seconds since 1970, before it."""
        if self.kind == COSIGNATURE:
            return time.to_bytes(TIME_BYTES, "big") + self.private_key.sign(timed(text, time))
        return self.private_key.sign(text)


def timed(text: bytes, time: int) -> bytes:
    """Return what a witness signs: `cosignature/v1 LF time <t> LF` and the text (C2SP tlog-cosignature)."""
    return b"cosignature/v1\ntime %d\n" % time + text


def signed_time(signature: bytes) -> int:
    """Return the time within a cosignature, in seconds since 1970."""
    return int.from_bytes(signature[:TIME_BYTES], "big")


def format_vkey(name: str, public_key: bytes, kind: bytes = ED25519) -> str:
    """Return the vkey of a public key of 32 bytes."""
    return f"{name}+{key_id(name, kind, public_key).hex()}+{write_base64(kind + public_key)}"


def parse_vkey(text: str) -> VerifierKey:
    """Return the key. Raises MalformedKey, also for points that let one signature fit many texts."""
    name, _, rest = text.partition("+")  # the base64 may hold more of them
    id_, plus, encoded = rest.partition("+")
    if not plus or not is_key_name(name):
        raise MalformedKey("want <name>+<8 hex digits>+<base64>")
    if _KEY_ID.fullmatch(id_) is None:
        raise MalformedKey(f"{id_!r} is no key ID")
    data = read_base64(encoded)
    if data is None:
        raise MalformedKey("its third part is not base64")
    key = VerifierKey(name, data[:1], data[1:])
    if key.kind not in (ED25519, COSIGNATURE):
        raise MalformedKey(f"type {key.kind.hex() or 'none'} is not one of 01 and 04")
    if key.id.hex() != id_:
        raise MalformedKey(f"key ID {id_} belongs to another name or key")
    require_sound(key.public_key)
    return key


def require_sound(public_key: bytes) -> None:
    """Refuse what is no point of the curve in its one spelling, and points of small order.

    The library below accepts these; under a key of small order one signature fits many texts.
    """
    if len(public_key) != KEY_BYTES:
        raise MalformedKey(f"an Ed25519 key has {KEY_BYTES} bytes, not {len(public_key)}")
    y = int.from_bytes(public_key, "little") & (2**255 - 1)
    if y >= _P:
        raise MalformedKey("the point is not written in its canonical form")
    if y in _SMALL_ORDER_Y:  # with either sign of x: where x is 0, the sign bit would be a second spelling
        raise MalformedKey("the point has small order")
    # RFC 8032 §5.1.3: x^2 = (y^2 - 1) / (d y^2 + 1) must be a square, judged by Euler's criterion.
    if pow((y * y - 1) * (_D * y * y + 1), (_P - 1) // 2, _P) != 1:
        raise MalformedKey("no point of the curve is written so")
