"""The credentials of the cast: made with the demo, printed, and written to a file for whoever tries it.

Only the cast can log in. Passwords are random, since a demo may be left running.
"""

import json
import os
import secrets
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from timebank.crypto import Vault
from timebank.demo.cast import CAST, COUNTY, CastMember
from timebank.members.cards import spaced_card_number
from timebank.members.hashing import hash_secret

PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz"
"""Without i, l and o, which look like digits on a wall sheet."""


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """How one of the cast logs in; what is "" is not there."""

    role: str
    name: str
    phone: str
    password: str
    pin: str
    card: str


class CastSecrets:
    """Passwords, PINs and cards of the cast. The hashes are worked out beside the making of the county."""

    def __init__(self, vault: Vault) -> None:
        self.cards: dict[str, str] = {}
        self._passwords = {one.key: _new_password(one.key) for one in CAST if one.phone}
        self._pins = {one.key: _new_pin() for one in CAST}
        hashing = ThreadPoolExecutor(1)  # Argon2 lets other threads run
        self._hashes: dict[str, Future[str]] = {
            secret: hashing.submit(hash_secret, vault, COUNTY, key, secret)
            for kind in (self._passwords, self._pins)
            for key, secret in kind.items()
        }
        hashing.shutdown(wait=False)

    def password_hash(self, key: str) -> str:
        """Return the hash of a cast member's password, "" for one who has none."""
        password = self._passwords.get(key)
        return self._hashes[password].result() if password else ""

    def pin_hash(self, key: str) -> str:
        """Return the hash of a cast member's PIN."""
        return self._hashes[self._pins[key]].result()

    def logins(self) -> tuple[DemoLogin, ...]:
        """Return how each of the cast logs in."""
        return tuple(self._login(one) for one in CAST)

    def _login(self, one: CastMember) -> DemoLogin:
        card = self.cards.get(one.key, "")
        return DemoLogin(
            role=one.role,
            name=one.name,
            phone=one.phone,
            password=self._passwords.get(one.key, ""),
            pin=self._pins[one.key] if card else "",
            card=card,
        )


def write_logins(file: Path, logins: Sequence[DemoLogin]) -> None:
    """Write the logins as JSON, readable to the owner alone."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump([asdict(one) for one in logins], stream, ensure_ascii=False, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())


def read_logins(file: Path) -> tuple[DemoLogin, ...]:
    """Return the logins that `write_logins` wrote."""
    rows = cast("list[dict[str, str]]", json.loads(file.read_text(encoding="utf-8")))
    return tuple(DemoLogin(**row) for row in rows)


def login_table(logins: Sequence[DemoLogin]) -> str:
    """Return the logins as lines of text."""
    rows = [("role", "name", "phone", "password", "pin", "card")]
    rows += [
        (one.role, one.name, one.phone, one.password, one.pin, spaced_card_number(one.card)) for one in logins
    ]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    """Return the columns a text takes on a terminal: a Chinese character takes two."""
    return sum(1 if character.isascii() else 2 for character in text)


def _new_password(key: str) -> str:
    letters = "".join(secrets.choice(PLAIN_LETTERS) for _ in range(5))
    return f"{key}-{letters}-{secrets.randbelow(900) + 100}"


def _new_pin() -> str:
    """Return six digits that are neither a run nor a date."""
    return f"{secrets.randbelow(10)}7{secrets.randbelow(10_000):04d}"
