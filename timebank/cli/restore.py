"""`restore`: put a backup back into an empty folder; or bring a database that is an older one forward.

restore FILE --master-key-file F      everything from a backup, into an empty folder
restore [--entries FOLDER]            the entries that were signed and that the database lacks, from the files
restore --continue --reason WORDS     the files are lost too: go on in a new log, which carries over what is left
restore --accept-head                 no file tells any more how far the books were signed: the operator does
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from timebank.backups import BackupRefused, restore_backup
from timebank.cli.backup import print_books
from timebank.cli.bring_back import accept_heads, bring_books_forward, continue_books
from timebank.cli.command import DONE, Command, CommandFailed, WrongUsage
from timebank.cli.progress import Progress
from timebank.crypto import NotAMasterKey, read_master_key
from timebank.settings import Settings


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `restore` takes."""
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="a file that `backup` wrote; without it, missing entries are appended from the files of the log",
    )
    parser.add_argument(
        "--master-key-file",
        type=Path,
        metavar="F",
        help="a file with the 64 digits of the master key, as on the two halves of the recovery sheet",
    )

    parser.add_argument(
        "--entries",
        type=Path,
        metavar="FOLDER",
        help="another folder with the entries of a book, such as an auditor's copy of the published log",
    )
    parser.add_argument(
        "--accept-head",
        action="store_true",
        help="take each book whose high-water file is lost as it stands: you vouch that nothing newer was signed",
    )
    parser.add_argument(
        "--continue",
        dest="continues",
        action="store_true",
        help="no file holds the missing entries any more: go on in a new log, which carries over what is left",
    )
    parser.add_argument(
        "--reason", metavar="WORDS", help="why, as the first entry of the new log will say for ever"
    )


def run(arguments: Namespace, settings: Settings) -> int:
    """Do what was asked for; see the top of this file."""
    if arguments.file is None and arguments.master_key_file is not None:
        raise WrongUsage("--master-key-file goes with the FILE of a backup.")
    if arguments.continues != bool((arguments.reason or "").strip()):
        raise WrongUsage("--continue and --reason WORDS go together: everybody will ask why.")
    if arguments.continues and arguments.accept_head:
        raise WrongUsage("Either the head is accepted or the book is continued, not both.")
    if arguments.file is None:
        return _on_the_books(arguments, settings)
    if arguments.accept_head or arguments.continues or arguments.entries is not None:
        raise WrongUsage("Restore the backup FILE first, then see what the books lack.")
    if arguments.master_key_file is None:
        raise WrongUsage("A backup opens only with its master key: --master-key-file F.")
    return _put_back(arguments, settings)


def _on_the_books(arguments: Namespace, settings: Settings) -> int:
    if arguments.accept_head:
        return accept_heads(settings)
    if arguments.continues:
        return continue_books(settings, arguments.reason.strip(), arguments.entries)
    return bring_books_forward(settings, arguments.entries)


def _put_back(arguments: Namespace, settings: Settings) -> int:
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
    print(
        f"Nor are the high-water files: put back what is left of {settings.home / 'high-water'}, then run"
        " `restore` without a file; only if they are lost, `restore --accept-head`. Until then the books can be"
        " read, not written."
    )
    return DONE


RESTORE = Command("restore", "put a backup back, or the entries that a database lacks", add_arguments, run)
