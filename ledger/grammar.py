"""The values entries are made of: for each, what is accepted and how it is written.

Patterns stand for the whole of a value. A reader takes text and gives the value; it accepts exactly what its
writer writes, so `int("+42")` or `date.fromisoformat("20261122")` cannot slip a second spelling in.
"""

import re
from datetime import date, datetime

from ledger.errors import MalformedEntry

MAX_NUMBER = 9_007_199_254_740_991  # 2^53 - 1: the largest integer that JavaScript holds exactly
HASH_BYTES = 32

BOOK = r"[0-9]{6}"
SITE = r"[0-9]{14}"
ID = r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"  # UUID version 8
HANDLE = r"[a-z2-7]{20}"
UNIT = r"min|pt|g\.[a-z0-9]{1,24}"
NUMBER = r"0|[1-9][0-9]{0,15}"
HASH = r"[0-9a-f]{64}"
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
REASON = r"cancelled|declined|timeout|upheld|replaced|no_show"

_PATTERNS = {
    what: re.compile(pattern)
    for what, pattern in {
        "book": BOOK,
        "id": ID,
        "site": SITE,
        "handle": HANDLE,
        "unit": UNIT,
        "number": NUMBER,
        "SHA-256": HASH,
        "time": TIME,
        "day": DAY,
        "of": f"-|{BOOK}|{SITE}|{HANDLE}",  # nothing, a book, a site, a programme
        "origin": r"[!-*,-~]{1,255}",  # printable, no space and no "+": it is also a key name
        "vkey": r"[!-*,-~]{1,255}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{4,4000}={0,2}",
        "reason": REASON,
        "class": "issue|grant|pool|member|household|shop|donor|consumed|spoiled|difference|deducted|expired|loss"
        "|clearing",
        "status": "open|frozen|closed",
    }.items()
}


def checked(what: str, text: str) -> str:
    """Return the text if it is a well-formed `what` (book, id, site, handle, unit …)."""
    if _PATTERNS[what].fullmatch(text) is None:
        raise MalformedEntry(f"{text!r} is no {what}")
    return text


def read_number(text: str) -> int:
    return checked_number(int(checked("number", text)))


def checked_number(value: int) -> int:
    if not 0 <= value <= MAX_NUMBER:
        raise MalformedEntry(f"{value} is not between 0 and {MAX_NUMBER}")
    return value


def read_hash(text: str) -> bytes:
    return bytes.fromhex(checked("SHA-256", text))


def checked_hash(value: bytes) -> bytes:
    if len(value) != HASH_BYTES:
        raise MalformedEntry(f"a hash has {HASH_BYTES} bytes, not {len(value)}")
    return value


def read_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(checked("time", text))
    except ValueError as error:
        raise MalformedEntry(f"{text} is no time") from error


def format_time(value: datetime) -> str:
    """Write a time of whole seconds in UTC as `YYYY-MM-DDTHH:MM:SSZ`."""
    text = value.isoformat()
    if len(text) != 25 or not text.endswith("+00:00"):
        raise MalformedEntry(f"{text} is not a time of whole seconds in UTC")
    return text[:19] + "Z"


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(checked("day", text))
    except ValueError as error:
        raise MalformedEntry(f"{text} is no day") from error
