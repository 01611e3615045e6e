"""Going on where entries are lost for good: a new log of the book, which carries over what is left of the old one.

Nothing is ever appended to a log that was once signed longer. Where a database is an older one and no file holds the
entries it lacks, the book goes on in a log of its own name and key (`…/2`). Its genesis quotes the last signed
checkpoint of the one before and says why; the entries after it carry over each account and each open reservation, as
`ledger.carry_over` has it. The old log is only read from then on, and every receipt of it stays what it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, exists, select
from sqlalchemy.orm import aliased

from ledger.account import Account
from ledger.audit import audit
from ledger.carry_over import balances, closing_terms, opening_terms
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.entry import Entry, parse
from ledger.errors import IntegrityError
from ledger.growth import check_extends
from ledger.kinds import KINDS
from ledger.log_errors import HistoryChanged, MalformedTile, NotPublished
from ledger.log_name import log_name
from ledger.sql_store import SqlStore
from ledger.store import Head
from ledger.tables import ledger_entry
from ledger.tile_folder import CHECKPOINT
from timebank.actors import Actor, system
from timebank.book_keys import signed_keys
from timebank.book_rows import BookRow, FormerLog
from timebank.bookkeeper import About, Bookkeeper
from timebank.books import BookView, origin_after
from timebank.durable import put_file
from timebank.entry_purposes import Purpose, note_purpose
from timebank.high_water import HighWater
from timebank.policy import PolicyVersion
from timebank.published_logs import published_nodes
from timebank.restoring import reach_of_files
from timebank.settings import Settings
from timebank.signed_heads import RolledBack, why_not_signed
from timebank.signing import begin_log, size_of
from timebank.work import UnitOfWork
from timebank.writer import Bank

RESERVING = tuple(name for name, kind in KINDS.items() if kind.reserves)


class CannotContinue(Exception):
    """The book must not go on in another log, or cannot; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class ContinueBook:
    """Begin the next log of a book whose present one ends at `size` and was signed further, and say why."""

    origin: str
    vkey: str
    signed: str
    size: int
    root: str
    reason: str


@dataclass(frozen=True, slots=True)
class Continued:
    """The new log: its name, its entries, and how many accounts and open reservations they carry over."""

    log: str
    entries: int
    accounts: int
    reserves: int


def continue_book(uow: UnitOfWork, command: ContinueBook, actor: Actor) -> Continued:
    """Write the first entries of the next log and make it the book's; all or nothing."""
    row = uow.session.get_one(BookRow, uow.book)
    old = SqlStore(uow.connection, uow.log)
    head = old.head()
    if (head.size, head.root.hex()) != (command.size, command.root):
        raise IntegrityError(f"log {old.log} has moved on since it was looked at")
    uow.session.add(
        FormerLog(
            book=uow.book,
            log=row.log,
            origin=row.origin,
            vkey=row.vkey,
            size=head.size,
            root=command.root,
            signed=command.signed.encode(),
            ended_at=uow.clock.now(),
        )
    )
    row.log, row.origin, row.vkey = row.log + 1, command.origin, command.vkey
    uow.session.flush()

    ledger = uow.go_on_in(log_name(uow.book, row.log))
    words = (
        f"{command.reason}（上一本账签过名的有 {size_of(command.signed.encode())} 条，只剩 {head.size} 条；"
        "剩下的余额和没办完的预留转到这一本。）"
    )
    quoted = sha256(command.signed.encode()).digest()
    genesis = ledger.genesis(command.origin, command.vkey, quoted, About(memo=words))
    _announce_rules(uow, ledger)
    accounts, reserves = _carry_over(uow, ledger, old, genesis.id)
    return Continued(uow.log, ledger.book.head().size, accounts, reserves)


def _announce_rules(uow: UnitOfWork, ledger: Bookkeeper) -> None:
    versions = uow.session.scalars(
        select(PolicyVersion).where(PolicyVersion.book == uow.book).order_by(PolicyVersion.version)
    )
    for rules in versions:
        ledger.policy(rules.version, bytes.fromhex(rules.digest), rules.valid_from)


