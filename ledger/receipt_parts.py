"""A receipt as a few short texts, each for one QR code on paper: the proof that survives without any file.

    TBR1/2/3/9F86D081/<a part of the packed bytes in base45>

is part 2 of 3; 9F86D081 are the first four bytes of the SHA-256 of all packed bytes, by which parts of one receipt know
each other and the whole is checked. Base45 (RFC 9285) instead of plain bytes: a phone's reader hands out text, and
spoils bytes that are none; the alphanumeric mode of QR codes makes up for all but 3 % of it.

The packed bytes are compressed (RFC 1950) and hold, numbers big-endian, what a receipt says, from which its file is
written again byte for byte:

    uint16 length, the entry
    uint64 index
    uint8 number of hashes, 32 bytes each
    uint32 length, the signed checkpoint
    the record of the openings, if there is one
"""

import hashlib
import struct
import zlib

from ledger.log_errors import MalformedReceipt
from ledger.opening import format_opening
from ledger.receipt import parse_receipt

LONGEST_PART = 970  # characters: what a QR code of version 20 holds at error correction M
FEWEST, MOST = 2, 4
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_HEADER = "TBR1/{part}/{of}/{check}/"


def split_receipt(receipt: bytes) -> tuple[str, ...]:
    """Return the texts of a receipt's file; none where it is too long for paper.

    Raises MalformedReceipt.
    """
    packed = _pack(receipt)
    check = hashlib.sha256(packed).hexdigest()[:8].upper()
    room = (LONGEST_PART - len(_HEADER.format(part=1, of=1, check=check))) // 3 * 2
    of = max(FEWEST, -(-len(packed) // room))
    if of > MOST:
        return ()
    step = -(-len(packed) // of)
    return tuple(
        _HEADER.format(part=part + 1, of=of, check=check)
        + write_base45(packed[part * step : (part + 1) * step])
        for part in range(of)
    )


def write_base45(data: bytes) -> str:
    """Return the bytes in base45: two bytes as three characters, a last one as two (RFC 9285 §4).

    >>> write_base45(b"Hello!!")
    '%69 VD92EX0'
    """
    text = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, 45)
            text.append(_DIGITS[digit])
    return "".join(text)


def _pack(receipt: bytes) -> bytes:
    parsed = parse_receipt(receipt)
    proof = parsed.proof
    if proof.extra is None:
        raise MalformedReceipt("it does not hold the entry it is about")
    parts = (
        struct.pack(">H", len(proof.extra)),
        proof.extra,
        struct.pack(">QB", proof.index, len(proof.hashes)),
        *proof.hashes,
        struct.pack(">I", len(proof.checkpoint)),
        proof.checkpoint,
        b"" if parsed.opening is None else format_opening(parsed.opening),
    )
    return zlib.compress(b"".join(parts), 9)
