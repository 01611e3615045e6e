"""The key that signs a book's checkpoints. Only the process that publishes opens its file, on one machine.

The file holds an Ed25519 private key and is its owner's alone (0600), sealed where the environment gives a secret. No
backup holds it. It is made together with the first high-water mark, the signed checkpoint of the empty log: from then
on a book without a mark is a book whose mark was lost.

The key that comes after it waits in a file beside it and takes its place when the first checkpoint is its to sign.
"""

from pathlib import Path

from ledger.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from ledger.key_file import create_key_file, read_signing_key
from ledger.keys import ED25519, SigningKey, VerifierKey
from ledger.log_errors import KeyStaysSealed, MalformedKey
from ledger.merkle import EMPTY_ROOT
from ledger.note import split_note
from timebank.durable import sync_folder
from timebank.high_water import HighWater
from timebank.settings import ENVIRONMENT, Settings


class LogStands(Exception):
    """Checkpoints of this book were signed here: its log goes on, it is not begun again."""


class NotTheBooksKey(Exception):
    """A file does not hold a signing key, or not the one that the book names; the text says what to do."""


def begin_log(settings: Settings, log: str, origin: str) -> str:
    """Make the signing key and the mark of a log that is about to be opened; return the key's vkey.

    What is left of an attempt that was broken off is replaced: no book quotes that key.

    Raises:
        LogStands: the mark is already higher than the empty log.
    """
    mark = HighWater(settings.high_water_file(log))
    with mark.held():
        last = mark.read()
        if last is not None and size_of(last) > 0:
            raise LogStands(f"checkpoints of log {log} were signed here up to entry {size_of(last)}")
        key = _new_key(settings, settings.signing_key_file(log), origin)
        mark.move(last, sign_checkpoint(Checkpoint(origin, 0, EMPTY_ROOT), key))
    return key.public.vkey


def make_next_key(settings: Settings, log: str, origin: str) -> str:
    """Make the key that is to come after the present one, and return its vkey; one that waited is replaced."""
    return _new_key(settings, settings.next_signing_key_file(log), origin).public.vkey


def waiting_key(settings: Settings, log: str, origin: str) -> VerifierKey | None:
    """Return the key that waits to come after the present one, None where none does.

    Raises:
        NotTheBooksKey: its file holds something else, or stays sealed.
    """
    try:
        return _read(settings, settings.next_signing_key_file(log), origin).public
    except FileNotFoundError:
        return None


def signing_key(settings: Settings, log: str, wanted: VerifierKey) -> SigningKey:
    """Return the private key of the one that signs now; one that waited takes its place, and the old is destroyed.

    Raises:
        NotTheBooksKey: the files hold something else, or another key, or stay sealed.
        FileNotFoundError: the key is not on this machine.
    """
    path, next_path = settings.signing_key_file(log), settings.next_signing_key_file(log)
    if next_path.exists() and waiting_key(settings, log, wanted.name) == wanted:
        next_path.replace(path)
        sync_folder(path.parent)
    key = _read(settings, path, wanted.name)
    if key.public != wanted:
        raise NotTheBooksKey(f"{path} holds another key than the one the book {wanted.name} names")
    return key


def signs_here(settings: Settings, log: str) -> bool:
    """Tell whether this machine has a key that signs a log."""
    return settings.signing_key_file(log).exists() or settings.next_signing_key_file(log).exists()


def why_unusable(settings: Settings, log: str, origin: str) -> str:
    """Return why the key of a log on this machine cannot be used, "" where it can or none is here."""
    for path in (settings.signing_key_file(log), settings.next_signing_key_file(log)):
        try:
            _read(settings, path, origin)
        except FileNotFoundError:
            continue
        except NotTheBooksKey as error:
            return str(error)
    return ""


def size_of(note: bytes) -> int:
    """Return the number of entries a signed checkpoint speaks of. Raises `ledger.errors.Malformed`."""
    return parse_checkpoint(split_note(note)[0]).size


def _new_key(settings: Settings, path: Path, origin: str) -> SigningKey:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    create_key_file(path, settings.signing_secret)
    sync_folder(path.parent)
    return _read(settings, path, origin)


def _read(settings: Settings, path: Path, origin: str) -> SigningKey:
    try:
        return read_signing_key(path, origin, ED25519, settings.signing_secret)
    except KeyStaysSealed as error:
        raise NotTheBooksKey(f"{error}; see {ENVIRONMENT['signing_secret']}") from error
    except MalformedKey as error:
        raise NotTheBooksKey(str(error)) from error
