"""Bringing a book back to what was signed: its lost entries from the files, or the operator's word for its head.

Nothing is ever appended to a shorter log that was once signed longer. So an older database first gets back the
entries it lacks, byte for byte, and services follow them; what else hung on them outside the ledger (a new member's
name, who verified a service) is lost with the database, and the audit names it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from ledger.growth import check_bytes
from ledger.kept_entries import kept_entries
from ledger.reappend import reappend
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from ledger.store import Head
from ledger.tile_folder import CHECKPOINT
from timebank.actors import Actor, system
from timebank.book_keys import book_keys, key_in_force, signed_keys
from timebank.bookkeeper import About
from timebank.books import BookView
from timebank.high_water import HighWater
from timebank.services.bringing_back import bring_services_back
from timebank.settings import Settings
from timebank.signed_heads import why_not_signed
from timebank.signing import signing_key, size_of
from timebank.work import UnitOfWork
from timebank.writer import Bank


class HeadNotAccepted(Exception):
    """The operator's word is not needed, or not enough: what lies here says how far the book went."""


class NothingKept(Exception):
    """No folder holds the entries up to the signed size; the text says how far they go."""


@dataclass(frozen=True, slots=True)
class AppendMissing:
    """Append the entries in a folder that follow the head; they must lead to what was signed."""

    folder: str
    origin: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class AcceptHead:
    """Say in the log that the operator vouched for its head."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Restored:
    """How many entries the book held before, and how many when the remark about it stood.

    `services` follow the entries that came back; `freed` is how many lost services had their minutes freed.
    """

    before: int
    now: int
    services: int = 0
    freed: int = 0


def append_missing(uow: UnitOfWork, command: AppendMissing, actor: Actor) -> Restored:
    """Append what is missing, and a remark about it; all or nothing. The ledger's refusals pass through."""
    store = SqlStore(uow.connection, uow.log)
    before = store.head().size
    signed = Checkpoint(command.origin, command.size, bytes.fromhex(command.root))
    count = reappend(store, kept_entries(Path(command.folder), before), signed)
    uow.ledger.book.restore(None)  # it ends further on now
    words = (
        f"数据库曾放回较旧的备份，只到 {before} 条；缺少的 {count} 条已从文件逐字节补回。"
        f"签过名的共 {command.size} 条。"
    )
    posted = uow.ledger.remark(About(memo=words))
    services = bring_services_back(uow, before, actor)
    return Restored(before, posted.seq + 1, services.services, services.freed)


def remark_accepted_head(uow: UnitOfWork, command: AcceptHead, actor: Actor) -> Restored:
    """Write the remark about a head that was accepted."""
    words = f"最高水位文件曾经遗失；管理员核对后确认账本共 {command.size} 条，树根 {command.root}。"
    posted = uow.ledger.remark(About(memo=words))
    return Restored(command.size, posted.seq + 1)


def bring_forward(bank: Bank, settings: Settings, book: BookView, folders: Iterable[Path] = ()) -> Restored:
    """Give a book that is behind its mark the missing entries from the folder that holds most of them.

    Raises:
        NothingKept: no folder reaches the signed size.
        LedgerError: what a folder holds does not follow, or is not what was signed; nothing was changed.
    """
    note = HighWater(settings.high_water_file(book.log)).read()
    assert note is not None, "only a book with a mark can be behind it"
    with bank.reading(system(book.book)) as reading:
        signed = open_checkpoint(note, signed_keys(reading.connection, settings, book)).checkpoint
        here = SqlStore(reading.connection, book.log).head().size
    reach, folder = reach_of_files(settings, book, here, folders)
    if reach < signed.size:
        raise NothingKept(f"the files reach to entry {reach}, signed were {signed.size}")
    bank.read_only.pop(book.book, None)  # for what follows, which ends in the signed tree or not at all
    command = AppendMissing(str(folder), book.origin, signed.size, signed.root.hex())
    return bank.run(append_missing, command, system(book.book))


def reach_of_files(
    settings: Settings, book: BookView, here: int, folders: Iterable[Path]
) -> tuple[int, Path]:
    """Return how far the entries go that files hold beyond those here, and the folder that holds most of them."""
    own = (settings.entries_of(book.log), settings.published(book.log))
    return max((here + _count(kept_entries(each, here)), each) for each in (*own, *folders))


def accept_head(bank: Bank, settings: Settings, book: BookView) -> Restored:
    """Make the head as it stands the mark of a book whose mark is lost. The operator vouches for it.

    Raises:
        HeadNotAccepted: the mark is not lost, or files here know of more than the database does.
        NotTheBooksKey, FileNotFoundError: the signing key is not here.
        IntegrityError: the entries are not those that were hashed.
    """
    mark = HighWater(settings.high_water_file(book.log))
    with mark.held(), bank.reading(system(book.book)) as reading:
        if (note := mark.read()) is not None:
            raise HeadNotAccepted(f"the high-water file is there: signed were {size_of(note)} entries")
        store = SqlStore(reading.connection, book.log)
        head = store.head()
        _require_newest(reading.connection, settings, book, head)
        key = signing_key(settings, book.log, key_in_force(book_keys(reading.connection, book), head.size))
        check_bytes(
            SqlNodes(reading.connection, book.log), store, 0, Checkpoint(book.origin, head.size, head.root)
        )
        mark.move(None, sign_checkpoint(Checkpoint(book.origin, head.size, head.root), key))
    bank.read_only.pop(book.book, None)
    return bank.run(remark_accepted_head, AcceptHead(head.size, head.root.hex()), system(book.book))


def _require_newest(connection: Connection, settings: Settings, book: BookView, head: Head) -> None:
    """Refuse a head where the published log or the entry files of this machine know of more, or of another past."""
    published, mark = settings.published(book.log) / CHECKPOINT, settings.high_water_file(book.log)
    if published.exists():
        reason = why_not_signed(connection, settings, book, published.read_bytes())
        if reason is not None:
            raise HeadNotAccepted(
                f"{published} tells how far the book was signed: {reason}; copy it to {mark}, then run `restore`"
            )
    reach, folder = reach_of_files(settings, book, head.size, ())
    if reach > head.size:
        raise HeadNotAccepted(
            f"the files in {folder} hold {reach} entries, the database {head.size}: look for a newer copy of it, or for"
            " the high-water file; move the files away only where you know that nobody was told of what they hold"
        )


def _count(entries: Iterable[bytes]) -> int:
    return sum(1 for _ in entries)
