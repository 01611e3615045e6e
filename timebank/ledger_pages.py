"""The ledger for the auditor's eyes: its head, its entries newest first, and one entry whole."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from ledger.entry import Entry, parse
from ledger.log_name import log_name, logs_up_to, number_of
from ledger.merkle import leaf_hash
from ledger.replay import Total
from ledger.sql_store import SqlStore
from ledger.tables import ledger_account
from timebank.accounts import MEMBER, SITE, AccountHolder
from timebank.actors import Actor, Role
from timebank.book_rows import FormerLog
from timebank.books import logs_here
from timebank.entry_places import EntryPlace, read_place
from timebank.errors import N_, NotAllowed, NotFound
from timebank.members.queries import masked, names_of
from timebank.paging import Page
from timebank.places.queries import site_names
from timebank.services.model import Service
from timebank.services.records import ServiceEntry
from timebank.signing import size_of
from timebank.units import MINUTES
from timebank.work import Reading

AUDITORS = (Role.AUDITOR, Role.COUNTY)


class EntryNotFound(NotFound):
    """The log has no such entry."""

    code = "entry_not_found"
    message = N_("账本里没有这一条。请核对编号。")


class LogNotFound(NotFound):
    """The book has no log with this number."""

    code = "log_not_found"
    message = N_("没有这一本账。")


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The end of a log: how many entries, the tree's root, the time of the last entry, the log's name and number.

    `others` are the numbers of the book's other logs, newest first; `signed` is how many entries of a former log were
    signed, 0 of the one that is written.
    """

    size: int
    root: str
    recorded: datetime
    origin: str
    number: int
    others: tuple[int, ...]
    signed: int


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in the list; `minutes` sums what was posted or set aside."""

    seq: int
    id: str
    kind: str
    recorded: datetime
    leaf: str
    minutes: int
    log: int

    @property
    def place(self) -> str:
        """The name of the entry within its book."""
        return str(EntryPlace(self.log, self.seq))


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
    ref: EntryPlace | None
    with_: EntryPlace | None
    postings: tuple[PostingView, ...]
    service_id: str
    service_number: str
    memo: str
    acts: str
    size: int
    log: int

    @property
    def place(self) -> EntryPlace:
        """The name of the entry within its book."""
        return EntryPlace(self.log, self.seq)


def ledger_head(reading: Reading, actor: Actor, number: int | None = None) -> LedgerHead:
    """Return the end of the log, or of the log with a number.

    Raises:
        LogNotFound: the book has no such log.
    """
    _want_auditor(actor)
    log = _log(reading, number)
    head = SqlStore(reading.connection, log).head()
    views = {one.log: one for one in logs_here(reading.connection) if one.book == reading.book}
    signed = reading.connection.scalar(
        select(FormerLog.signed).where(FormerLog.book == reading.book, FormerLog.log == number_of(log))
    )
    return LedgerHead(
        head.size,
        head.root.hex(),
        head.recorded,
        views[log].origin,
        number_of(log),
        tuple(one.number for name, one in views.items() if name != log),
        0 if signed is None else size_of(signed),
    )


def account_totals(reading: Reading, actor: Actor, number: int | None = None) -> tuple[Total, ...]:
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
        .where(a.book == _log(reading, number))
        .group_by(a.unit, a["class"])
        .order_by(a.unit, a["class"])
    )
    return tuple(Total(unit, class_, *map(int, sums)) for unit, class_, *sums in rows)


def entries_page(
    reading: Reading, actor: Actor, number: int | None = None, *, after: str = "", limit: int = 20
) -> Page[EntryLine]:
    """Return a log's entries newest first; `after` is the number of the last one seen."""
    _want_auditor(actor)
    store = SqlStore(reading.connection, _log(reading, number))
    size = store.head().size
    stop = min(size, _number(after, size))
    start = max(0, stop - limit)
    lines = [_line(number_of(store.log), seq, data) for seq, data in store.entry_bytes(start, stop)]
    return Page(tuple(reversed(lines)), str(start) if start else "")


def entry_view(reading: Reading, wanted: str, actor: Actor) -> EntryView:
    """Return one entry by its id or by its name within the book: `17`, or `2-17` of a log that continues the first.

    Raises:
        EntryNotFound: the book has no such entry.
    """
    _want_auditor(actor)
    place = read_place(wanted) or _place_of(reading, wanted)
    if place is None or place.log > number_of(reading.log):
        raise EntryNotFound
    store = SqlStore(reading.connection, log_name(reading.book, place.log))
    for seq, data in store.entry_bytes(place.seq, place.seq + 1):
        return _view(reading, EntryPlace(place.log, seq), data, store.head().size)
    raise EntryNotFound


def _log(reading: Reading, number: int | None) -> str:
    """Return the name of the log with a number, of the one that is written for None."""
    if number is None:
        return reading.log
    if not 1 <= number <= number_of(reading.log):
        raise LogNotFound
    return log_name(reading.book, number)


def _want_auditor(actor: Actor) -> None:
    if not actor.may_act_at(actor.book, AUDITORS):
        raise NotAllowed


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise


def _line(log: int, seq: int, data: bytes) -> EntryLine:
    entry = parse(data)
    minutes = sum(leg.amount for leg in entry.postings if leg.side == "debit" and leg.unit == MINUTES)
    return EntryLine(seq, entry.id, entry.kind, entry.recorded, leaf_hash(data).hex(), minutes, log)


def _view(reading: Reading, place: EntryPlace, data: bytes, size: int) -> EntryView:
    entry = parse(data)
    service = reading.session.execute(
        select(Service.id, Service.number)
        .join(ServiceEntry, (ServiceEntry.book == Service.book) & (ServiceEntry.service_id == Service.id))
        .where(ServiceEntry.book == reading.book, ServiceEntry.entry_id == entry.id)
    ).one_or_none()
    return EntryView(
        seq=place.seq,
        id=entry.id,
        kind=entry.kind,
        recorded=entry.recorded,
        text=data.decode("ascii"),
        leaf=leaf_hash(data).hex(),
        prev=entry.prev.hex(),
        service_day=entry.service,
        site=entry.site or "",
        policy=entry.policy,
        ref=_place_of(reading, entry.ref),
        with_=_place_of(reading, entry.with_id),
        postings=_postings(reading, entry),
        service_id="" if service is None else service.id,
        service_number="" if service is None else service.number,
        memo=reading.ledger.read_text(entry.id, "memo"),
        acts=reading.ledger.read_text(entry.id, "acts"),
        size=size,
        log=place.log,
    )


def _place_of(reading: Reading, entry_id: str | None) -> EntryPlace | None:
    """Return where the entry with an id stands, in the newest of the logs that have it."""
    if entry_id is None:
        return None
    for name in logs_up_to(reading.log):
        for found in SqlStore(reading.connection, name).find([entry_id]).values():
            return EntryPlace(number_of(name), found.seq)
    return None


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
