"""The daily seal: an entry that fixes the state of every account, so that each holder can prove the own one.

It is made on a snapshot beside the writer, once a day, and says of each unit what was posted; all accounts together
sum to zero. A day on which nothing was written has no seal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger.book_acts import book_acts
from ledger.entry import Entry
from ledger.errors import IntegrityError
from ledger.own_lines import Seal, Total
from ledger.seal import seal_of
from ledger.sql_store import SqlStore
from timebank.actors import Actor, system
from timebank.errors import N_, Conflict, NotAllowed
from timebank.jobs import Job, period_start
from timebank.ledger_pages import AUDITORS
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

DAILY, AT_ONE = timedelta(days=1), timedelta(hours=17)
"""Every day at one o'clock at night in Asia/Shanghai, counted from midnight UTC."""
LOOK_EVERY = timedelta(minutes=10)
"""A seal that could not be made is tried again after so long."""


class SealedToday(Conflict):
    """Another process was first; a day has one seal."""

    code = "sealed_today"
    message = N_("今天已经封过账了。")


@dataclass(frozen=True, slots=True)
class PutSeal:
    """Write a seal of a log, unless there is one since a moment."""

    log: str
    at: int
    root: str
    totals: tuple[tuple[str, int, int], ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class SealPut:
    """The number of the seal's entry."""

    seq: int


@dataclass(frozen=True, slots=True)
class SealView:
    """A seal as its entry has it: what was sealed when, the root over all accounts, and the sums of each unit."""

    seq: int
    recorded: datetime
    at: int
    root: str
    totals: tuple[Total, ...]


def put_seal(uow: UnitOfWork, command: PutSeal, actor: Actor) -> SealPut:
    """Write the seal of a day, once.

    Raises:
        IntegrityError: while the seal was made the book went on in another log, of which it says nothing.
    """
    if command.log != uow.log:
        raise IntegrityError(f"the seal is of log {command.log}, the book goes on in {uow.log}")
    last = newest_seal(uow)
    if last is not None and last.recorded >= command.since:
        raise SealedToday
    totals = tuple(Total(*total) for total in command.totals)
    return SealPut(uow.ledger.seal(Seal(command.at, bytes.fromhex(command.root), totals)).seq)


def seal_book(bank: Bank, book: str) -> int:
    """Make the seal of the book as it stands and write it; return 1 if it was written.

    Raises IntegrityError where the accounts do not sum to zero.
    """
    with bank.reading(system(book)) as reading:
        store = SqlStore(reading.connection, reading.log)
        seal = seal_of(store, store.head().size - 1)
    totals = tuple((total.unit, total.debits, total.pending_debits) for total in seal.totals)
    since = period_start(bank.clock.now(), DAILY, AT_ONE)
    try:
        bank.run(put_seal, PutSeal(store.log, seal.at, seal.root.hex(), totals, since), system(book))
    except SealedToday:
        return 0
    return 1


def is_seal_due(bank: Bank, book: str) -> bool:
    """Tell whether the book has no seal of this day, and something to seal."""
    with bank.reading(system(book)) as reading:
        size = SqlStore(reading.connection, reading.log).head().size
        last = newest_seal(reading)
    if last is None:
        return size > 0
    return last.recorded < period_start(bank.clock.now(), DAILY, AT_ONE) and size > last.seq + 1


SEAL = Job("seal", LOOK_EVERY, seal_book, is_seal_due)


def newest_seal(reading: Reading) -> SealView | None:
    """Return the newest seal of the book, None before the first."""
    return next(iter(_seals(reading, 1)), None)


def seals_page(reading: Reading, actor: Actor, limit: int = 7) -> tuple[SealView, ...]:
    """Return the newest seals for those who audit, newest first."""
    if not actor.may_act_at(actor.book, AUDITORS):
        raise NotAllowed
    return _seals(reading, limit)


def _seals(reading: Reading, limit: int) -> tuple[SealView, ...]:
    entries = book_acts(reading.connection, reading.log, "seal", limit)
    return tuple(_view(entry) for entry in reversed(entries))


def _view(entry: Entry) -> SealView:
    assert isinstance(entry.body, Seal), "such entries are seals"
    return SealView(entry.seq, entry.recorded, entry.body.at, entry.body.root.hex(), entry.body.totals)
