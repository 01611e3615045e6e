"""`restore`: put a backup back into an empty folder."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from timebank.backups import BackupRefused, restore_backup
from timebank.cli.backup import print_books
from timebank.cli.command import DONE, Command, CommandFailed
from timebank.cli.progress import Progress
from timebank.crypto import NotAMasterKey, read_master_key
from timebank.settings import Settings


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `restore` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    parser.add_argument(
        "--master-key-file",
        type=Path,
        required=True,
        metavar="F",
        help="a file with the 64 digits of the master key, as on the two halves of the recovery sheet",
    )


def run(arguments: Namespace, settings: Settings) -> int:
    """Restore into the empty folder TIMEBANK_HOME and print what stands there now."""
    progress = Progress("restore, bytes")
    try:
        key = read_master_key(arguments.master_key_file)
        books = restore_backup(settings, key, arguments.file, progress.at)
    except FileNotFoundError as error:
        raise CommandFailed(f"There is no file {error.filename}.") from error
    except NotAMasterKey as error:
        raise CommandFailed(f"{error}.") from error
    except BackupRefused as refused:
        raise CommandFailed(str(refused)) from refused
    progress.end()
    print_books(books)
    print(f"Restored into {settings.home}.")
    print(
        f"The signing keys are in no backup: put your copies back into {settings.keys_folder} before you start."
    )
    return DONE


RESTORE = Command("restore", "put a backup back into an empty folder", add_arguments, run)
