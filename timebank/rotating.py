"""Putting another signing key in place of a book's present one.

1. The new key is made, in a file beside the old one. 2. An entry of the log announces it. 3. The old key signs the
checkpoint that ends with this entry: whoever trusts the old key can go on to the new one. 4. The new key's file takes
the old one's place, which destroys the old key. The publisher does steps 3 and 4 whenever it finds them undone, so that
a rotation that was broken off after step 2 is finished by the server, and one before it never happened.
"""

from dataclasses import dataclass

from ledger.keys import VerifierKey
from timebank.actors import Actor, system
from timebank.book_keys import book_keys
from timebank.bookkeeper import About
from timebank.books import BookView
from timebank.high_water import HighWater
from timebank.publishing import Publisher
from timebank.settings import Settings
from timebank.signing import NotTheBooksKey, make_next_key, signing_key, size_of, waiting_key
from timebank.work import UnitOfWork
from timebank.writer import Bank


class CannotRotate(Exception):
    """The key cannot be changed now; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class AnnounceKey:
    """Announce a key in the log.

    `after_size` is the last size the key before signs, None for the one that ends with the announcement; from
    `revoke_from` entries on nothing that key signed counts any more, unless it is None.
    """

    vkey: str
    after_size: int | None
    replaces: str
    revoke_from: int | None


@dataclass(frozen=True, slots=True)
class KeyAnnounced:
    """The entry that announces a key, and the last size the key before it signs."""

    seq: int
    after_size: int


@dataclass(frozen=True, slots=True)
class Rotated:
    """A rotation that is complete: the keys of the book, the newest last."""

    keys: tuple[VerifierKey, ...]

    @property
    def vkey(self) -> str:
        """The key that signs now."""
        return self.keys[-1].vkey


def announce_key(uow: UnitOfWork, command: AnnounceKey, actor: Actor) -> KeyAnnounced:
    """Write the entries of a rotation, all or nothing."""
    seq = uow.ledger.book.head().size
    after_size = seq + 1 if command.after_size is None else command.after_size
    uow.ledger.key(command.vkey, after_size)
    if command.revoke_from is not None:
        uow.ledger.key(command.replaces, command.revoke_from, revoked=True)
    uow.ledger.remark(
        About(memo="换了签名的公钥。以前的凭证一直有效。")
    )  # an entry for the new key to sign at once
    return KeyAnnounced(seq, after_size)


def rotate_key(
    bank: Bank, settings: Settings, book: BookView, *, revoke_from: int | None = None, is_lost: bool = False
) -> Rotated:
    """Put a new key in place of a book's; or finish a rotation that was broken off.

    `is_lost`: the old key is gone and signs nothing any more, so that nobody can go on from it to the new one.

    Raises:
        CannotRotate: the old key is not here, or is not lost; or the book is not the one that was signed.
        NotTheBooksKey: a key's file holds something else, or stays sealed.
    """
    if (reason := bank.why_read_only(book.book)) is not None:
        raise CannotRotate(f"{reason}; bring the book back first")
    mark = HighWater(settings.high_water_file(book.log))
    with mark.held():
        present = _keys(bank, book)[-1]
        if waiting_key(settings, book.log, book.origin) != present:
            note = mark.read()
            assert note is not None, "a book without its mark is only read"
            _check_old_key(settings, book.log, present, is_lost=is_lost)
            vkey = make_next_key(settings, book.log, book.origin)
            command = AnnounceKey(vkey, size_of(note) if is_lost else None, present.vkey, revoke_from)
            bank.run(announce_key, command, system(book.book))
    Publisher(settings).publish(bank, book.book)
    return Rotated(_keys(bank, book))


def _check_old_key(settings: Settings, log: str, present: VerifierKey, *, is_lost: bool) -> None:
    try:
        signing_key(settings, log, present)
    except (FileNotFoundError, NotTheBooksKey) as error:
        if is_lost:
            return
        raise CannotRotate(
            f"{error}: the old key signs the handover; put your copy back, or say --lost-key if there is none"
        ) from error
    if is_lost:
        raise CannotRotate(f"the key {present.vkey} is here and not lost")


def _keys(bank: Bank, book: BookView) -> tuple[VerifierKey, ...]:
    with bank.reading(system(book.book)) as reading:
        return book_keys(reading.connection, book)
