"""Whether a book still is the one whose checkpoints were signed: what is asked when a bank opens, and ever after.

A database that was put back from an older copy reads like any other. The high-water mark tells: the tree here must
extend it. Where it does not, the book is only read until its missing entries are back (`timebank restore`), and the
audit finds

| kind | what was found |
|---|---|
| ROLLED_BACK | fewer entries are here than were signed |
| FORK | what is here is not what was signed |
| BAD_HIGH_WATER | the mark cannot be read, or the book's key did not sign it |
"""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Connection

from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.errors import IntegrityError, Malformed
from ledger.finding import Finding
from ledger.growth import check_extends
from ledger.log_errors import HistoryChanged, LogWentBack
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from timebank.book_keys import signed_keys
from timebank.books import BookView, books_here, logs_here
from timebank.errors import N_, ReadOnly
from timebank.high_water import HighWater
from timebank.settings import Settings
from timebank.signing import signs_here, size_of
from timebank.writer import Bank


class NotTheSignedBook(ReadOnly):
    """The book is not the one that was signed; `says` tells the operator in English, `finding` is the audit's kind."""

    code = "not_the_signed_book"
    finding: ClassVar[str | None] = None
    says: ClassVar[str] = "the entries here are not those that were signed"

    def __str__(self) -> str:
        return self.says % self.facts


class RolledBack(NotTheSignedBook):
    """Fewer entries are here than were signed."""

    code = "rolled_back"
    message = N_(
        "这里放回的是较旧的备份：签过名的账到第 %(signed)s 条，这里只有 %(here)s 条。"
        "现在只能查看，不能办理；请管理员补回缺少的账。"
    )
    finding = "ROLLED_BACK"
    says = "restored from an older backup: last signed %(signed)s, here %(here)s"


class Forked(NotTheSignedBook):
    """As many entries are here, but others."""

    code = "forked"
    message = N_(
        "这里的账和签过名的账（到第 %(signed)s 条）对不上。现在只能查看，不能办理；请管理员查明原因。"
    )
    finding = "FORK"
    says = "another history than the one signed up to %(signed)s; here %(here)s"


class HighWaterMissing(NotTheSignedBook):
    """Nobody here remembers how far the book was signed."""

    code = "high_water_missing"
    message = N_(
        "不知道账已经签到第几条（这里有 %(here)s 条）：最高水位文件不见了。"
        "现在只能查看，不能办理；请管理员核对后确认。"
    )
    says = "the high-water file is missing, here %(here)s: see `timebank restore --accept-head`"


class HighWaterUnreadable(NotTheSignedBook):
    """The mark is not a checkpoint signed by the book's key."""

    code = "high_water_unreadable"
    message = N_("最高水位文件读不出来，或者不是这个账本签的名。现在只能查看，不能办理；请管理员查明原因。")
    finding = "BAD_HIGH_WATER"
    says = "the high-water file is not a checkpoint signed with the book's key"


def why_not_signed(
    connection: Connection, settings: Settings, book: BookView, mark: bytes | None
) -> NotTheSignedBook | None:
    """Return why a book is not the one whose mark this is, None where it extends it. Reads a few dozen hashes."""
    head = SqlStore(connection, book.log).head()
    if mark is None:
        return HighWaterMissing(here=head.size)
    try:
        signed = open_checkpoint(mark, signed_keys(connection, settings, book)).checkpoint
    except Malformed:
        return HighWaterUnreadable()
    try:
        check_extends(SqlNodes(connection, book.log), signed, Checkpoint(book.origin, head.size, head.root))
    except LogWentBack:
        return RolledBack(signed=signed.size, here=head.size)
    except (HistoryChanged, IntegrityError):
        return Forked(signed=signed.size, here=head.size)
    return None


def books_not_signed(connection: Connection, settings: Settings) -> dict[str, ReadOnly]:
    """Return the books of this installation that may only be read, and why.

    On a database server the machine that signs keeps the mark; the others have none, and rely on it.
    """
    return {
        book.book: reason
        for book in books_here(connection)
        if (settings.is_sqlite or signs_here(settings, book.log))
        and (reason := why_not_signed(connection, settings, book, read_mark(settings, book.log))) is not None
    }


def logs_not_here(connection: Connection, settings: Settings) -> list[str]:
    """Return the logs that were signed on this machine and of which the database knows nothing.

    Either its file is lost, or the address leads to another database. The mark of an empty log says no more than that
    it was about to be opened.
    """
    here = {settings.high_water_file(one.log) for one in logs_here(connection)}
    marks = sorted(settings.high_water_folder.glob("*"))
    return [
        mark.name
        for mark in marks
        if mark.suffix != ".lock" and mark not in here and not _is_of_nothing(mark)
    ]


def _is_of_nothing(mark: Path) -> bool:
    try:
        return size_of(mark.read_bytes()) == 0
    except Malformed:
        return False


def still_not_signed(bank: Bank, settings: Settings, book: str) -> ReadOnly | None:
    """Return why a book that may only be read still may not be written; other reasons than its head's stay."""
    reason = bank.read_only.get(book)
    if not isinstance(reason, NotTheSignedBook):
        return reason
    with bank.connect() as connection:
        return books_not_signed(connection, settings).get(book)


def head_findings(
    connection: Connection, settings: Settings, book: BookView, mark: bytes | None
) -> Iterator[Finding]:
    """Yield what an audit finds where a book is not the one that was signed.

    The mark is read before the audit's transaction begins: afterwards somebody may sign what that does not see.
    """
    reason = why_not_signed(connection, settings, book, mark)
    if reason is not None and reason.finding is not None:
        yield Finding(reason.finding, None, None, str(reason))


def read_mark(settings: Settings, log: str) -> bytes | None:
    """Return the last checkpoint signed for a log, None where nobody remembers one."""
    return HighWater(settings.high_water_file(log)).read()
