"""Numbers and bytes as the log's texts spell them: each value in exactly one way.

A reader answers None for any other spelling: `int()` would take "+42", "4_2" and "٤٢", and base64 skips what it
does not know. The caller says what was meant to stand there.
"""

import base64
import binascii
import re

MAX_SIZE = 2**63 - 1  # what every implementation of these formats can hold
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def read_decimal(text: str) -> int | None:
    """Return a number from 0 to MAX_SIZE without sign or leading zeros."""
    if _DECIMAL.fullmatch(text) is None or (value := int(text)) > MAX_SIZE:
        return None
    return value


def write_base64(data: bytes) -> str:
    """Return the bytes in standard base64 with padding (RFC 4648 §4)."""
    return base64.b64encode(data).decode("ascii")


def read_base64(text: str) -> bytes | None:
    """Return the bytes that are written so."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if write_base64(data) == text else None


def read_hash(text: str) -> bytes | None:
    """Return the 32 bytes that are written so in base64."""
    data = read_base64(text)
    return data if data is not None and len(data) == 32 else None
