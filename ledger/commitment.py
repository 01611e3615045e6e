"""Commitments: what an entry says about a secret without showing it.

`state` commits to an account's counters after a posting. Whoever holds the account's secret (32 random bytes
a handle) can open it; once the secret is destroyed nobody can, and the log still verifies.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from typing import Protocol

from ledger.account import Account


class Secrets(Protocol):
    """Where the accounts' secrets are kept."""

    def secrets_of(self, handles: Collection[str]) -> Mapping[str, bytes]:
        """Return the 32-byte secret of each handle; one whose secret was destroyed is left out."""


def commit_digest(salt: bytes, data: bytes) -> bytes:
    """Return SHA-256(salt || data), as `memo` and `acts` hold it. The salt has 16 random bytes."""
    return hashlib.sha256(salt + data).digest()


def state_text(account: Account, previous: int | None) -> bytes:
    """Return the bytes a state commits to: the account after an entry, `previous` the one before it."""
    last = "-" if previous is None else previous
    return (
        f"timebank/state/v1\n{account.handle} {account.unit} {account.debits} {account.credits} "
        f"{account.pending_debits} {account.pending_credits} {account.version} {last}\n"
    ).encode("ascii")


def state_salt(secret: bytes, seq: int, unit: str) -> bytes:
    """Return HMAC-SHA-256(secret, "<seq> <unit>")[:16], the salt of the account's state in entry `seq`."""
    return hmac.digest(secret, f"{seq} {unit}".encode("ascii"), "sha256")[:16]


def commit_state(account: Account, previous: int | None, seq: int, secret: bytes) -> bytes:
    """Return the state commitment of an account that entry `seq` has just moved."""
    salt = state_salt(secret, seq, account.unit)
    return hashlib.sha256(state_text(account, previous) + salt).digest()
