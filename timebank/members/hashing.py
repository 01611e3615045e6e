"""Hashes of passwords and PINs.

Argon2id with 19 MiB, two passes, one lane: the smallest setting OWASP's password storage sheet still recommends.
A village server is one small machine; 0.03 s and 19 MiB a login let thirty-two threads check at once in 600 MiB,
where the library's defaults (64 MiB, three passes) would need 2 GiB. Guessing is held back by the count of tries.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from timebank.crypto import Vault

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$CMnsYIOtvF1pQ6rIMQKWQw$X4kinpP6yZd0aBZlkB7cy0qeMvLbitLGt8lppZmljKE"
)
"""Of a random secret nobody has: checked where there is no account, so that it takes as long as where there is."""


def hash_secret(vault: Vault, book: str, owner: str, secret: str) -> str:
    """Return the hash of a secret of an owner.

    The salt is derived from book key, owner and secret instead of drawn: nobody without the key can foresee it, and
    the same request asked again is the same command.
    """
    plain = _plain(secret)
    salt = vault.lookup_hash(book, "secret-salt", f"{owner}\n{plain}")
    return hasher.hash(plain, salt=salt)


def is_right_secret(stored: str | None, secret: str) -> bool:
    """Tell whether a secret fits a stored hash; without one it takes as long and says no."""
    try:
        hasher.verify(stored or NOBODYS_HASH, _plain(secret))
    except VerifyMismatchError:
        return False
    return stored is not None


def _plain(secret: str) -> str:
    # Phones type full-width letters and digits without showing it.
    return unicodedata.normalize("NFKC", secret)
