"""A book gets a new signing key: whoever trusts the old one goes on, and old receipts verify for ever."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.checkpoint import sign_checkpoint
from ledger.errors import LedgerError
from ledger.key_chain import follow_keys, format_chain
from ledger.key_file import read_signing_key
from ledger.keys import ED25519, VerifierKey
from ledger.log_errors import HistoryChanged, KeyNotInForce, MalformedKeyChain, NotSigned
from ledger.log_source import FolderSource
from ledger.proof_file import parse_proof
from ledger.receipt import check_receipt, format_receipt, make_receipt
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from ledger.verify import verify
from tests.conftest import open_at
from tests.ledger.signers import signer
from tests.timebank.kernel import BOOK
from tests.timebank.signed_book import ORIGIN, SignedBook, signed_book
from timebank.actors import system
from timebank.book_keys import Handovers, book_keys
from timebank.books import BookView, books_here
from timebank.clock import SetClock
from timebank.high_water import HighWater
from timebank.restoring import bring_forward
from timebank.rotating import AnnounceKey, CannotRotate, announce_key, rotate_key
from timebank.signed_heads import RolledBack
from timebank.signing import size_of
from timebank.writer import Bank


@pytest.fixture
def book(tmp_path: Path, clock: SetClock) -> Iterator[SignedBook]:
    opened = signed_book(tmp_path / "home", clock)
    yield opened
    opened.bank.close()


def view(book: SignedBook) -> BookView:
    with book.bank.connect() as connection:
        return books_here(connection)[0]


def keys(book: SignedBook) -> tuple[VerifierKey, ...]:
    with book.bank.connect() as connection:
        return book_keys(connection, books_here(connection)[0])


def rotate(book: SignedBook, **how: object) -> VerifierKey:
    return rotate_key(book.bank, book.settings, view(book), **how).keys[-1]  # type: ignore[arg-type]  # its keywords


def receipt(book: SignedBook, seq: int) -> bytes:
    """Return the receipt of an entry under the published checkpoint."""
    signed = book.published()
    assert signed is not None
    with book.bank.reading(system(BOOK)) as reading:
        _, data = next(SqlStore(reading.connection, BOOK).entry_bytes(seq, seq + 1))
        return format_receipt(make_receipt(SqlNodes(reading.connection, BOOK), seq, data, signed.note))


def resigned(book: SignedBook, key_file: bytes) -> bytes:
    """Return the receipt of the last entry as whoever kept a key's file would make it."""
    stolen = book.settings.home / "stolen.key"
    stolen.write_bytes(key_file)
    stolen.chmod(0o600)
    note = sign_checkpoint(book.mark().checkpoint, read_signing_key(stolen, ORIGIN, ED25519))
    seq = book.size() - 1
    with book.bank.reading(system(BOOK)) as reading:
        _, data = next(SqlStore(reading.connection, BOOK).entry_bytes(seq, seq + 1))
        return format_receipt(make_receipt(SqlNodes(reading.connection, BOOK), seq, data, note))


def chain(book: SignedBook) -> bytes:
    return (book.settings.published_folder / BOOK / "keys").read_bytes()


def sizes_of_handovers(book: SignedBook) -> list[int]:
    """Return the sizes of the checkpoints under which the kept handovers were made."""
    folder = book.settings.handovers(BOOK)
    files = [file for file in folder.iterdir() if file.name.isdigit()] if folder.exists() else []
    return [size_of(parse_proof(file.read_bytes()).checkpoint) for file in files]


def verified(book: SignedBook, key: VerifierKey, folder: Path) -> int:
    """Return the size of the published log for a stranger who trusts one key."""
    source = FolderSource(book.settings.published_folder / BOOK)
    found = verify(source, [key], folder, lambda *_: None, want_entries=True)
    assert found.findings == ()
    return found.signed.checkpoint.size


