"""`audit`: re-read every book, bytes first, and say all that is wrong. Runs beside the server and without it."""

from argparse import ArgumentParser, Namespace

from timebank.audit_cores import audit_on_cores
from timebank.books import books_here
from timebank.bootstrap import has_data
from timebank.cli.command import DONE, NOT_DONE, Command, CommandFailed, WrongUsage
from timebank.cli.progress import Progress
from timebank.crypto import NotAMasterKey, Vault, read_master_key
from timebank.db import reader_engine
from timebank.settings import Settings
from timebank.signed_heads import head_findings, read_mark


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `audit` takes."""
    parser.add_argument("--book", metavar="CODE", help="the 6-digit code of one book; without it, every book")


def run(arguments: Namespace, settings: Settings) -> int:
    """Print each finding and a last line that counts; 0 only where there is none."""
    vault = open_vault(settings)
    entries = found = 0
    engine = reader_engine(settings.database_url)
    with engine.connect() as connection:
        here = {one.book: one for one in books_here(connection)}
    marks = {book: read_mark(settings, one.log) for book, one in here.items()}
    with engine.begin() as connection:
        for book in _wanted(arguments.book, list(here)):
            progress = Progress(f"book {book}, entries")
            audit = audit_on_cores(settings, connection, vault, book, progress.at)
            progress.end(f"{audit.entries:,} read")
            findings = [*audit.findings, *head_findings(connection, settings, here[book], marks[book])]
            for one in findings:
                seq = "-" if one.seq is None else one.seq
                print(f"{book} {one.kind} seq {seq} entry {one.id or '-'}: {one.says}")
            if audit.erased:
                print(f"{book}: {audit.erased} states and words of erased persons were not opened")
            entries, found = entries + audit.entries, found + len(findings)
    engine.dispose()
    print(f"{entries} entries, {found} findings")
    return NOT_DONE if found else DONE


def open_vault(settings: Settings) -> Vault:
    """Return the keys of an installation that is there already."""
    if not has_data(settings):
        raise CommandFailed(f"There is no time bank in {settings.place}.")
    try:
        return Vault(read_master_key(settings.master_key_file))
    except FileNotFoundError as error:
        raise CommandFailed(f"{settings.master_key_file} is missing: put the master key back.") from error
    except NotAMasterKey as error:
        raise CommandFailed(f"{error}.") from error


def _wanted(book: str | None, here: list[str]) -> list[str]:
    if book is None:
        return here
    if book not in here:
        raise WrongUsage(f"There is no book {book} here; there is {', '.join(here) or 'none'}.")
    return [book]


AUDIT = Command("audit", "check every entry, balance and guard of the books", add_arguments, run)
