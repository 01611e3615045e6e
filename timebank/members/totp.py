"""Codes of an authenticator app: HOTP (RFC 4226) over steps of 30 seconds (RFC 6238), SHA-1, six digits."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from timebank.schemas import plain_digits

STEP_SECONDS, CODE_DIGITS = 30, 6
SECRET_BYTES = 20  # the length of a SHA-1, RFC 4226 §4 R6
TOLERANCE = 1
"""A phone's clock may be a step off either way (RFC 6238 §5.2)."""


def new_secret() -> bytes:
    """Return a new secret to share with an app."""
    return secrets.token_bytes(SECRET_BYTES)


def spoken_secret(secret: bytes) -> str:
    """Return a secret as apps take it: base32 in capitals."""
    return base64.b32encode(secret).decode()


def code_at(secret: bytes, step: int) -> str:
    """Return the code of one step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0xF  # RFC 4226 §5.3, dynamic truncation
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def step_of(moment: datetime) -> int:
    """Return the step a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def find_step(secret: bytes, code: str, now: datetime) -> int | None:
    """Return the step near now whose code this is, as typed, or None."""
    digits = plain_digits(code).encode()
    for step in range(step_of(now) - TOLERANCE, step_of(now) + TOLERANCE + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), digits):
            return step
    return None
