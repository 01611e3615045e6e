"""Who holds which account: handles in the ledger say nothing, this table says whose they are.

Each handle has a secret of 32 random bytes, kept under its holder's key; the ledger derives from it the salts of
the account's state commitments. Destroying the holder's key therefore blinds the commitments too, and every proof
still verifies.
"""

import hmac
import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, String, UniqueConstraint, bindparam, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from ledger.account import new_handle
from ledger.log_name import book_of
from timebank.crypto import KEY_BYTES, People, SealBroken, Vault
from timebank.db import Base

MEMBER, SITE, BOOK = "member", "site", "book"
HOUSEHOLD, DONOR = "home", "donor"


class AccountHolder(Base):
    """The holder of one handle. `purpose` is the account's class; a yearly budget adds its year to it."""

    __tablename__ = "account_holder"
    __table_args__ = (UniqueConstraint("book", "owner_kind", "owner_id", "purpose"),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    handle: Mapped[str] = mapped_column(String(20), primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(8))
    owner_id: Mapped[str] = mapped_column(String(36))
    purpose: Mapped[str] = mapped_column(String(24))
    sealed_secret: Mapped[bytes]


# Made once: building a statement costs five times what running it does.
_NEW = insert(AccountHolder)
_HANDLE = select(AccountHolder.handle).where(
    AccountHolder.book == bindparam("book"),
    AccountHolder.owner_kind == bindparam("kind"),
    AccountHolder.owner_id == bindparam("owner"),
    AccountHolder.purpose == bindparam("purpose"),
)


class AccountSecrets:
    """The secrets of the handles in one log of a book, within one transaction; what the ledger asks for.

    An entry's salt follows from the secret and the entry's number, which each log counts anew. So a log that
    continues another takes its secrets from the first one's by HMAC-SHA-256 over its name: what opens a state in
    one log opens none in another, and destroying the first destroys them all.
    """

    def __init__(self, vault: Vault, connection: Connection, log: str) -> None:
        self._vault, self._connection, self._log, self._book = vault, connection, log, book_of(log)
        self._people = People(vault, connection, self._book)

    def create(self, owner_kind: str, owner_id: str, purpose: str) -> str:
        """Give a holder a new handle with a new secret; a member's is sealed with the member's key."""
        handle, secret = new_handle(), secrets.token_bytes(KEY_BYTES)
        self._connection.execute(
            _NEW,
            {
                "book": self._book,
                "handle": handle,
                "owner_kind": owner_kind,
                "owner_id": owner_id,
                "purpose": purpose,
                "sealed_secret": self._seal(owner_kind, owner_id, handle, secret),
            },
        )
        self._vault.account_secrets.put((self._book, handle), secret)
        return handle

    def secrets_of(self, handles: Iterable[str]) -> Mapping[str, bytes]:
        """Return the secrets of the handles; those whose holder's key is destroyed are absent."""
        found: dict[str, bytes] = {}
        missing = []
        for handle in handles:
            secret = self._vault.account_secrets.get((self._book, handle))
            if secret is None:
                missing.append(handle)
            else:
                found[handle] = secret
        if missing:
            found |= self._fetch(missing)
        if self._log == self._book:
            return found
        return {handle: hmac.digest(key, self._log.encode(), "sha256") for handle, key in found.items()}

    def _fetch(self, handles: list[str]) -> dict[str, bytes]:
        rows = self._connection.execute(
            select(
                AccountHolder.handle,
                AccountHolder.owner_kind,
                AccountHolder.owner_id,
                AccountHolder.sealed_secret,
            ).where(AccountHolder.book == self._book, AccountHolder.handle.in_(handles))
        ).all()
        self._people.load(owner_id for _, kind, owner_id, _ in rows if kind == MEMBER)
        found = {}
        for handle, kind, owner_id, sealed in rows:
            try:
                found[handle] = self._open(kind, owner_id, handle, sealed)
            except SealBroken:
                continue  # the holder is erased; the audit counts such accounts
            self._vault.account_secrets.put((self._book, handle), found[handle])
        return found

    def _seal(self, owner_kind: str, owner_id: str, handle: str, secret: bytes) -> bytes:
        if owner_kind == MEMBER:
            return self._people.seal_bytes(owner_id, f"account/{handle}", secret)
        return self._people.seal_for_book(f"account/{handle}", secret.hex())

    def _open(self, owner_kind: str, owner_id: str, handle: str, sealed: bytes) -> bytes:
        if owner_kind == MEMBER:
            return self._people.open_bytes(owner_id, f"account/{handle}", sealed)
        return bytes.fromhex(self._people.open_for_book(f"account/{handle}", sealed))


def find_handle(
    connection: Connection, book: str, owner_kind: str, owner_id: str, purpose: str
) -> str | None:
    """Return the handle a holder has for a purpose, or None."""
    wanted = {"book": book, "kind": owner_kind, "owner": owner_id, "purpose": purpose}
    return connection.scalar(_HANDLE, wanted)
