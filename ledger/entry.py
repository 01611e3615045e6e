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
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from ledger.account import Side, new_handle
from ledger.commitment import commit_digest
from ledger.errors import MalformedEntry
from ledger.grammar import (
    checked,
    checked_hash,
    checked_number,
    format_time,
    read_day,
    read_hash,
    read_number,
    read_time,
)
from ledger.kinds import KINDS, Kind
from ledger.lines import Lines
from ledger.own_lines import Body, require_sorted

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


def encode(entry: Entry) -> bytes:
    """Return the bytes of an entry. Raises MalformedEntry where a value cannot stand in one."""
    kind = _kind(entry.kind)
    _require_shape(entry, kind)
    lines = [
        VERSION,
        f"book {checked('book', entry.book)}",
        f"seq {checked_number(entry.seq)}",
        f"prev {checked_hash(entry.prev).hex()}",
        f"id {checked('id', entry.id)}",
        f"kind {entry.kind}",
        f"recorded {format_time(entry.recorded)}",
    ]
    if entry.service is not None:
        lines.append(f"service {entry.service.isoformat()}")
    if entry.site is not None:
        lines.append(f"site {checked('site', entry.site)}")
    lines.append(f"policy {checked_number(entry.policy)}")
    if entry.ref is not None:
        lines.append(f"ref {checked('id', entry.ref)}")
    if entry.with_id is not None:
        lines.append(f"with {checked('id', entry.with_id)}")
    if entry.body is not None:
        lines += entry.body.write()
    lines += [_posting_line(posting, kind) for posting in entry.postings]
    if entry.memo is not None:
        lines.append(f"memo sha256 {checked_hash(entry.memo).hex()}")
    if entry.acts is not None:
        lines.append(f"acts sha256 {checked_hash(entry.acts).hex()}")
    lines.append("")
    data = "\n".join(lines).encode("ascii")
    if len(data) > MAX_BYTES:
        raise MalformedEntry(f"{len(data)} bytes, at most {MAX_BYTES}")
    return data


def parse(data: bytes) -> Entry:
    """Return what the bytes say. Raises MalformedEntry unless `encode` writes exactly these bytes."""
    lines = Lines(data)
    if lines.take(VERSION):
        raise MalformedEntry(f"the first line is not {VERSION!r}")
    book, seq, prev = lines.take("book"), read_number(lines.take("seq")), read_hash(lines.take("prev"))
    id_, kind_name = lines.take("id"), lines.take("kind")
    kind = _kind(kind_name)
    recorded = read_time(lines.take("recorded"))
    service = lines.take_if("service")
    site = lines.take_if("site")
    policy = read_number(lines.take("policy"))
    ref = lines.take_if("ref")
    with_id = lines.take_if("with")
    body = None if kind.read is None else kind.read(lines)
    postings = []
    while (debit := lines.take_if("debit")) is not None:
        postings.append(_read_posting("debit", debit))
    while (credit := lines.take_if("credit")) is not None:
        postings.append(_read_posting("credit", credit))
    memo = lines.take_if("memo")
    acts = lines.take_if("acts")
    lines.end()
    entry = Entry(
        book,
        seq,
        prev,
        id_,
        kind_name,
        recorded,
        policy,
        body,
        tuple(postings),
        None if service is None else read_day(service),
        site,
        ref,
        with_id,
        None if memo is None else _read_digest(memo),
        None if acts is None else _read_digest(acts),
    )
    if encode(entry) != data:
        raise MalformedEntry("it is written another way")
    return entry


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


def _require_shape(entry: Entry, kind: Kind) -> None:
    """Refuse what entries of this kind do not carry, and the lack of what they must."""
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
    _require_postings(entry.postings, kind)


def _require_postings(postings: tuple[Posting, ...], kind: Kind) -> None:
    if not kind.moves:
        if postings:
            raise MalformedEntry("this kind has no postings")
        return
    if not 2 <= len(postings) <= MAX_POSTINGS:
        raise MalformedEntry(f"{len(postings)} postings, want 2 to {MAX_POSTINGS}")
    debits = [(p.handle, p.unit) for p in postings if p.side == "debit"]
    credits = [(p.handle, p.unit) for p in postings[len(debits) :] if p.side == "credit"]
    if len(debits) + len(credits) != len(postings):
        raise MalformedEntry("debits come before credits")
    require_sorted(debits)
    require_sorted(credits)
    if not set(debits).isdisjoint(credits):
        raise MalformedEntry("an account stands in an entry once")


def _posting_line(posting: Posting, kind: Kind) -> str:
    checked("handle", posting.handle)
    checked("unit", posting.unit)
    if checked_number(posting.amount) < kind.least:
        raise MalformedEntry(f"amount {posting.amount}, want at least {kind.least}")
    if (posting.held is not None) is not kind.held:
        raise MalformedEntry("held stands in the postings of a settle, and only there")
    held = ""
    if posting.held is not None:
        if checked_number(posting.held) < max(posting.amount, 1):
            raise MalformedEntry(f"amount {posting.amount} of {posting.held} held")
        held = f" held {posting.held}"
    state = checked_hash(posting.state).hex()
    return f"{posting.side} {posting.handle} {posting.unit} {posting.amount}{held} state {state}"


def _read_posting(side: Side, text: str) -> Posting:
    match text.split(" "):
        case [handle, unit, amount, "state", state]:
            return Posting(side, handle, unit, read_number(amount), None, read_hash(state))
        case [handle, unit, amount, "held", held, "state", state]:
            return Posting(side, handle, unit, read_number(amount), read_number(held), read_hash(state))
    raise MalformedEntry(f"{side} {text!r} is no posting")


def _read_digest(text: str) -> bytes:
    algorithm, _, digest = text.partition(" ")
    if algorithm != "sha256":
        raise MalformedEntry(f"{algorithm!r} is no digest we know")
    return read_hash(digest)
