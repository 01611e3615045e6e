"""Keys and sealed fields.

One master key file stands over everything. Each person has an own random key, wrapped by the master key; the
person's name, numbers, address and notes are sealed with it, so that destroying one row erases the person
everywhere, in backups too once their time is up. What must be found again (a phone, a name) is found by a keyed
hash. What belongs to the book and to nobody is sealed with the book's key.

Sealing is AES-256-GCM with a random 12-byte nonce before the ciphertext; the place of the field is bound in as
associated data, so that a sealed value copied to another row does not open.
"""

import hashlib
import hmac
import os
import secrets
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, String, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base

KEY_BYTES = 32
NONCE_BYTES = 12
CACHED_KEYS = 50_000
K = TypeVar("K")
V = TypeVar("V")


class NotAMasterKey(Exception):
    """A file does not hold a master key; the text says what is wrong with it."""


class Remembered(Generic[K, V]):
    """The values used last, a bounded number of them. Safe to use from many threads."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return the remembered value, or None."""
        return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Remember a value; the oldest goes when there are too many."""
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._size:
                self._values.popitem(last=False)

    def drop(self, key: K) -> None:
        """Forget a value."""
        with self._lock:
            self._values.pop(key, None)


class PersonKey(Base):
    """The wrapped key of one person; without the row the person's sealed fields are noise."""

    __tablename__ = "person_key"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    wrapped: Mapped[bytes]


class SealBroken(Exception):
    """A sealed value does not open: altered, copied from elsewhere, or its key is destroyed."""


class Vault:
    """The master key of one installation and what is derived from it. Safe to use from many threads."""

    def __init__(self, master_key: bytes) -> None:
        assert len(master_key) == KEY_BYTES
        self._wrapping = AESGCM(_derive(master_key, b"timebank/person-keys/v1"))
        self._lookup = _derive(master_key, b"timebank/lookup/v1")
        self._books = _derive(master_key, b"timebank/book/v1")
        self._person_keys: Remembered[tuple[str, str], AESGCM] = Remembered(CACHED_KEYS)
        self.account_secrets: Remembered[tuple[str, str], bytes] = Remembered(CACHED_KEYS)

    def lookup_hash(self, book: str, kind: str, text: str) -> bytes:
        """Return the keyed hash by which a value is found without being readable (16 bytes)."""
        framed = f"{book}\n{kind}\n{text}".encode()
        return hmac.digest(self._lookup, framed, hashlib.sha256)[:16]

    def book_secret(self, book: str, purpose: str) -> bytes:
        """Return the 32 secret bytes of a book for one purpose."""
        return hmac.digest(self._books, f"{book}\n{purpose}".encode(), hashlib.sha256)

    def seal_for_book(self, book: str, place: str, text: str) -> bytes:
        """Seal something that belongs to the book."""
        return seal(AESGCM(self.book_secret(book, "data")), f"{book}/{place}", text.encode())

    def open_for_book(self, book: str, place: str, sealed: bytes) -> str:
        """Open what `seal_for_book` sealed at the same place."""
        return unseal(AESGCM(self.book_secret(book, "data")), f"{book}/{place}", sealed).decode()

    def create_person(self, connection: Connection, book: str, member_id: str) -> None:
        """Make and store a person's key."""
        key = secrets.token_bytes(KEY_BYTES)
        wrapped = seal(self._wrapping, f"{book}/{member_id}", key)
        connection.execute(
            PersonKey.__table__.insert(),  # type: ignore[attr-defined]  # a Table at run time
            {"book": book, "member_id": member_id, "wrapped": wrapped},
        )
        self._remember(book, member_id, key)

    def load_people(self, connection: Connection, book: str, member_ids: Iterable[str]) -> None:
        """Bring the keys of several people into memory with one statement, before a list is opened."""
        missing = [one for one in set(member_ids) if self._person_keys.get((book, one)) is None]
        if not missing:
            return
        rows = connection.execute(
            select(PersonKey.member_id, PersonKey.wrapped).where(
                PersonKey.book == book, PersonKey.member_id.in_(missing)
            )
        )
        for member_id, wrapped in rows:
            self._remember(book, member_id, unseal(self._wrapping, f"{book}/{member_id}", wrapped))

    def person(self, connection: Connection, book: str, member_id: str) -> AESGCM:
        """Return a person's key.

        Raises:
            SealBroken: the key is destroyed.
        """
        key = self._person_keys.get((book, member_id))
        if key is None:
            self.load_people(connection, book, [member_id])
            key = self._person_keys.get((book, member_id))
        if key is None:
            raise SealBroken(f"the key of member {member_id} is destroyed")
        return key

    def forget(self, book: str, member_id: str) -> None:
        """Drop a key from memory, when it is destroyed."""
        self._person_keys.drop((book, member_id))

    def _remember(self, book: str, member_id: str, key: bytes) -> None:
        self._person_keys.put((book, member_id), AESGCM(key))


