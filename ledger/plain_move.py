"""The bytes of an entry that moves units from one account to one other, read in one stroke.

Nearly every entry of a book is one. Who reads a million of them tries this before `entry.parse`, which reads every
entry: one pattern takes the whole text, and hardly anything is made of it. What is read here is well-formed, and
`parse` reads the same; bytes that give None here may still be an entry.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from ledger.entry import DIGESTS, HEADER, POSTING
from ledger.grammar import MAX_NUMBER, REASON

_PATTERN = re.compile(f"{HEADER}(?:reason ({REASON})\n)?{POSTING}{POSTING}{DIGESTS}")
_KINDS = ("transfer", "reserve", "settle", "release", "reverse", "expire")
_CLOSING = ("settle", "release", "reverse")


class PlainMove(NamedTuple):
    """What the bytes say. Hashes, days and the time stay as they are written; `moment` is the time."""

    book: str
    seq: int
    prev: str
    id: str
    kind: str
    recorded: str
    service: str | None
    site: str | None
    policy: int
    ref: str | None
    with_id: str | None
    payer: str
    payee: str
    unit: str
    amount: int
    held: int | None
    payer_state: str
    payee_state: str
    moment: datetime


def read_plain_move(data: bytes) -> PlainMove | None:
    """Return what the bytes say, None unless they are such a move in the one way it is written."""
    found = _PATTERN.fullmatch(data.decode("ascii", "replace"))  # what is not ASCII fits nowhere
    if found is None:
        return None
    words = found.groups()
    book, seq, prev, id_, kind, recorded, service, site, policy, ref, with_id, reason = words[:12]
    side, payer, unit, amount, held, payer_state = words[12:18]
    other_side, payee, other_unit, other_amount, other_held, payee_state = words[18:24]
    if (side, other_side, other_unit, other_amount, other_held) != ("debit", "credit", unit, amount, held):
        return None
    if (
        payer == payee
        or kind not in _KINDS
        or (ref is not None) is not (kind in _CLOSING)
        or (held is not None) is not (kind == "settle")
        or (reason is not None) is not (kind == "release")
    ):
        return None
    try:
        moment = datetime.fromisoformat(recorded)
        if service is not None:
            date.fromisoformat(service)
    except ValueError:
        return None
    move = PlainMove(
        book,
        int(seq),
        prev,
        id_,
        kind,
        recorded,
        service,
        site,
        int(policy),
        ref,
        with_id,
        payer,
        payee,
        unit,
        int(amount),
        None if held is None else int(held),
        payer_state,
        payee_state,
        moment,
    )
    return move if _is_in_range(move) else None


def _is_in_range(move: PlainMove) -> bool:
    largest = move.amount if move.held is None else move.held
    return 0 < move.amount <= largest <= MAX_NUMBER and move.seq <= MAX_NUMBER and move.policy <= MAX_NUMBER
