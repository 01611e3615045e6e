"""`rotate-key`: put a new signing key in place of a book's present one. The server may run meanwhile.

rotate-key                      the new key is announced and takes over; receipts signed so far verify for ever
rotate-key --revoke-from N      the old key was stolen: nothing it signed over N entries or more counts any more
rotate-key --lost-key           the old key is gone: nobody can go on from it to the new one without being told
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from ledger.errors import IntegrityError
from timebank.actors import system
from timebank.book_keys import book_keys
from timebank.books import BookView, books_here
from timebank.bootstrap import NoMasterKey, has_data, open_bank
from timebank.cli.command import DONE, Command, CommandFailed, WrongUsage
from timebank.errors import Refusal
from timebank.rotating import CannotRotate, rotate_key
from timebank.settings import Settings
from timebank.signing import NotTheBooksKey
from timebank.writer import Bank


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `rotate-key` takes."""
    parser.add_argument(
        "--book", metavar="CODE", help="the 6-digit code of the book, where there are several"
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would happen, with the keys there are, and change nothing",
    )
    parser.add_argument(
        "--revoke-from",
        type=_size,
        metavar="N",
        help="the old key may be in other hands: what it signed over N entries or more counts no longer",
    )
    parser.add_argument(
        "--lost-key",
        action="store_true",
        help="the old key's file is lost, with every copy: begin with a new key that the old one does not vouch for",
    )


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ArgumentTypeError(f"{text!r} is no number of entries")
    return int(text)


def run(arguments: Namespace, settings: Settings) -> int:
    """Rotate, or say what that would do, and print what is to be done next."""
    if not has_data(settings):
        raise CommandFailed(f"There is no time bank in {settings.place}.")
    try:
        bank = open_bank(settings)
    except NoMasterKey as missing:
        raise CommandFailed(f"{missing}.") from missing
    try:
        book = _wanted(bank, arguments.book)
        if arguments.dry_run:
            _explain(bank, settings, book, arguments)
        else:
            _rotate(bank, settings, book, arguments)
    finally:
        bank.close()
    return DONE


def _wanted(bank: Bank, code: str | None) -> BookView:
    with bank.connect() as connection:
        here = {one.book: one for one in books_here(connection)}
    if code is None and len(here) == 1:
        return next(iter(here.values()))
    if code not in here:
        which = "Name one with --book" if code is None else f"There is no book {code} here"
        raise WrongUsage(f"{which}; there is {', '.join(here) or 'none'}.")
    return here[code]


def _explain(bank: Bank, settings: Settings, book: BookView, arguments: Namespace) -> None:
    with bank.reading(system(book.book)) as reading:
        keys = book_keys(reading.connection, book)
    print(f"The log {book.origin} is signed with {keys[-1].vkey}")
    print("This would happen; nothing has been changed:")
    print(f"  1. A new key is made beside {settings.signing_key_file(book.log)}.")
    print("  2. An entry of the log announces it.")
    if arguments.lost_key:
        print(
            "  3. The new key signs from then on. The old one vouches for nothing: tell everybody the new key."
        )
    else:
        print("  3. The old key signs the checkpoint that ends with this entry, then the new one takes over.")
    print(
        "  4. The old key is destroyed. Receipts it signed verify for ever, with the old key or by the new chain."
    )
    if arguments.revoke_from is not None:
        print(f"  5. What the old key signed over {arguments.revoke_from} entries or more counts no longer.")


def _rotate(bank: Bank, settings: Settings, book: BookView, arguments: Namespace) -> None:
    try:
        rotated = rotate_key(
            bank, settings, book, revoke_from=arguments.revoke_from, is_lost=arguments.lost_key
        )
    except (CannotRotate, NotTheBooksKey) as refused:
        raise CommandFailed(f"Book {book.book}: {refused}. Nothing was changed.") from refused
    except (Refusal, IntegrityError) as refused:
        raise CommandFailed(
            f"Book {book.book}: {refused}. Ask again: what was begun is finished then."
        ) from refused
    print(f"book {book.book}: the log is signed with a new key from now on:")
    print(f"  {rotated.vkey}")
    print(f"It stands in {settings.signing_key_file(book.log)}, in no backup: keep a copy apart.")
    print(
        "Put it on the notice board beside the old one, and give it to your witnesses: until they know it, they"
    )
    print("do not cosign. Receipts signed with the old key verify for ever.")


ROTATE_KEY = Command(
    "rotate-key", "put a new signing key in place of a book's present one", add_arguments, run
)
