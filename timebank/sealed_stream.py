"""A long file sealed chunk by chunk, so that it is written and read without being held in memory.

    timebank/sealed/v1 LF
    salt[32]
    chunk, chunk, … last chunk         each 65,536 plain bytes (the last 0 to 65,536) and a 16-byte tag

Each chunk is AES-256-GCM under HKDF-SHA256(master key, salt, "timebank/sealed/v1"). Its nonce is its number, 11
bytes, and a byte that is 1 for the last chunk: chunks can be neither swapped nor left out, nor the file cut short
at the end of one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). A key serves one file.
"""

import os
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"timebank/sealed/v1\n"
SALT_BYTES = 32
CHUNK_BYTES = 65_536
TAG_BYTES = 16
KEY_BYTES = 32


class NotASealedFile(Exception):
    """The file does not begin as one of ours does."""


class DoesNotOpen(Exception):
    """The first chunk does not open: another key, or the file was altered."""


class Altered(Exception):
    """A chunk does not open, or the file ends before its last one. Nothing read from it is to be trusted."""


class SealingWriter:
    """Seals what is written to it into a file; only `finish` makes the file whole."""

    def __init__(self, file: BinaryIO, master_key: bytes) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        self._file, self._key = file, _file_key(master_key, salt)
        self._number, self._waiting = 0, bytearray()
        file.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        """Take bytes; a chunk is sealed as soon as it is known not to be the last."""
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), is_last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def finish(self) -> None:
        """Seal the last chunk and make the file durable."""
        self._seal(bytes(self._waiting), is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._key.encrypt(_nonce(self._number, is_last=is_last), chunk, None))
        self._number += 1


class OpeningReader:
    """Reads back what `SealingWriter` sealed; bytes are given out only once their chunk has proved genuine."""

    def __init__(self, file: BinaryIO, master_key: bytes) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise NotASealedFile
        self._file, self._key = file, _file_key(master_key, file.read(SALT_BYTES))
        self._number, self._open, self._is_over = 0, b"", False
        self._next = file.read(CHUNK_BYTES + TAG_BYTES)

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, at least one until the file is over.

        Raises:
            DoesNotOpen, Altered: the file is not what was sealed, or not with this key.
        """
        while not self._open and not self._is_over:
            self._open_next()
        data, self._open = self._open[:size], self._open[size:]
        return data

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._file.read(CHUNK_BYTES + TAG_BYTES)
        is_last = not self._next
        try:
            self._open = self._key.decrypt(_nonce(self._number, is_last=is_last), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise (Altered if self._number else DoesNotOpen) from error
        self._number, self._is_over = self._number + 1, is_last


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _file_key(master_key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"timebank/sealed/v1").derive(master_key))