def _carry_over(uow: UnitOfWork, ledger: Bookkeeper, old: SqlStore, genesis: str) -> tuple[int, int]:
    """Write the steps of `ledger.carry_over`; return how many accounts and how many reservations they are."""
    accounts = list(old.account_rows())
    for terms in opening_terms(accounts):
        ledger.change_account(terms)
    for debits, credits in balances(accounts):
        posted = ledger.move(debits, credits, About(with_id=genesis))
        note_purpose(uow, posted.id, Purpose.CARRIED)
    reserves = 0
    for entry in _open_reserves(uow.connection, old.log):
        ledger.carry_over(entry)
        reserves += 1
    for terms in closing_terms(accounts):
        ledger.change_account(terms)
    carried = SqlStore(uow.connection, uow.log).account_rows()
    if list(map(_standing, carried)) != list(map(_standing, accounts)):
        raise IntegrityError(f"log {uow.log} does not carry over the accounts as they stand")
    return len(accounts), reserves


def _standing(account: Account) -> Account:
    """Return what has to be the same in both logs: all but the turnover, and the account's place in the log."""
    return account._replace(debits=0, credits=account.balance, version=0, last=None)


def _open_reserves(connection: Connection, log: str) -> Iterator[Entry]:
    """Yield the reservations of a log that nothing has closed, in their order."""
    closing = aliased(ledger_entry)
    is_closed = exists().where(closing.c.book == ledger_entry.c.book, closing.c.ref == ledger_entry.c.id)
    rows = connection.scalars(
        select(ledger_entry.c.bytes)
        .where(ledger_entry.c.book == log, ledger_entry.c.kind.in_(RESERVING), ~is_closed)
        .order_by(ledger_entry.c.seq)
    )
    yield from (parse(bytes(data)) for data in rows.all())


def continue_log(
    bank: Bank, settings: Settings, book: BookView, reason: str, folders: Iterable[Path] = ()
) -> Continued:
    """Go on in a new log where the files cannot bring back what the present one lacks.

    Raises:
        CannotContinue: nothing is lacking, or the files hold it, or what is left is not sound.
        LogStands: the next log was signed here already, so this database is older than that too.
        LedgerError: an account cannot be carried over.
    """
    mark = HighWater(settings.high_water_file(book.log))
    with mark.held():
        with bank.reading(system(book.book)) as reading:
            note = mark.read()
            rolled_back = why_not_signed(reading.connection, settings, book, note)
            if note is None or not isinstance(rolled_back, RolledBack):
                says = "it is the book that was signed" if rolled_back is None else str(rolled_back)
                raise CannotContinue(f"no entries are missing that were signed: {says}")
            store = SqlStore(reading.connection, book.log)
            head = store.head()
            reach, folder = reach_of_files(settings, book, head.size, folders)
            if reach >= size_of(note):
                raise CannotContinue(f"the files in {folder} hold what is missing: `restore` brings it back")
            _check_past(reading.connection, settings, book, note, head)
            if findings := audit(store, secrets=reading.secrets_in(book.log)):
                raise CannotContinue(f"what is left is not sound, so nothing is carried over: {findings[0]}")
        origin = origin_after(book)
        vkey = begin_log(settings, log_name(book.book, book.number + 1), origin)
        bank.read_only.pop(book.book, None)
        command = ContinueBook(origin, vkey, note.decode(), head.size, head.root.hex(), reason)
        continued = bank.run(continue_book, command, system(book.book))
    _keep_published(settings, book, note)
    return continued


def _check_past(connection: Connection, settings: Settings, book: BookView, note: bytes, head: Head) -> None:
    """Refuse a database that holds another history than the one signed, as far as the published hashes still tell."""
    signed = open_checkpoint(note, signed_keys(connection, settings, book)).checkpoint
    nodes = published_nodes(settings, book.log, signed.size)
    try:
        check_extends(nodes, Checkpoint(book.origin, head.size, head.root), signed)
    except HistoryChanged as changed:
        raise CannotContinue(
            "what is left here is not the beginning of what was signed: look for another copy of the database"
        ) from changed
    except (NotPublished, MalformedTile, IntegrityError):
        return  # the published hashes are lost too; an auditor's copy of them still tells


def _keep_published(settings: Settings, book: BookView, note: bytes) -> None:
    """Go on serving the last signed checkpoint at the old address, also where the published files are lost."""
    path = settings.published(book.log) / CHECKPOINT
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        put_file(path, note)
