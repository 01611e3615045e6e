"""The public name of a signing key, as C2SP signed-note writes it: ``name+hex8+base64(type || key)``."""

import base64
import hashlib

ED25519 = b"\x01"


def key_id(name: str, kind: bytes, public_key: bytes) -> bytes:
    """Return the four bytes that tell a name's keys apart: SHA-256(name || 0x0A || type || key)[:4]."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public_key).digest()[:4]


def format_vkey(name: str, public_key: bytes) -> str:
    """Return the vkey of an Ed25519 public key of 32 bytes."""
    encoded = base64.b64encode(ED25519 + public_key).decode()
    return f"{name}+{key_id(name, ED25519, public_key).hex()}+{encoded}"
