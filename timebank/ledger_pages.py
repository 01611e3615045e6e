"""The ledger for the auditor's eyes: its head, its entries newest first, and one entry whole."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from ledger.entry import Entry, parse
from ledger.merkle import leaf_hash
from ledger.replay import Total
from ledger.sql_store import SqlStore
from ledger.tables import ledger_account
from timebank.accounts import MEMBER, SITE, AccountHolder
from timebank.actors import Actor, Role
from timebank.books import BookRow
from timebank.errors import N_, NotAllowed, NotFound
from timebank.members.queries import masked, names_of
from timebank.paging import Page
from timebank.places.queries import site_names
from timebank.services.model import Service, ServiceEntry
from timebank.units import MINUTES
from timebank.work import Reading

AUDITORS = (Role.AUDITOR, Role.COUNTY)


class EntryNotFound(NotFound):
    """The log has no such entry."""

    code = "entry_not_found"
    message = N_("账本里没有这一条。请核对编号。")


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The end of the log: how many entries, the tree's root, the time of the last entry, the log's name."""

    size: int
    root: str
    recorded: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in the list; `minutes` sums what was posted or set aside."""

    seq: int
    id: str
    kind: str
    recorded: datetime
    leaf: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PostingView:
    """One posting, with its holder for those who audit; a member's name is masked."""

    handle: str
    holder: str
    holder_kind: str
    unit: str
    is_debit: bool
    amount: int
    held: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry whole: its exact bytes, what they say, and the words they commit to."""

    seq: int
    id: str
    kind: str
    recorded: datetime
    text: str
    leaf: str
    prev: str
    service_day: date | None
    site: str
    policy: int
    ref_seq: int | None
    with_seq: int | None
    postings: tuple[PostingView, ...]
    service_id: str
    service_number: str
    memo: str
    acts: str
    size: int


def ledger_head(reading: Reading, actor: Actor) -> LedgerHead:
    """Return the end of the log."""
    _want_auditor(actor)
    head = reading.ledger.book.head()
    origin = reading.session.scalar(select(BookRow.origin).where(BookRow.book == reading.book)) or ""
    return LedgerHead(head.size, head.root.hex(), head.recorded, origin)


def account_totals(reading: Reading, actor: Actor) -> tuple[Total, ...]:
    """Return the sums over all accounts of each unit and class, as `python -m ledger verify` ends with them."""
    _want_auditor(actor)
    a = ledger_account.c
    rows = reading.session.execute(
        select(
            a.unit,
            a["class"],
            func.count(),
            func.sum(a.credits - a.debits),
            func.sum(a.pending_debits),
            func.sum(a.pending_credits),
        )
        .where(a.book == reading.book)
        .group_by(a.unit, a["class"])
        .order_by(a.unit, a["class"])
    )
    return tuple(Total(unit, class_, *map(int, sums)) for unit, class_, *sums in rows)


def entries_page(reading: Reading, actor: Actor, *, after: str = "", limit: int = 20) -> Page[EntryLine]:
    """Return entries newest first; `after` is the number of the last one seen."""
    _want_auditor(actor)
    size = reading.ledger.book.head().size
    stop = min(size, _number(after, size))
    start = max(0, stop - limit)
    rows = SqlStore(reading.connection, reading.book).entry_bytes(start, stop)
    lines = [_line(seq, data) for seq, data in rows]
    return Page(tuple(reversed(lines)), str(start) if start else "")


def entry_view(reading: Reading, wanted: str, actor: Actor) -> EntryView:
    """Return one entry by its number or id.

    Raises:
        EntryNotFound: the log has no such entry.
    """
    _want_auditor(actor)
    book = reading.ledger.book
    size = book.head().size
    if not wanted.isdigit():
        found = book.entry_by_id(wanted)
        if found is None:
            raise EntryNotFound
        wanted = str(found.seq)
    seq = _number(wanted, size)
    for number, data in SqlStore(reading.connection, reading.book).entry_bytes(seq, seq + 1):
        return _view(reading, number, data, size)
    raise EntryNotFound


def _want_auditor(actor: Actor) -> None:
    if not actor.may_act_at(actor.book, AUDITORS):
        raise NotAllowed


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise


def _line(seq: int, data: bytes) -> EntryLine:
    entry = parse(data)
    minutes = sum(leg.amount for leg in entry.postings if leg.side == "debit" and leg.unit == MINUTES)
    return EntryLine(seq, entry.id, entry.kind, entry.recorded, leaf_hash(data).hex(), minutes)


def _view(reading: Reading, seq: int, data: bytes, size: int) -> EntryView:
    entry = parse(data)
    service = reading.session.execute(
        select(Service.id, Service.number)
        .join(ServiceEntry, (ServiceEntry.book == Service.book) & (ServiceEntry.service_id == Service.id))
        .where(ServiceEntry.book == reading.book, ServiceEntry.entry_id == entry.id)
    ).one_or_none()
    return EntryView(
        seq=seq,
        id=entry.id,
        kind=entry.kind,
        recorded=entry.recorded,
        text=data.decode("ascii"),
        leaf=leaf_hash(data).hex(),
        prev=entry.prev.hex(),
        service_day=entry.service,
        site=entry.site or "",
        policy=entry.policy,
        ref_seq=_seq_of(reading, entry.ref),
        with_seq=_seq_of(reading, entry.with_id),
        postings=_postings(reading, entry),
        service_id="" if service is None else service.id,
        service_number="" if service is None else service.number,
        memo=reading.ledger.read_text(entry.id, "memo"),
        acts=reading.ledger.read_text(entry.id, "acts"),
        size=size,
    )


def _seq_of(reading: Reading, entry_id: str | None) -> int | None:
    entry = None if entry_id is None else reading.ledger.book.entry_by_id(entry_id)
    return None if entry is None else entry.seq


def _postings(reading: Reading, entry: Entry) -> tuple[PostingView, ...]:
    rows = reading.session.execute(
        select(
            AccountHolder.handle, AccountHolder.owner_kind, AccountHolder.owner_id, AccountHolder.purpose
        ).where(
            AccountHolder.book == reading.book,
            AccountHolder.handle.in_([leg.handle for leg in entry.postings]),
        )
    ).all()
    holders = {handle: (kind, owner, purpose) for handle, kind, owner, purpose in rows}
    names = names_of(reading, {owner for kind, owner, _ in holders.values() if kind == MEMBER})
    members = {owner: masked(name) for owner, name in names.items()}
    sites = site_names(reading, {owner for kind, owner, _ in holders.values() if kind == SITE})
    views = []
    for leg in entry.postings:
        kind, owner, purpose = holders.get(leg.handle, ("", "", ""))
        views.append(
            PostingView(
                handle=leg.handle,
                holder={MEMBER: members, SITE: sites}.get(kind, {}).get(owner, purpose),
                holder_kind=kind,
                unit=leg.unit,
                is_debit=leg.side == "debit",
                amount=leg.amount,
                held=leg.held or 0,
            )
        )
    return tuple(views)
