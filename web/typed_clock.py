"""The time of day as people type it: 9:00, ９：００, 9点, 9点05分, 9.30."""

import re
import unicodedata

CLOCK = re.compile(r"([0-9]{1,2})(?:[:.点时]([0-9]{2})?分?)?")


def plain_clock(text: str) -> str:
    """Return a typed time of day as 09:00; what is none comes back as it is, to be refused by its schema."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    found = CLOCK.fullmatch(plain)
    return f"{found[1]:>02}:{found[2] or '00'}" if found else plain
