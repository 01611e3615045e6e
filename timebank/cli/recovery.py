"""The recovery sheet: the master key in two halves, for two people, to be printed or copied by hand, once."""

import hashlib
from pathlib import Path

HALF_DIGITS = 32
GROUP = 4
CHECK_DIGITS = 4


def recovery_sheet(master_key: bytes, key_file: Path) -> str:
    """Return the sheet. Each half alone leaves 128 bits to guess; its check tells a slip of the pen."""
    digits = master_key.hex()
    first, second = digits[:HALF_DIGITS], digits[HALF_DIGITS:]
    return f"""\
================================ RECOVERY SHEET ================================
The master key opens every name, phone and photograph, and every backup. It is
shown this once. Cut the sheet in two; two people keep one half each, on paper.
It stands in {key_file}

Half 1 of 2:   {_grouped(first)}   check {_check(first)}
- - - - - - - - - - - - - - - - - - cut here - - - - - - - - - - - - - - - - - -
Half 2 of 2:   {_grouped(second)}   check {_check(second)}

To restore a backup: write half 1, then half 2, without the checks, into a file
and name it with  python -m timebank restore FILE --master-key-file F
================================================================================
"""


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def _check(half: str) -> str:
    return hashlib.sha256(half.encode()).hexdigest()[:CHECK_DIGITS]