def test_the_new_key_signs_from_the_announcement_on(book: SignedBook) -> None:
    book.give(2).publish()
    old = keys(book)[-1]

    new = rotate(book)

    assert new != old
    assert book.published() == book.mark()
    assert [key.term.first_size for key in keys(book)] == [0, 10]
    assert keys(book)[0].term.last_size == 9
    assert book.size() == 10  # a remark stands behind the announcement, so that the new key signs at once
    with pytest.raises(NotSigned):
        check_receipt(receipt(book, 9), [old])
    assert check_receipt(receipt(book, 9), [new]).checkpoint.size == 10


def test_whoever_trusts_the_old_key_goes_on_to_the_new_one(book: SignedBook, tmp_path: Path) -> None:
    book.give(2).publish()
    old = keys(book)[0]
    assert verified(book, old, tmp_path / "seen") == 8

    for _ in range(3):
        rotate(book)
        book.give(2).publish()

    assert verified(book, old, tmp_path / "seen") == 20
    assert verified(book, keys(book)[2], tmp_path / "another") == 20
    assert check_receipt(receipt(book, 19), follow_keys([old], chain(book))).entry.seq == 19


def test_a_hundred_receipts_over_five_rotations_verify_with_the_first_key(book: SignedBook) -> None:
    first, kept = keys(book)[0], []
    for _ in range(5):
        book.give(20).publish()
        kept += [(keys(book), receipt(book, book.size() - back)) for back in range(1, 21)]
        rotate(book)
        book.give().publish()

    for known, data in kept:
        check_receipt(data, known)  # with the keys of their day
        check_receipt(data, keys(book))  # and with all there are today
        check_receipt(data, follow_keys([first], chain(book)))
    assert len(kept) == 100


def test_the_old_key_does_not_sign_what_comes_after(book: SignedBook) -> None:
    book.give(2).publish()
    old_file = book.settings.signing_key_file(BOOK).read_bytes()
    old = keys(book)[0]
    rotate(book)
    book.give(2).publish()

    forged = resigned(book, old_file)

    check_receipt(forged, [old])  # who knows of nothing cannot tell
    with pytest.raises(KeyNotInForce, match="another key replaced it after 9 entries"):
        check_receipt(forged, follow_keys([old], chain(book)))
    assert not book.settings.next_signing_key_file(BOOK).exists()
    assert book.settings.signing_key_file(BOOK).read_bytes() != old_file


def test_what_a_revoked_key_signed_from_a_size_on_is_refused_in_words(book: SignedBook) -> None:
    book.give(2).publish()
    early = receipt(book, 7)
    book.give(2).publish()
    late, old = receipt(book, 9), keys(book)[0]

    rotate(book, revoke_from=10)
    book.give().publish()

    known = follow_keys([old], chain(book))
    assert check_receipt(early, known).checkpoint.size == 8
    with pytest.raises(KeyNotInForce, match="10 entries: it is revoked from 10 entries on"):
        check_receipt(late, known)
    assert check_receipt(receipt(book, 9), known).checkpoint.size == book.size()


def test_a_change_of_keys_hides_no_second_history(book: SignedBook, tmp_path: Path) -> None:
    book.give(2).publish()
    old = keys(book)[0]
    book.bank.close()
    other = copied(book, tmp_path / "other")
    book.reopen()
    book.give(2).publish()
    assert verified(book, old, tmp_path / "seen") == 10

    rotate(other, revoke_from=8)
    other.give(5).publish()

    with pytest.raises(HistoryChanged):
        verified(other, old, tmp_path / "seen")
    other.bank.close()


def test_a_lost_key_is_replaced_without_its_word_and_only_where_it_is_lost(
    book: SignedBook, tmp_path: Path
) -> None:
    book.give(2).publish()
    old = keys(book)[0]
    with pytest.raises(CannotRotate, match="not lost"):
        rotate(book, is_lost=True)
    book.settings.signing_key_file(BOOK).unlink()
    with pytest.raises(CannotRotate, match="--lost-key"):
        rotate(book)

    new = rotate(book, is_lost=True)

    assert verified(book, new, tmp_path / "new") == book.size() == 10
    with pytest.raises(NotSigned):
        verified(book, old, tmp_path / "old")
    book.reopen()
    assert book.bank.read_only == {}


