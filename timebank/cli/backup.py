"""`backup`: write everything but the keys into one sealed file, while the server runs."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from timebank.backups import BackupRefused, BookState, write_backup
from timebank.cli.command import DONE, Command, CommandFailed
from timebank.cli.progress import Progress
from timebank.crypto import NotAMasterKey, read_master_key
from timebank.settings import Settings


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `backup` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not exist")


def run(arguments: Namespace, settings: Settings) -> int:
    """Write the backup and print what is in it."""
    key_file, progress = settings.master_key_file, Progress("backup, bytes")
    try:
        key = read_master_key(key_file)
        books = write_backup(settings, key, arguments.file, progress.at)
    except OSError as error:
        nothing = (
            f" There is nothing to back up in {settings.home}." if error.filename == str(key_file) else ""
        )
        raise CommandFailed(f"{error.filename}: {error.strerror}.{nothing}") from error
    except NotAMasterKey as error:
        raise CommandFailed(f"{error}.") from error
    except BackupRefused as refused:
        raise CommandFailed(str(refused)) from refused
    progress.end()
    print_books(books)
    print(f"Written: {arguments.file}, {arguments.file.stat().st_size:,} bytes.")
    print(
        f"It holds neither the master key ({key_file}) nor the signing keys beside it. Keep those on paper and on"
        " another medium: without the master key nobody can open the backup."
    )
    return DONE


def print_books(books: tuple[BookState, ...]) -> None:
    """Print how far each book has come."""
    for one in books:
        print(f"book {one.book}: {one.entries} entries, root {one.root}")


BACKUP = Command("backup", "write everything but the keys into one sealed file", add_arguments, run)
