"""A private key in a file of its own, for its owner's eyes only (0600), plain or sealed.

Plain it is 32 bytes in hexadecimal and a line feed. Sealed it is one line

    timebank/sealed-key/v1 <hexadecimal of nonce[12] || ChaCha20-Poly1305(secret, nonce, key, "timebank/sealed-key/v1")>

which only the secret of 32 bytes opens, so that a copy of the file alone signs nothing.
"""

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ledger.keys import SigningKey, is_key_name
from ledger.log_errors import KeyStaysSealed, MalformedKey

SECRET_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"timebank/sealed-key/v1"
_PLAIN = re.compile(rb"([0-9a-f]{64})\n")
_SEALED = re.compile(_VERSION + rb" ([0-9a-f]{120})\n")
_MOST_BYTES = 200  # more than either form has, so that a longer file is seen to be one


def read_signing_key(path: Path, name: str, kind: bytes, secret: bytes = b"") -> SigningKey:
    """Return the key in a file; `secret` opens one that is sealed, and is not asked for where it is plain.

    Raises:
        MalformedKey: the file holds no key, or others could read it.
        KeyStaysSealed: the secret is missing or another one.
        OSError: the file cannot be read.
    """
    if not is_key_name(name):
        raise MalformedKey(f"{name!r} cannot be the name of a key")
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & 0o077:
            raise MalformedKey(f"{path} can be read by others: chmod 600 it, or make a new key")
        data = file.read(_MOST_BYTES)
    if (plain := _PLAIN.fullmatch(data)) is not None:
        key = bytes.fromhex(plain[1].decode())
    elif (sealed := _SEALED.fullmatch(data)) is not None:
        key = _open(path, bytes.fromhex(sealed[1].decode()), secret)
    else:
        raise MalformedKey(f"{path} does not hold 64 hexadecimal digits and a line feed, nor a sealed key")
    return SigningKey(name, kind, Ed25519PrivateKey.from_private_bytes(key))


def create_key_file(path: Path, secret: bytes = b"") -> None:
    """Write a new key, durably, sealed where a secret is given. Raises FileExistsError rather than replace one."""
    key = Ed25519PrivateKey.generate().private_bytes_raw()
    line = _seal(key, secret) if secret else key.hex().encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _seal(key: bytes, secret: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + ChaCha20Poly1305(secret).encrypt(nonce, key, _VERSION)
    return _VERSION + b" " + sealed.hex().encode()


def _open(path: Path, sealed: bytes, secret: bytes) -> bytes:
    if not secret:
        raise KeyStaysSealed(str(path), "the secret that opens it was not given")
    try:
        return ChaCha20Poly1305(secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _VERSION)
    except InvalidTag as error:
        raise KeyStaysSealed(str(path), "it is not opened by the secret that was given") from error