def test_a_rotation_that_stops_at_any_step_leaves_a_book_that_goes_on(
    book: SignedBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.give(2).publish()
    book.bank.close()
    steps = 0
    while stopped_at(steps + 1, book, tmp_path / str(steps), monkeypatch):
        steps += 1

    assert steps > 20


def copied(original: SignedBook, folder: Path) -> SignedBook:
    """Return the same book, closed before, in a home of its own."""
    home = shutil.copytree(original.settings.home, folder / "home")
    settings = replace(original.settings, home=home, database_url=f"sqlite:///{home / 'timebank.sqlite3'}")
    return SignedBook(settings, original.clock, open_at(settings.database_file, original.clock))


def stopped_at(step: int, original: SignedBook, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Stop a rotation of a copy at a step, go on and rotate again; tell whether there was such a step."""
    book = copied(original, folder)
    settings, first = book.settings, keys(book)[0]
    with monkeypatch.context() as broken:
        stop_at(step, broken)
        try:
            rotate(book)
        except Stopped:
            is_stopped = True
        else:
            is_stopped = False
    book.bank.close()
    marked = size_of(HighWater(settings.high_water_file(BOOK)).read() or b"")
    # No signature stands that the mark does not know of.
    assert max(sizes_of_handovers(book), default=0) <= marked

    book.reopen()
    assert book.bank.read_only == {}
    rotate(book)
    book.give().publish()

    assert verified(book, first, folder / "seen") == book.size()
    assert book.published() == book.mark()
    assert not book.settings.next_signing_key_file(BOOK).exists()
    book.bank.close()
    return is_stopped


def test_a_database_from_before_the_rotation_is_known_for_an_older_one(book: SignedBook) -> None:
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    rotate(book)
    book.give(3).publish()

    book.put_back(copy)

    assert isinstance(book.bank.read_only[BOOK], RolledBack)
    assert bring_forward(book.bank, book.settings, view(book)).before == 8
    book.publish()
    assert len(keys(book)) == 2
    assert book.published() == book.mark()


def test_a_change_that_names_another_logs_key_is_refused(book: SignedBook, tmp_path: Path) -> None:
    book.give(2).publish()
    old = keys(book)[0]
    vkey = signer("other.example/log/450126").public.vkey
    book.bank.run(announce_key, AnnounceKey(vkey, 99, old.vkey, None), system(BOOK))
    book.publish()

    with pytest.raises(MalformedKeyChain, match=r"changes no key of time\.example\.cn"):
        follow_keys([old], chain(book))


@pytest.mark.parametrize(
    "data",
    [b"", b"timebank/keys/v2\n", b"timebank/keys/v1\njunk\n", b"timebank/keys/v1\nc2sp.org/tlog-proof@v1\n"],
)
def test_what_is_no_key_chain_is_refused(data: bytes) -> None:
    with pytest.raises(LedgerError):
        follow_keys([], data)


def test_a_book_that_never_changed_its_key_has_an_empty_chain(book: SignedBook) -> None:
    assert Handovers(book.settings, BOOK).chain() == format_chain(()) == b"timebank/keys/v1\n"
    assert follow_keys(keys(book), format_chain(())) == keys(book)


class Stopped(Exception):
    """The process is stopped here."""


def stop_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop after the step-th time that a file is synced, renamed or removed, or a command is run."""
    steps = itertools.count(1)

    def counted(true: Callable[..., object]) -> Callable[..., object]:
        def act(*words: object, **more: object) -> object:
            result = true(*words, **more)
            if next(steps) == step:
                raise Stopped
            return result

        return act

    for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (Bank, "run")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
