"""What a device signs and how it seals: the bytes of an item recorded offline, version 1.

An item is `{key, made_at, type, version, body, signature}`. Its *head* is text, one value a line:

    timebank/sync-item/1
    450125                                  the book
    0d1c9d1e-5f0a-4a43-9f0e-3f6b8f9f5a01    the key: 8 to 64 of A-Z a-z 0-9 -
    2026-11-16T00:00:00.000Z                made_at: the phone's clock, UTC, milliseconds
    elder                                   the type
    1                                       its version

each line ended by one line feed. The *body* is JSON in UTF-8, sealed to the server's public key as soon as it is
saved: an ephemeral P-256 key, ECDH, HKDF-SHA256 (salt: the two public points, ephemeral first; info
`timebank/sync-body/1`), AES-256-GCM with the head as associated data:

    0x01 · number of the server's key (1 byte) · ephemeral point (65) · nonce (12) · ciphertext and tag

The *signature* is ECDSA P-256 with SHA-256, r and s of 32 bytes each (as WebCrypto gives it), over the head, a line
with the device's id, and a line with the SHA-256 of the sealed body in lower-case hexadecimal. The device is not
part of the head: items that waited on a phone are signed anew when it is enrolled again with a new key.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from timebank.crypto import NONCE_BYTES, SealBroken, Vault, seal, unseal
from timebank.devices.model import POINT_BYTES
from timebank.devices.refusals import BodyUnreadable, ItemMalformed, MalformedKey, SignatureWrong

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The number of points of P-256 (FIPS 186-4 §D.1.2.3)."""
CURRENT_SEALING_KEY = 1
"""Which of the server's keys is given out now; each number's key is derived, so that older queues still open."""
SEALED = b"\x01"
SEALED_HEAD_BYTES = 2 + POINT_BYTES
LONGEST_BODY = 1_200_000
"""Characters of base64: a photograph of about 650 kB, which phones make smaller before they seal it."""
SIGNATURE_BYTES = 64

KEY = re.compile(r"[0-9A-Za-z-]{8,64}")
MADE_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
TYPE = re.compile(r"[a-z_]{1,20}")
MOST_VERSIONS = 1000
ITEM_FIELDS = frozenset({"key", "made_at", "type", "version", "body", "signature"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it came, its parts well formed."""

    key: str
    made_at: str
    type: str
    version: int
    body: bytes
    signature: bytes = b""

    def head(self, book: str) -> bytes:
        """Return the head, which the body is bound to."""
        lines = ("timebank/sync-item/1", book, self.key, self.made_at, self.type, str(self.version))
        return "".join(f"{line}\n" for line in lines).encode()

    def signed_bytes(self, book: str, device_id: str) -> bytes:
        """Return what a device signs."""
        return self.head(book) + f"{device_id}\n{hashlib.sha256(self.body).hexdigest()}\n".encode()

    def digest(self, book: str) -> bytes:
        """Return the SHA-256 by which an item is told from another with the same key, whoever signed it."""
        return hashlib.sha256(self.head(book) + self.body).digest()


def parse_item(raw: object) -> Item:
    """Return an item of a batch.

    Raises:
        ItemMalformed: a part is missing, unknown, too long or not of its form.
    """
    if not isinstance(raw, Mapping) or raw.keys() != ITEM_FIELDS:
        raise ItemMalformed
    version = raw["version"]
    if type(version) is not int or not 1 <= version <= MOST_VERSIONS:
        raise ItemMalformed(field="version")
    made_at = _text(raw, "made_at", MADE_AT)
    try:
        datetime.fromisoformat(made_at)
    except ValueError as error:  # a 31 February
        raise ItemMalformed(field="made_at") from error
    return Item(
        key=_text(raw, "key", KEY),
        made_at=made_at,
        type=_text(raw, "type", TYPE),
        version=version,
        body=_bytes(raw, "body", LONGEST_BODY),
        signature=_bytes(raw, "signature", SIGNATURE_BYTES * 2),
    )


def parse_public_key(text: str) -> bytes:
    """Return the uncompressed point of a public key in base64url.

    Raises:
        MalformedKey: it is no point of P-256.
    """
    try:
        point = from_base64url(text)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise MalformedKey(field="public_key") from error
    if len(point) != POINT_BYTES:
        raise MalformedKey(field="public_key")
    return point


def check_signature(item: Item, book: str, device_id: str, public_key: bytes) -> None:
    """Pass an item that the key has signed for this book and device.

    Raises:
        SignatureWrong: anything else.
    """
    if len(item.signature) != SIGNATURE_BYTES:
        raise SignatureWrong
    r, s = (int.from_bytes(half) for half in (item.signature[:32], item.signature[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public_key)
    try:
        key.verify(encode_dss_signature(r, s), item.signed_bytes(book, device_id), ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise SignatureWrong from error


def sealing_point(vault: Vault, book: str, number: int = CURRENT_SEALING_KEY) -> bytes:
    """Return the public point to which devices seal what they keep for the server."""
    return _point(_private_key(vault.book_secret(book, f"sync-sealing/{number}")))


def open_body(vault: Vault, book: str, item: Item) -> bytes:
    """Return what a device sealed.

    Raises:
        BodyUnreadable: it was sealed to another server or book, belongs to another item, or was changed.
    """
    body = item.body
    if body[:1] != SEALED or len(body) < SEALED_HEAD_BYTES + NONCE_BYTES:
        raise BodyUnreadable
    private = _private_key(vault.book_secret(book, f"sync-sealing/{body[1]}"))
    point = body[2:SEALED_HEAD_BYTES]
    try:
        shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
        return unseal(
            _body_key(shared, point, _point(private)), item.head(book).decode(), body[SEALED_HEAD_BYTES:]
        )
    except (SealBroken, ValueError) as error:
        raise BodyUnreadable from error


def seal_body(server_point: bytes, book: str, item: Item, number: int = CURRENT_SEALING_KEY) -> bytes:
    """Return the sealed body of an item whose `body` is still plain: what the phones' script does, for programs."""
    ephemeral = ec.generate_private_key(CURVE)
    point = _point(ephemeral)
    shared = ephemeral.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, server_point))
    key = _body_key(shared, point, server_point)
    return SEALED + bytes([number]) + point + seal(key, item.head(book).decode(), item.body)


def to_base64url(data: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the bytes of base64url without padding, in the one way they are written.

    Raises:
        ValueError: other characters, or bits that do not count.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    if to_base64url(data) != text:
        raise ValueError("not the one way to write these bytes")
    return data


def _text(raw: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = raw[name]
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ItemMalformed(field=name)
    return value


def _bytes(raw: Mapping[str, Any], name: str, longest: int) -> bytes:
    value = raw[name]
    if not isinstance(value, str) or len(value) > longest:
        raise ItemMalformed(field=name)
    try:
        return from_base64url(value)
    except ValueError as error:
        raise ItemMalformed(field=name) from error


def _body_key(shared: bytes, ephemeral: bytes, server: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=ephemeral + server, info=b"timebank/sync-body/1").derive(shared))


@lru_cache(maxsize=64)
def _private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    # 48 bytes, so that the remainder is as good as uniform (FIPS 186-5 §A.2.1).
    wide = HKDF(SHA256(), 48, salt=None, info=b"timebank/sync-sealing-key").derive(secret)
    return ec.derive_private_key(int.from_bytes(wide) % (ORDER - 1) + 1, CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
