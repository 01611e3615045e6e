"""The entries are kept a second time in files, by a job that follows the book."""

from pathlib import Path

import pytest

from ledger.errors import IntegrityError
from ledger.export import EntryFiles
from tests.timebank.kernel import BOOK, Give, give
from timebank.actors import system
from timebank.jobs import run_job
from timebank.ledger_files import LedgerFiles, filing
from timebank.writer import Bank


def test_the_files_hold_what_the_book_holds(bank: Bank, tmp_path: Path) -> None:
    bank.run(give, Give("wang", 60), system(BOOK))

    run_job(bank, filing(tmp_path / "log"))

    with bank.reading(system(BOOK)) as reading:
        book = reading.ledger.book
        size = book.head().size
    assert EntryFiles(tmp_path / "log" / BOOK).size() == size == 7


def test_it_works_only_when_there_is_something_new(bank: Bank, tmp_path: Path) -> None:
    files = LedgerFiles(tmp_path)

    assert files.is_behind(bank, BOOK)
    assert files.catch_up(bank, BOOK) == 5
    assert not files.is_behind(bank, BOOK)
    bank.run(give, Give("wang", 60), system(BOOK))
    assert files.is_behind(bank, BOOK)
    assert files.catch_up(bank, BOOK) == 2


def test_another_process_goes_on_where_the_last_one_stopped(bank: Bank, tmp_path: Path) -> None:
    LedgerFiles(tmp_path).catch_up(bank, BOOK)
    bank.run(give, Give("wang", 60), system(BOOK))

    assert LedgerFiles(tmp_path).catch_up(bank, BOOK) == 2
    assert EntryFiles(tmp_path / BOOK).size() == 7


def test_files_ahead_of_the_book_are_not_passed_over(bank: Bank, tmp_path: Path) -> None:
    LedgerFiles(tmp_path).catch_up(bank, BOOK)
    with (tmp_path / BOOK / "tile/entries/000").open("ab") as file:
        file.write(b"\x00\x01x")
    files = LedgerFiles(tmp_path)

    assert files.is_behind(bank, BOOK)
    with pytest.raises(IntegrityError, match="database"):
        files.catch_up(bank, BOOK)
