"""The key that signs a book's checkpoints. Only the process that publishes opens its file, on one machine.

The file holds the 32 bytes of an Ed25519 private key in hexadecimal and is its owner's alone (0600). No backup holds
it. It is made together with the first high-water mark, the signed checkpoint of the empty log: from then on a book
without a mark is a book whose mark was lost.
"""

from ledger.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from ledger.key_file import create_key_file, read_signing_key
from ledger.keys import ED25519, SigningKey, format_vkey
from ledger.log_errors import MalformedKey
from ledger.merkle import EMPTY_ROOT
from ledger.note import split_note
from timebank.books import BookView
from timebank.high_water import HighWater
from timebank.settings import Settings


class LogStands(Exception):
    """Checkpoints of this book were signed here: its log goes on, it is not begun again."""


class NotTheBooksKey(Exception):
    """A file does not hold a signing key, or not the one that the book names."""


def begin_log(settings: Settings, book: str, origin: str) -> str:
    """Make the signing key and the mark of a book that is about to be opened; return the key's vkey.

    What is left of an attempt that was broken off is replaced: no book quotes that key.

    Raises:
        LogStands: the mark is already higher than the empty log.
    """
    key_file, mark = settings.signing_key_file(book), HighWater(settings.high_water_file(book))
    with mark.held():
        last = mark.read()
        if last is not None and size_of(last) > 0:
            raise LogStands(f"checkpoints of book {book} were signed here up to entry {size_of(last)}")
        key_file.unlink(missing_ok=True)
        key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        create_key_file(key_file)
        key = read_signing_key(key_file, origin, ED25519)
        mark.move(last, sign_checkpoint(Checkpoint(origin, 0, EMPTY_ROOT), key))
    return format_vkey(origin, key.public.public_key)


def signing_key(settings: Settings, book: BookView) -> SigningKey:
    """Return the key that signs a book.

    Raises:
        NotTheBooksKey: the file holds something else, or another key than the book's.
        FileNotFoundError: the key is not on this machine.
    """
    path = settings.signing_key_file(book.book)
    try:
        key = read_signing_key(path, book.origin, ED25519)
    except MalformedKey as error:
        raise NotTheBooksKey(str(error)) from error
    if format_vkey(book.origin, key.public.public_key) != book.vkey:
        raise NotTheBooksKey(f"{path} holds another key than the one the book {book.origin} names")
    return key


def size_of(note: bytes) -> int:
    """Return the number of entries a signed checkpoint speaks of. Raises `ledger.errors.Malformed`."""
    return parse_checkpoint(split_note(note)[0]).size