class People:
    """The sealed fields of the people of one book, within one transaction."""

    def __init__(self, vault: Vault, connection: Connection, book: str) -> None:
        self._vault, self._connection, self._book = vault, connection, book

    def create(self, member_id: str) -> None:
        """Make the key of a new person."""
        self._vault.create_person(self._connection, self._book, member_id)

    def load(self, member_ids: Iterable[str]) -> None:
        """Fetch several keys at once, before a list is opened."""
        self._vault.load_people(self._connection, self._book, member_ids)

    def seal(self, member_id: str, field: str, text: str) -> bytes:
        """Seal a person's field."""
        return self.seal_bytes(member_id, field, text.encode())

    def seal_bytes(self, member_id: str, field: str, data: bytes) -> bytes:
        """Seal a person's bytes, such as a photograph."""
        key = self._vault.person(self._connection, self._book, member_id)
        return seal(key, f"{self._book}/{member_id}/{field}", data)

    def open(self, member_id: str, field: str, sealed: bytes | None) -> str:
        """Open a person's field; nothing stored is an empty text."""
        return "" if sealed is None else self.open_bytes(member_id, field, sealed).decode()

    def open_bytes(self, member_id: str, field: str, sealed: bytes) -> bytes:
        """Open a person's bytes."""
        key = self._vault.person(self._connection, self._book, member_id)
        return unseal(key, f"{self._book}/{member_id}/{field}", sealed)

    def seal_for_book(self, place: str, text: str) -> bytes:
        """Seal what belongs to the book and to no member."""
        return self._vault.seal_for_book(self._book, place, text)

    def open_for_book(self, place: str, sealed: bytes) -> str:
        """Open what `seal_for_book` sealed."""
        return self._vault.open_for_book(self._book, place, sealed)

    def lookup_hash(self, kind: str, text: str) -> bytes:
        """Return the keyed hash by which a value of the kind is found."""
        return self._vault.lookup_hash(self._book, kind, text)


def seal(key: AESGCM, place: str, data: bytes) -> bytes:
    """Return nonce and ciphertext of the data, bound to its place."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.encrypt(nonce, data, place.encode())


def unseal(key: AESGCM, place: str, sealed: bytes) -> bytes:
    """Return the data that `seal` sealed with this key at this place."""
    try:
        return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"the sealed value at {place} does not open") from error


def create_master_key(path: Path) -> bytes:
    """Write a new master key file and return the key; an existing file is never overwritten."""
    key = secrets.token_bytes(KEY_BYTES)
    write_master_key(path, key)
    return key


def write_master_key(path: Path, key: bytes) -> None:
    """Write a key durably to a new file that its owner alone may read (0600)."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_master_key(path: Path) -> bytes:
    """Return the key from its file of 64 hexadecimal digits; blanks and line ends between them do not matter.

    Raises:
        NotAMasterKey: the file holds something else.
    """
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise NotAMasterKey(f"{path} does not hold a master key: 64 digits from 0 to 9 and a to f") from error
    if len(key) != KEY_BYTES:
        raise NotAMasterKey(f"{path} holds {len(key) * 2} digits of a master key that has {KEY_BYTES * 2}")
    return key


def _derive(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(master_key)
