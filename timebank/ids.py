"""Identifiers made in the application: UUID version 7 texts (RFC 9562 §5.7), so that keys grow with time."""

import secrets
import threading
from datetime import datetime

_last = 0
_lock = threading.Lock()


def new_id(now: datetime) -> str:
    """Return a new id, 36 characters: 48 bits of Unix milliseconds, then 74 bits, random at first.

    Within one millisecond the next id is the last one plus a random step, so that ids of one process grow in the
    order they were made (RFC 9562 §6.2, method 2).
    """
    global _last  # what came last is the state of the process
    payload = int(now.timestamp() * 1000) << 74 | secrets.randbits(73)  # the top bit is room to grow
    with _lock:
        if payload >> 74 == _last >> 74:
            payload = _last + 1 + secrets.randbits(32)
        _last = payload
    milliseconds, random_a, low = payload >> 74, payload >> 62 & 0xFFF, payload & (1 << 62) - 1
    value = milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0x2 << 62 | low
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def with_check_digit(number: int) -> str:
    """Return a number people read aloud, with a last digit that finds any one wrong digit (ISO 7064 MOD 11,10)."""
    digits = str(number)
    return digits + str(_check_digit(digits))


def is_checked_number(text: str) -> bool:
    """Tell whether a number's last digit fits; any single wrong digit and most swaps do not."""
    return text.isascii() and text.isdigit() and len(text) > 1 and _check_digit(text[:-1]) == int(text[-1])


def _check_digit(digits: str) -> int:
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10
