"""An entry: the exact bytes of one ledger act, and the only place that says what they are.

ASCII, LF after every line, `key SP value`, in this order (the example shows everything a settle may carry):

    timebank/entry/v1
    book 450125
    seq 18231
    prev <64 hex>                   leaf hash of the entry before; in the first one SHA-256 of the origin
    id 019326a4-5c1e-8b0a-9d2f-4e1f0a6b7c8d
    kind settle
    recorded 2026-11-22T00:57:03Z   never earlier than in the entry before
    service 2026-11-20              day of the service (not every kind, optional)
    site 45012510020101             where (not every kind, optional)
    policy 14                       counter of the rules in force
    ref <id>                        what this settles, releases or reverses (these kinds only)
    with <id>                       the first entry of the same act (optional)
    ...                             the kind's own lines: kinds.py
    debit <handle> min 45 held 60 state <64 hex>
    credit <handle> min 45 held 60 state <64 hex>
    memo sha256 <64 hex>            SHA-256(salt || text), both kept elsewhere (optional)
    acts sha256 <64 hex>            the same over the record of acts (optional)

Debits come first, each side sorted by handle and unit; an account stands in an entry once.
`parse` accepts exactly the bytes that `encode` writes.
"""

import hmac
import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from ledger.account import Side, new_handle
from ledger.commitment import commit_digest
from ledger.errors import MalformedEntry
from ledger.grammar import (
    BOOK,
    DAY,
    HANDLE,
    HASH,
    ID,
    MAX_NUMBER,
    NUMBER,
    SITE,
    TIME,
    UNIT,
    checked,
    checked_hash,
    checked_number,
    format_time,
    read_day,
    read_time,
)
from ledger.kinds import KINDS, Kind
from ledger.lines import Lines
from ledger.own_lines import Body

__all__ = ["Entry", "Posting", "commit_digest", "encode", "entry_id", "new_handle", "parse"]

VERSION = "timebank/entry/v1"
MAX_BYTES = 65_535  # an entry bundle frames each entry by a 16-bit length
MAX_POSTINGS = 100


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg: whole units on a side of an account, and the commitment to its state afterwards."""

    side: Side
    handle: str
    unit: str
    amount: int
    held: int | None
    state: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What the bytes say. Hashes are 32 bytes, times whole seconds in UTC."""

    book: str
    seq: int
    prev: bytes
    id: str
    kind: str
    recorded: datetime
    policy: int
    body: Body | None = None
    postings: tuple[Posting, ...] = ()
    service: date | None = None
    site: str | None = None
    ref: str | None = None
    with_id: str | None = None
    memo: bytes | None = None
    acts: bytes | None = None


HEADER = (
    f"{VERSION}\n"
    f"book ({BOOK})\n"
    f"seq ({NUMBER})\n"
    f"prev ({HASH})\n"
    f"id ({ID})\n"
    f"kind ([a-z]+)\n"
    f"recorded ({TIME})\n"
    f"(?:service ({DAY})\n)?"
    f"(?:site ({SITE})\n)?"
    f"policy ({NUMBER})\n"
    f"(?:ref ({ID})\n)?"
    f"(?:with ({ID})\n)?"
)
POSTING = f"(debit|credit) ({HANDLE}) ({UNIT}) ({NUMBER})(?: held ({NUMBER}))? state ({HASH})\n"
DIGESTS = f"(?:memo sha256 ({HASH})\n)?(?:acts sha256 ({HASH})\n)?"
_HEADER, _POSTING, _DIGESTS = re.compile(HEADER), re.compile(POSTING), re.compile(DIGESTS)


def encode(entry: Entry) -> bytes:
    """Return the bytes of an entry. Raises MalformedEntry where a value cannot stand in one."""
    checked("book", entry.book)
    checked_number(entry.seq)
    checked_hash(entry.prev)
    checked("id", entry.id)
    checked_number(entry.policy)
    for what, text in (("site", entry.site), ("id", entry.ref), ("id", entry.with_id)):
        if text is not None:
            checked(what, text)
    for posting in entry.postings:
        checked("handle", posting.handle)
        checked("unit", posting.unit)
        checked_hash(posting.state)
    for digest in (entry.memo, entry.acts):
        if digest is not None:
            checked_hash(digest)
    _require_shape(entry)
    return _format(entry)


