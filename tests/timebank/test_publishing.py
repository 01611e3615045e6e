"""The log is signed and published in an order that never lets two histories be signed."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.errors import IntegrityError
from ledger.keys import parse_vkey
from ledger.log_source import FolderSource
from ledger.sql_store import SqlStore
from ledger.tile_folder import TileFolder
from ledger.verify import verify
from tests.timebank.kernel import BOOK, LI, Tick, tick
from tests.timebank.signed_book import SignedBook, signed_book
from timebank import publishing as publishing_module
from timebank.actors import system
from timebank.books import books_here
from timebank.clock import SetClock
from timebank.high_water import HighWater, HighWaterMoved
from timebank.jobs import run_job
from timebank.publishing import Publisher, publishing
from timebank.signed_heads import Forked, HighWaterMissing, HighWaterUnreadable, RolledBack
from timebank.signing import LogStands, NotTheBooksKey, begin_log


@pytest.fixture
def book(tmp_path: Path, clock: SetClock) -> Iterator[SignedBook]:
    opened = signed_book(tmp_path / "home", clock)
    yield opened
    opened.bank.close()


def verified(book: SignedBook, folder: Path) -> int:
    """Return the size of the published log, verified as a stranger does, with all entries."""
    with book.bank.connect() as connection:
        keys = [parse_vkey(one.vkey) for one in books_here(connection)]
    source = FolderSource(book.settings.published_folder / BOOK)
    found = verify(source, keys, folder, lambda *_: None, want_entries=True)
    assert found.findings == ()
    return found.signed.checkpoint.size


def test_what_is_published_verifies_from_outside(book: SignedBook, tmp_path: Path) -> None:
    book.give(3)

    assert book.publish() == book.size() == 9

    assert verified(book, tmp_path / "seen") == 9


def test_the_job_runs_only_when_there_is_something_new(book: SignedBook) -> None:
    job = publishing(book.settings)

    assert run_job(book.bank, job) == 5
    assert not job.is_due(book.bank, BOOK)
    book.give()
    assert job.is_due(book.bank, BOOK)
    book.clock.advance(seconds=2)
    assert run_job(book.bank, job) == 2


def test_growth_is_published_step_by_step_and_always_extends(book: SignedBook, tmp_path: Path) -> None:
    sizes = []
    for _ in range(4):
        book.give(90).publish()
        sizes.append(verified(book, tmp_path / "seen"))  # refuses what does not extend what it saw last

    assert sizes == [96, 186, 276, 366]


STEPS = ["check_bytes", "extend", "sign", "mark written", "publish"]


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_stops_at_any_step_is_taken_up(
    book: SignedBook, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.give(2).publish()
    book.give(260)
    signed = signatures(monkeypatch)
    with monkeypatch.context() as broken:
        stop_at(step, broken)
        with pytest.raises(Stopped):
            book.publish()
    before = book.mark().checkpoint.size
    book.give(3)

    book.publish()

    assert before == (book.size() - 3 if step in ("mark written", "publish") else 8)
    assert verified(book, tmp_path / "seen") == book.size() == book.mark().checkpoint.size
    assert len({text for _, text in signed}) == len({size for size, _ in signed}), "one root for each size"


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_stopped_without_anything_new_since_signs_no_second_time(
    book: SignedBook, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.give(2)
    with monkeypatch.context() as broken:
        stop_at(step, broken)
        with pytest.raises(Stopped):
            book.publish()
    signed = signatures(monkeypatch)

    book.publish()

    assert len(signed) == (0 if step in ("mark written", "publish") else 1)
    assert book.published() == book.mark()
    assert not Publisher(book.settings).is_behind(book.bank, BOOK)


def test_a_bit_that_flipped_in_an_entry_is_not_signed(
    book: SignedBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.give(3).publish()
    book.give(3)
    true_bytes = SqlStore.entry_bytes

    def flipped(store: SqlStore, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        for seq, data in true_bytes(store, start, stop):
            yield seq, data[:-9] + bytes([data[-9] ^ 1]) + data[-8:] if seq == 10 else data

    monkeypatch.setattr(SqlStore, "entry_bytes", flipped)

    with pytest.raises(IntegrityError, match="not those that were hashed"):
        book.publish()

    assert book.mark().checkpoint.size == 9
    assert book.published() == book.mark()


def test_an_older_database_comes_up_read_only_and_says_how_far_it_was_signed(book: SignedBook) -> None:
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    book.give(5).publish()

    book.put_back(copy)

    assert str(book.bank.read_only[BOOK]) == "restored from an older backup: last signed 13, here 8"
    with pytest.raises(RolledBack) as refusal:
        book.bank.run(tick, Tick(), LI)
    assert refusal.value.facts == {"signed": 13, "here": 8}
    with book.bank.reading(system(BOOK)) as reading:
        assert reading.ledger.book.head().size == 8


@pytest.mark.parametrize("later", [1, 5, 40])
def test_an_older_database_that_went_on_is_found_out(book: SignedBook, later: int) -> None:
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    book.give(5).publish()
    forked = book.elsewhere(copy).give(later)
    forked.bank.close()

    book.put_back(copy)

    assert isinstance(book.bank.read_only[BOOK], RolledBack if later < 5 else Forked)


def test_a_server_that_was_not_stopped_while_its_database_was_replaced_notices_and_signs_nothing(
    book: SignedBook,
) -> None:
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    book.give(5).publish()
    before = book.mark()
    other = book.elsewhere(copy)

    assert other.publish() == 0

    assert isinstance(other.bank.read_only[BOOK], RolledBack)
    assert book.mark() == book.published() == before
    other.bank.close()


def test_the_signed_size_never_shrinks(book: SignedBook) -> None:
    book.give(2).publish()
    copies, sizes = [], []
    for number in range(3):
        copies.append(book.copy(f"{number}.sqlite3"))
        book.give(3).publish()
    for copy in copies:
        book.put_back(copy)
        book.publish()
        sizes.append(book.mark().checkpoint.size)

    assert sizes == [17, 17, 17]


def test_a_lost_mark_stops_a_book_that_has_entries(book: SignedBook) -> None:
    book.give(2).publish()
    book.settings.high_water_file(BOOK).unlink()

    book.reopen()

    assert isinstance(book.bank.read_only[BOOK], HighWaterMissing)
    assert book.publish() == 0
    assert not book.settings.high_water_file(BOOK).exists()


@pytest.mark.parametrize(
    "spoil", [lambda note: note[:-9], lambda note: note.replace(b"\n8\n", b"\n7\n"), lambda _: b""]
)
def test_a_mark_that_the_book_did_not_sign_is_not_believed(
    book: SignedBook, spoil: Callable[[bytes], bytes]
) -> None:
    book.give(2).publish()
    path = book.settings.high_water_file(BOOK)
    path.write_bytes(spoil(path.read_bytes()))

    book.reopen()

    assert isinstance(book.bank.read_only[BOOK], HighWaterUnreadable)


def test_a_book_that_was_opened_and_never_published_is_written_as_any_other(book: SignedBook) -> None:
    book.reopen()

    assert book.bank.read_only == {}
    assert book.mark().checkpoint.size == 0


def test_a_signed_log_is_not_begun_again(book: SignedBook) -> None:
    book.publish()
    key = book.settings.signing_key_file(BOOK).read_bytes()

    with pytest.raises(LogStands, match="up to entry 5"):
        begin_log(book.settings, BOOK, "time.example.cn/log/450125")

    assert book.settings.signing_key_file(BOOK).read_bytes() == key


def test_another_key_signs_nothing(book: SignedBook, tmp_path: Path, clock: SetClock) -> None:
    other = signed_book(tmp_path / "other", clock)
    other.bank.close()
    book.settings.signing_key_file(BOOK).write_bytes(other.settings.signing_key_file(BOOK).read_bytes())

    with pytest.raises(NotTheBooksKey, match="another key"):
        book.publish()


def test_a_machine_without_the_key_publishes_nothing(book: SignedBook) -> None:
    book.settings.signing_key_file(BOOK).unlink()

    assert not Publisher(book.settings).is_behind(book.bank, BOOK)


def test_the_mark_moves_only_from_what_was_checked(book: SignedBook) -> None:
    mark = HighWater(book.settings.high_water_file(BOOK))
    last = mark.read()
    mark.move(last, b"next")

    with pytest.raises(HighWaterMoved):
        mark.move(last, b"another")

    assert mark.read() == b"next"


def test_two_processes_with_one_mark_never_sign_two_roots_of_one_size(
    book: SignedBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.give(1).publish()
    other = book.elsewhere(book.copy("other.sqlite3"))
    signed = signatures(monkeypatch)
    for _ in range(10):
        both = threading.Barrier(2)
        threads = [threading.Thread(target=race, args=(each, both)) for each in (book, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(signed) == len({size for size, _ in signed})
    assert verified(book, tmp_path / "seen") == book.mark().checkpoint.size
    other.bank.close()


def race(book: SignedBook, both: threading.Barrier) -> None:
    book.bank.read_only.clear()
    book.give()
    both.wait()
    book.publish()


class Stopped(Exception):
    """The process is stopped here."""


def stop_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop before a step; "mark written" stops after the mark has its new name and before anything else."""

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    match step:
        case "check_bytes":
            monkeypatch.setattr(publishing_module, "check_bytes", stop)
        case "extend":
            monkeypatch.setattr(TileFolder, "extend", stop)
        case "sign":
            monkeypatch.setattr(publishing_module, "sign_checkpoint", stop)
        case "mark written":
            true_open = os.open

            def stop_at_folder(path: Path, flags: int, *rest: int) -> int:
                if Path(path).name == "high-water":
                    raise Stopped
                return true_open(path, flags, *rest)

            monkeypatch.setattr("timebank.durable.os.open", stop_at_folder)
        case "publish":
            monkeypatch.setattr(TileFolder, "publish", stop)


def signatures(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bytes]]:
    """Return a list that gathers the size and the note of everything that is signed from now on."""
    gathered: list[tuple[int, bytes]] = []
    true_sign = publishing_module.sign_checkpoint

    def sign(checkpoint, key):
        note = true_sign(checkpoint, key)
        gathered.append((checkpoint.size, note))
        return note

    monkeypatch.setattr(publishing_module, "sign_checkpoint", sign)
    return gathered
