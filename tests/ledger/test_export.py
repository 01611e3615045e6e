"""The files of entry bytes: they follow the book, survive being stopped anywhere, and are never rewritten."""

from pathlib import Path

import pytest

from ledger.errors import IntegrityError
from ledger.export import EntryFiles, bundle_path
from ledger.memory_store import MemoryStore
from tests.ledger.desk import BOOK, DIGEST, LI, ORIGIN, VKEY, WANG, Desk
from tests.ledger.vectors import vectors_folder


def remarks(desk: Desk, count: int) -> None:
    for _ in range(count):
        desk.book.remark(desk.particulars(memo=DIGEST))


def long_book(count: int) -> Desk:
    desk = Desk(MemoryStore(BOOK))
    desk.book.genesis(desk.particulars(), ORIGIN, VKEY)
    remarks(desk, count - 1)
    return desk


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("number", "path"),
    [(0, "000"), (7, "007"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_a_bundle_has_its_place(number, path):
    assert bundle_path(number) == f"tile/entries/{path}"


def test_they_hold_the_bytes_of_the_book(desk, tmp_path):
    files = EntryFiles(tmp_path)

    assert files.catch_up(desk.store) == desk.book.head().size
    desk.transfer(WANG, LI, 5)
    assert files.catch_up(desk.store) == desk.book.head().size == files.size()

    assert list(files.read()) == list(desk.store.entry_bytes(0, 100))
    assert list(files.read(2)) == list(desk.store.entry_bytes(2, 100))


@pytest.mark.parametrize("count", [255, 256, 257, 512, 600])
def test_a_full_bundle_is_never_touched_again(count, tmp_path):
    desk = long_book(count)
    files = EntryFiles(tmp_path)
    files.catch_up(desk.store)
    full = {name: data for name, data in files_of(tmp_path).items() if int(name[-3:]) < count // 256}

    remarks(desk, 300)
    files.catch_up(desk.store)

    assert full.items() <= files_of(tmp_path).items()
    assert list(EntryFiles(tmp_path).read(count - 1)) == list(desk.store.entry_bytes(count - 1, 10_000))
    assert files.size() == count + 300


def test_catching_up_in_steps_gives_the_same_files_as_at_once(tmp_path):
    desk = long_book(1)
    steps = EntryFiles(tmp_path / "steps")
    for count in (0, 3, 250, 1, 1, 1, 300):
        remarks(desk, count)
        steps.catch_up(desk.store)

    EntryFiles(tmp_path / "once").catch_up(desk.store)

    assert files_of(tmp_path / "steps") == files_of(tmp_path / "once")


def test_a_tail_torn_at_any_byte_is_cut_and_written_again(tmp_path):
    desk = long_book(3)
    EntryFiles(tmp_path).catch_up(desk.store)
    path = tmp_path / bundle_path(0)
    whole = path.read_bytes()

    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        kept = list(EntryFiles(tmp_path).read())
        assert kept == list(desk.store.entry_bytes(0, len(kept)))
        assert EntryFiles(tmp_path).size() == len(kept) < 3
        EntryFiles(tmp_path).catch_up(desk.store)
        assert path.read_bytes() == whole


def test_zeros_that_a_power_cut_left_are_cut_like_a_torn_tail(tmp_path):
    desk = long_book(3)
    EntryFiles(tmp_path).catch_up(desk.store)
    path = tmp_path / bundle_path(0)
    whole = path.read_bytes()

    for length in range(len(whole)):
        path.write_bytes(whole[:length].ljust(len(whole) + 100, b"\0"))
        kept = list(EntryFiles(tmp_path).read())
        assert kept == list(desk.store.entry_bytes(0, len(kept)))
        EntryFiles(tmp_path).catch_up(desk.store)
        assert path.read_bytes() == whole


def test_an_empty_folder_holds_nothing(tmp_path):
    files = EntryFiles(tmp_path / "none")

    assert (files.size(), list(files.read())) == (0, [])
    assert files.catch_up(MemoryStore(BOOK)) == 0


def test_files_that_know_more_than_the_database_stop_the_writer(tmp_path):
    EntryFiles(tmp_path).catch_up(long_book(5).store)

    with pytest.raises(IntegrityError):
        EntryFiles(tmp_path).catch_up(long_book(4).store)


def test_files_of_another_history_are_not_gone_on_with(tmp_path):
    EntryFiles(tmp_path).catch_up(long_book(5).store)
    before = files_of(tmp_path)
    other = long_book(4)
    other.book.remark(other.particulars(memo=DIGEST[::-1]))
    remarks(other, 3)
    files = EntryFiles(tmp_path)

    for _ in range(2):
        with pytest.raises(IntegrityError, match="entry 4 of book 450125 is another"):
            files.catch_up(other.store)

    assert files_of(tmp_path) == before


def test_a_book_with_a_hole_is_not_exported(tmp_path):
    desk = long_book(5)
    del desk.store._entries[2]

    with pytest.raises(IntegrityError):
        EntryFiles(tmp_path).catch_up(desk.store)


def test_a_published_bundle_is_read(tmp_path):
    published = vectors_folder() / "tessera-log/tile/entries/000.p/15"
    path = tmp_path / bundle_path(0)
    path.parent.mkdir(parents=True)
    path.write_bytes(published.read_bytes())

    assert [data for _, data in EntryFiles(tmp_path).read()][:3] == [b"one", b"two", b"three"]