def parse(data: bytes) -> Entry:
    """Return what the bytes say. Raises MalformedEntry unless `encode` writes exactly these bytes."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedEntry(f"byte {error.start} is not ASCII") from error
    header = _HEADER.match(text)
    if header is None:
        raise MalformedEntry("the lines up to its own are not as they must be")
    book, seq, prev, id_, kind, recorded, service, site, policy, ref, with_id = header.groups()
    lines = Lines(text, header.end())
    read = _kind(kind).read
    body = None if read is None else read(lines)
    postings, at = _read_postings(text, lines.at)
    digests = _DIGESTS.fullmatch(text, at)
    if digests is None:
        raise MalformedEntry(f"nothing of the kind may stand at {text[at : at + 40]!r}")
    memo, acts = digests.groups()
    entry = Entry(
        book,
        int(seq),
        bytes.fromhex(prev),
        id_,
        kind,
        read_time(recorded),
        int(policy),
        body,
        postings,
        None if service is None else read_day(service),
        site,
        ref,
        with_id,
        None if memo is None else bytes.fromhex(memo),
        None if acts is None else bytes.fromhex(acts),
    )
    _require_shape(entry)
    if _format(entry) != data:
        raise MalformedEntry("it is written another way")
    return entry


def _read_postings(text: str, at: int) -> tuple[tuple[Posting, ...], int]:
    """Return the postings that begin at this place, and the place where they end."""
    postings = []
    while (match := _POSTING.match(text, at)) is not None:
        side, handle, unit, amount, held, state = match.groups()
        # The pattern lets nothing else through, which the type checker cannot see.
        side = cast(Side, side)
        postings.append(
            Posting(
                side, handle, unit, int(amount), None if held is None else int(held), bytes.fromhex(state)
            )
        )
        at = match.end()
    return tuple(postings), at


def _format(entry: Entry) -> bytes:
    """Return the text of an entry whose values and shape are known to be right."""
    lines = [
        f"{VERSION}\nbook {entry.book}\nseq {entry.seq}\nprev {entry.prev.hex()}\nid {entry.id}\n"
        f"kind {entry.kind}\nrecorded {format_time(entry.recorded)}\n"
    ]
    if entry.service is not None:
        lines.append(f"service {entry.service.isoformat()}\n")
    if entry.site is not None:
        lines.append(f"site {entry.site}\n")
    lines.append(f"policy {entry.policy}\n")
    if entry.ref is not None:
        lines.append(f"ref {entry.ref}\n")
    if entry.with_id is not None:
        lines.append(f"with {entry.with_id}\n")
    if entry.body is not None:
        lines += [f"{line}\n" for line in entry.body.write()]
    for p in entry.postings:
        held = "" if p.held is None else f" held {p.held}"
        lines.append(f"{p.side} {p.handle} {p.unit} {p.amount}{held} state {p.state.hex()}\n")
    if entry.memo is not None:
        lines.append(f"memo sha256 {entry.memo.hex()}\n")
    if entry.acts is not None:
        lines.append(f"acts sha256 {entry.acts.hex()}\n")
    data = "".join(lines).encode("ascii")
    if len(data) > MAX_BYTES:
        raise MalformedEntry(f"{len(data)} bytes, at most {MAX_BYTES}")
    return data


def entry_id(secret: bytes, actor: str, key: str, n: int) -> str:
    """Return the id of the n-th entry (from 0) of one command, the same at every retry.

    Keyed by the book's secret and framed, so that a guessed key cannot be tested against the log.
    """
    if "\n" in actor or "\n" in key:
        raise MalformedEntry("actor and key of an id hold no line break")
    digest = hmac.digest(secret, f"timebank/id/v1\n{actor}\n{key}\n{n}\n".encode(), "sha256")
    # RFC 9562 §5.8 and §4.1: version 8, variant binary 10.
    bits = int.from_bytes(digest[:16], "big") & ~(0xF << 76) & ~(0b11 << 62)
    return str(uuid.UUID(int=bits | 8 << 76 | 0b10 << 62))


def _kind(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        raise MalformedEntry(f"{name!r} is no kind of entry")
    return kind


def _require_shape(entry: Entry) -> None:
    """Refuse what entries of this kind do not carry, the lack of what they must, and numbers out of range."""
    kind = _kind(entry.kind)
    if entry.seq > MAX_NUMBER or entry.policy > MAX_NUMBER:
        raise MalformedEntry(f"a number is beyond {MAX_NUMBER}")
    if (type(entry.body) if entry.body is not None else None) is not kind.body:
        raise MalformedEntry(f"{entry.kind} has other lines of its own")
    if (entry.ref is not None) is not bool(kind.closes):
        raise MalformedEntry(f"{entry.kind} {'needs a' if kind.closes else 'has no'} ref")
    if entry.service is not None and not kind.dated:
        raise MalformedEntry(f"{entry.kind} has no service day")
    if entry.site is not None and not kind.placed:
        raise MalformedEntry(f"{entry.kind} has no site")
    if entry.memo is None and kind.said:
        raise MalformedEntry(f"{entry.kind} needs a memo")
    if kind.moves:
        _require_postings(entry.postings, kind)
    elif entry.postings:
        raise MalformedEntry(f"{entry.kind} has no postings")


def _require_postings(postings: tuple[Posting, ...], kind: Kind) -> None:
    if not 2 <= len(postings) <= MAX_POSTINGS:
        raise MalformedEntry(f"{len(postings)} postings, want 2 to {MAX_POSTINGS}")
    before = ("", "", "")
    for p in postings:
        place = ("a" if p.side == "debit" else "b", p.handle, p.unit)
        if place <= before:
            raise MalformedEntry("debits come first, each side sorted by handle and unit, none twice")
        before = place
        if not kind.least <= p.amount <= MAX_NUMBER:
            raise MalformedEntry(f"amount {p.amount}, want {kind.least} to {MAX_NUMBER}")
        if (p.held is not None) is not kind.held:
            raise MalformedEntry("held stands in the postings of a settle, and only there")
        if p.held is not None and not max(p.amount, 1) <= p.held <= MAX_NUMBER:
            raise MalformedEntry(f"amount {p.amount} of {p.held} held")
    if len({(p.handle, p.unit) for p in postings}) != len(postings):
        raise MalformedEntry("an account stands in an entry once")
