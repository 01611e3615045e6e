"""The values entries are made of: for each, what is accepted and how it is written.

A reader takes text and gives the value; a writer gives the one text of a value. A reader accepts exactly
what its writer writes, so `int("+42")` or `date.fromisoformat("20261122")` cannot slip a second spelling in.
"""

import re
from datetime import UTC, date, datetime

from ledger.errors import MalformedEntry

MAX_NUMBER = 9_007_199_254_740_991  # 2^53 - 1: the largest integer that JavaScript holds exactly
HASH_BYTES = 32

_PATTERNS = {
    "book": re.compile(r"[0-9]{6}"),
    "id": re.compile(
        r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    ),  # UUID version 8
    "site": re.compile(r"[0-9]{14}"),
    "handle": re.compile(r"[a-z2-7]{20}"),
    "unit": re.compile(r"min|pt|g\.[a-z0-9]{1,24}"),
    "of": re.compile(r"-|[0-9]{6}|[0-9]{14}|[a-z2-7]{20}"),  # none, book, site, programme
    "origin": re.compile(r"[!-*,-~]{1,255}"),  # printable, no space and no "+": it is also a key name
    "vkey": re.compile(r"[!-*,-~]{1,255}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{4,4000}={0,2}"),
    "reason": re.compile(r"cancelled|declined|timeout|upheld|replaced|no_show"),
    "class": re.compile(
        r"issue|grant|pool|member|household|shop|donor|consumed|spoiled|difference|deducted|expired|loss|clearing"
    ),
    "status": re.compile(r"open|frozen|closed"),
}
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
_HASH = re.compile(r"[0-9a-f]{64}")


def checked(what: str, text: str) -> str:
    """Return the text if it is a well-formed `what` (book, id, site, handle, unit …)."""
    if _PATTERNS[what].fullmatch(text) is None:
        raise MalformedEntry(f"{text!r} is no {what}")
    return text


def read_number(text: str) -> int:
    if _NUMBER.fullmatch(text) is None:
        raise MalformedEntry(f"{text!r} is no number")
    return checked_number(int(text))


def checked_number(value: int) -> int:
    if not 0 <= value <= MAX_NUMBER:
        raise MalformedEntry(f"{value} is not between 0 and {MAX_NUMBER}")
    return value


def read_hash(text: str) -> bytes:
    if _HASH.fullmatch(text) is None:
        raise MalformedEntry(f"{text!r} is no SHA-256 in lower-case hex")
    return bytes.fromhex(text)


def checked_hash(value: bytes) -> bytes:
    if len(value) != HASH_BYTES:
        raise MalformedEntry(f"a hash has {HASH_BYTES} bytes, not {len(value)}")
    return value


def read_time(text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise MalformedEntry(f"{text!r} is no time") from error
    if value.tzinfo is None or format_time(value) != text:
        raise MalformedEntry(f"{text!r} is not written YYYY-MM-DDTHH:MM:SSZ")
    return value


def format_time(value: datetime) -> str:
    """Write a time of whole seconds in UTC as `YYYY-MM-DDTHH:MM:SSZ`."""
    text = value.isoformat()
    if len(text) != 25 or not text.endswith("+00:00"):
        raise MalformedEntry(f"{text} is not a time of whole seconds in UTC")
    return text[:19] + "Z"


def whole_seconds(value: datetime) -> datetime:
    """Return the same moment as entries can hold it: in UTC, the fraction of the second cut off."""
    return value.astimezone(UTC).replace(microsecond=0)


def read_day(text: str) -> date:
    try:
        value = date.fromisoformat(text)
    except ValueError as error:
        raise MalformedEntry(f"{text!r} is no day") from error
    if value.isoformat() != text:
        raise MalformedEntry(f"{text!r} is not written YYYY-MM-DD")
    return value
