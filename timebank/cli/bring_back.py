"""The three ways of `restore` that bring the books of a running installation back to what was signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.errors import IntegrityError, LedgerError
from timebank.books import BookView, books_here
from timebank.bootstrap import NoMasterKey, open_bank
from timebank.cli.command import DONE, CommandFailed
from timebank.continuing import CannotContinue, continue_log
from timebank.restoring import HeadNotAccepted, NothingKept, Restored, accept_head, bring_forward
from timebank.settings import Settings
from timebank.signed_heads import Forked, HighWaterMissing, HighWaterUnreadable, RolledBack, logs_not_here
from timebank.signing import LogStands, NotTheBooksKey
from timebank.writer import Bank

THEN = "A running server notices within seconds and writes again."


def bring_books_forward(settings: Settings, entries: Path | None) -> int:
    """Append to each book what it lacks of the signed entries, and print what was done."""
    with _bank(settings) as (bank, books):
        for book in books:
            match reason := bank.read_only.get(book.book):
                case None:
                    print(f"book {book.book}: nothing is missing.")
                case RolledBack():
                    _print_restored(book, _brought_forward(bank, settings, book, entries))
                case HighWaterMissing() | HighWaterUnreadable() | Forked():
                    raise CommandFailed(f"Book {book.book}: {reason}. Nothing was changed.")
    return DONE


def accept_heads(settings: Settings) -> int:
    """Make each head whose mark is lost the mark, and print what was accepted."""
    with _bank(settings) as (bank, books):
        lost = [book for book in books if isinstance(bank.read_only.get(book.book), HighWaterMissing)]
        if not lost:
            raise CommandFailed("No high-water file is missing; nothing was changed.")
        for book in lost:
            try:
                restored = accept_head(bank, settings, book)
            except FileNotFoundError as error:
                raise CommandFailed(
                    f"There is no signing key {error.filename}: put your copy back."
                ) from error
            except (HeadNotAccepted, NotTheBooksKey, IntegrityError) as refused:
                raise CommandFailed(f"Book {book.book}: {refused}. Nothing was changed.") from refused
            print(f"book {book.book}: {restored.before} entries accepted; a remark says so. {THEN}")
    return DONE


def continue_books(settings: Settings, reason: str, entries: Path | None) -> int:
    """Begin the next log of each book that is behind what was signed, and print what it carries over."""
    with _bank(settings) as (bank, books):
        behind = [book for book in books if isinstance(bank.read_only.get(book.book), RolledBack)]
        if not behind:
            stopped = [f"{book}: {reason}" for book, reason in sorted(bank.read_only.items())]
            raise CommandFailed(
                f"No book is behind what was signed{'; '.join(['', *stopped])}. Nothing was changed."
            )
        for book in behind:
            try:
                continued = continue_log(bank, settings, book, reason, () if entries is None else (entries,))
            except (CannotContinue, LogStands, LedgerError, IntegrityError) as refused:
                raise CommandFailed(f"Book {book.book}: {refused}. Nothing was changed.") from refused
            print(
                f"book {book.book}: goes on in log {continued.log}, which begins with {continued.entries} entries:"
                f" {continued.accounts} accounts and {continued.reserves} open reservations are carried over. {THEN}"
            )
            print(
                f"Its key is {settings.signing_key_file(continued.log)}, in no backup: keep a copy apart, put its"
                " public half on the notice board, and register the new log with your witnesses."
            )
            print(f"Log {book.log} is only read from now on; its receipts verify as before.")
    return DONE


def _brought_forward(bank: Bank, settings: Settings, book: BookView, entries: Path | None) -> Restored:
    try:
        return bring_forward(bank, settings, book, () if entries is None else (entries,))
    except NothingKept as short:
        raise CommandFailed(
            f"Book {book.book}: {short}. Name a folder that holds more with --entries, such as an auditor's copy of the"
            " published log; only if they are lost for good, `restore --continue`."
        ) from short
    except LedgerError as refused:
        raise CommandFailed(f"Book {book.book}: {refused}. Nothing was changed.") from refused


def _print_restored(book: BookView, restored: Restored) -> None:
    print(
        f"book {book.book}: entries {restored.before} to {restored.now - 2} are back, byte for byte; entry"
        f" {restored.now - 1} is a remark about it. {THEN}"
    )
    if restored.services:
        print(f"{restored.services} services follow what these entries say.")
    if restored.freed:
        print(
            f"{restored.freed} services are lost with the database; the minutes set aside for them are free again, so"
            " that they can be recorded anew."
        )
    print("What else hung on them outside the ledger is lost with the database: `audit` names it.")


@contextmanager
def _bank(settings: Settings) -> Iterator[tuple[Bank, tuple[BookView, ...]]]:
    if settings.is_sqlite and not settings.database_file.exists():
        raise CommandFailed(f"There is no time bank in {settings.home}: name the FILE of a backup.")
    try:
        bank = open_bank(settings)
    except NoMasterKey as missing:
        raise CommandFailed(f"{missing}.") from missing
    try:
        with bank.connect() as connection:
            books, lost = books_here(connection), logs_not_here(connection, settings)
        if lost:
            raise CommandFailed(
                f"{', '.join(lost)} was signed here, but is not in {settings.place}: is DATABASE_URL right? If its"
                " database is lost, move TIMEBANK_HOME aside and restore the FILE of a backup. Nothing was changed."
            )
        if not books:
            raise CommandFailed(f"There is no book in {settings.place}.")
        yield bank, books
    finally:
        bank.close()
