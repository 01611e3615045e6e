"""An older database gets back what was signed, and nothing else is ever appended to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.audit import audit
from ledger.kept_entries import kept_entries
from ledger.keys import parse_vkey
from ledger.log_errors import HistoryChanged
from ledger.log_source import FolderSource
from ledger.sql_store import SqlStore
from ledger.verify import verify
from tests.timebank.kernel import BOOK, Give, give
from tests.timebank.signed_book import SignedBook, signed_book
from timebank.actors import system
from timebank.audits import audit_whole, last_audit
from timebank.books import BookView, books_here
from timebank.clock import SetClock
from timebank.ledger_files import LedgerFiles
from timebank.restoring import HeadNotAccepted, NothingKept, accept_head, bring_forward
from timebank.signed_heads import RolledBack


@pytest.fixture
def book(tmp_path: Path, clock: SetClock) -> Iterator[SignedBook]:
    opened = signed_book(tmp_path / "home", clock)
    yield opened
    opened.bank.close()


def view(book: SignedBook) -> BookView:
    with book.bank.connect() as connection:
        return books_here(connection)[0]


def entries(book: SignedBook) -> list[bytes]:
    with book.bank.reading(system(BOOK)) as reading:
        return [data for _, data in SqlStore(reading.connection, BOOK).entry_bytes(0, 10_000)]


def rolled_back(book: SignedBook, later: int = 300) -> list[bytes]:
    """Go on after a copy, publish, put the copy back; return all entries as they were."""
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    book.give(later).publish()
    whole = entries(book)
    book.put_back(copy)
    return whole


def test_the_missing_entries_come_back_byte_for_byte_with_a_remark(book: SignedBook, tmp_path: Path) -> None:
    whole = rolled_back(book)

    restored = bring_forward(book.bank, book.settings, view(book))

    assert (restored.before, restored.now) == (8, len(whole) + 1)
    assert entries(book)[:-1] == whole
    with book.bank.reading(system(BOOK)) as reading:
        store = SqlStore(reading.connection, BOOK)
        assert audit(store) == []
        remark = list(store.entry_rows())[-1]
        assert remark.kind == "remark"
        assert "只到 8 条；缺少的 300 条" in reading.ledger.read_text(remark.id, "memo")


def test_the_book_goes_on_and_whoever_saw_the_longer_log_sees_it_grow(
    book: SignedBook, tmp_path: Path
) -> None:
    rolled_back(book)
    keys = [parse_vkey(view(book).vkey)]
    source = FolderSource(book.settings.published_folder / BOOK)
    before = verify(source, keys, tmp_path / "seen", lambda *_: None)

    bring_forward(book.bank, book.settings, view(book))
    book.give(3).publish()

    after = verify(source, keys, tmp_path / "seen", lambda *_: None, want_entries=True)
    assert after.seen == before.signed.checkpoint.size == 308
    assert after.signed.checkpoint.size == 312
    assert after.findings == ()
    book.reopen()
    assert book.bank.read_only == {}


def test_the_same_command_again_finds_its_entry_that_came_back(book: SignedBook) -> None:
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    given = book.bank.run(give, Give("wang", 10), system(BOOK), "a key of Nong's")
    book.publish()
    book.put_back(copy)
    bring_forward(book.bank, book.settings, view(book))

    again = book.bank.run(give, Give("wang", 10), system(BOOK), "a key of Nong's")

    assert again == given


def test_entries_recorded_but_not_signed_yet_come_back_from_the_append_only_files(book: SignedBook) -> None:
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    book.give(5).publish()
    book.give(4)
    LedgerFiles(book.settings.log_folder).catch_up(book.bank, BOOK)
    whole = entries(book)
    book.put_back(copy)

    bring_forward(book.bank, book.settings, view(book))

    assert entries(book)[:-1] == whole


def test_an_auditors_copy_serves_where_our_own_files_are_lost_too(book: SignedBook, tmp_path: Path) -> None:
    whole = rolled_back(book)
    copy = Path(shutil.move(book.settings.published_folder / BOOK, tmp_path / "copy"))
    with pytest.raises(NothingKept, match="reach to entry 8, signed were 308"):
        bring_forward(book.bank, book.settings, view(book))

    bring_forward(book.bank, book.settings, view(book), [copy])

    assert entries(book)[:-1] == whole


def test_files_of_another_history_change_nothing(book: SignedBook, tmp_path: Path) -> None:
    book.give(2).publish()
    yesterday = book.copy("yesterday.sqlite3")
    other = book.elsewhere(Path(shutil.copy(yesterday, tmp_path / "other.sqlite3"))).give(9)
    LedgerFiles(tmp_path / "theirs").catch_up(other.bank, BOOK)
    other.bank.close()
    book.give(5).publish()
    shutil.rmtree(book.settings.published_folder)
    book.put_back(yesterday)
    before = entries(book)

    with pytest.raises(HistoryChanged):
        bring_forward(book.bank, book.settings, view(book), [tmp_path / "theirs" / BOOK])

    assert entries(book) == before
    book.reopen()
    assert isinstance(book.bank.read_only[BOOK], RolledBack)


def test_while_entries_are_missing_the_audit_says_so(book: SignedBook) -> None:
    rolled_back(book, later=5)
    book.bank.read_only.clear()  # the outcome of the audit is kept in the database

    assert audit_whole(book.settings, book.bank, BOOK) == 1

    with book.bank.reading(system(BOOK)) as reading:
        found = last_audit(reading)
    assert found is not None
    assert [(one.kind, one.seq) for one in found.findings] == [("ROLLED_BACK", -1)]


def test_a_lost_mark_is_made_anew_on_the_operators_word(book: SignedBook) -> None:
    book.give(2).publish()
    book.settings.high_water_file(BOOK).unlink()
    book.reopen()

    restored = accept_head(book.bank, book.settings, view(book))

    assert restored.before == 8
    assert book.mark().checkpoint.size == 8
    book.give(1).publish()
    book.reopen()
    assert book.bank.read_only == {}
    assert book.mark() == book.published()


@pytest.mark.parametrize("is_published", [True, False])
def test_a_head_that_the_files_here_know_for_an_older_one_is_not_accepted(
    book: SignedBook, is_published: bool
) -> None:
    book.give(2).publish()
    copy = book.copy("yesterday.sqlite3")
    book.give(5).publish()
    LedgerFiles(book.settings.log_folder).catch_up(book.bank, BOOK)
    book.settings.high_water_file(BOOK).unlink()
    if not is_published:
        shutil.rmtree(book.settings.published(BOOK))
    book.put_back(copy)

    with pytest.raises(HeadNotAccepted, match="signed 13, here 8" if is_published else "hold 13 entries"):
        accept_head(book.bank, book.settings, view(book))

    assert book.bank.read_only != {}
    assert not book.settings.high_water_file(BOOK).exists()


def test_a_mark_that_is_lost_is_the_published_checkpoint(book: SignedBook) -> None:
    whole = rolled_back(book, later=5)
    shutil.copy(book.settings.published(BOOK) / "checkpoint", book.settings.high_water_file(BOOK))
    book.reopen()

    bring_forward(book.bank, book.settings, view(book))

    assert entries(book)[:-1] == whole


def test_a_mark_that_is_there_is_never_put_aside(book: SignedBook) -> None:
    rolled_back(book, later=5)
    mark = book.mark()

    with pytest.raises(HeadNotAccepted, match="signed were 13 entries"):
        accept_head(book.bank, book.settings, view(book))

    assert book.mark() == mark
    assert book.bank.read_only != {}


@pytest.mark.parametrize("start", [0, 5, 8, 255, 256, 257, 307, 308])
def test_a_published_log_and_our_own_files_give_the_same_entries(book: SignedBook, start: int) -> None:
    book.give(302).publish()
    LedgerFiles(book.settings.log_folder).catch_up(book.bank, BOOK)

    published = list(kept_entries(book.settings.published_folder / BOOK, start))

    assert published == list(kept_entries(book.settings.log_folder / BOOK, start)) == entries(book)[start:]
