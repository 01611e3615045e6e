"""The published files: whole, in order, never changed, and only what is new is written."""

from pathlib import Path

import pytest

from ledger import merkle, tile_folder
from ledger.errors import IntegrityError
from ledger.sql_nodes import SqlNodes
from ledger.tile_folder import TileFolder
from ledger.tiles import Tile, new_tiles, parse_bundle, parse_hashes
from tests.ledger.desk import BOOK, LI, WANG, desk_at
from tests.ledger.logs import Publisher, desk_in_memory
from tests.ledger.signers import checkpoint_of
from tests.ledger.trees import TreeInMemory


class Numbers:
    """A book whose entries are numbers, with its tree."""

    def __init__(self, size: int, word: bytes = b"entry") -> None:
        self.entries = [b"%s %d" % (word, seq) for seq in range(size)]
        self.leaves = [merkle.leaf_hash(data) for data in self.entries]
        self.tree = TreeInMemory(self.leaves)

    def entry_bytes(self, start, stop):
        return enumerate(self.entries[start:stop], start)

    def publish(self, folder: Path, size: int) -> None:
        files = TileFolder(folder)
        files.extend(self.tree, self, size)
        files.publish(checkpoint_of(self.leaves[:size]))


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600])
def test_it_holds_exactly_the_tiles_of_its_size(size, tmp_path):
    numbers = Numbers(size)

    numbers.publish(tmp_path, size)

    wanted = list(new_tiles(0, size))
    paths = {one.path for one in wanted} | {one.bundle.path for one in wanted if one.level == 0}
    assert files_in(tmp_path).keys() == paths | {"checkpoint"}
    for one in wanted:
        hashes = parse_hashes((tmp_path / one.path).read_bytes(), one.width)
        assert hashes == numbers.tree.read_run(one.level * 8, one.start, one.start + one.width)
        if one.level == 0:
            bundle = parse_bundle((tmp_path / one.bundle.path).read_bytes(), one.width)
            assert bundle == numbers.entries[one.start : one.start + one.width]


def test_growing_by_steps_gives_the_full_tiles_of_growing_at_once(tmp_path):
    numbers = Numbers(700)
    for size in (1, 2, 255, 256, 300, 512, 513, 700):
        numbers.publish(tmp_path / "steps", size)
    numbers.publish(tmp_path / "once", 700)

    at_once = files_in(tmp_path / "once")
    steps = files_in(tmp_path / "steps")
    assert {path: steps[path] for path in at_once} == at_once


def test_partial_tiles_go_when_the_full_one_stands_and_can_still_be_read(tmp_path):
    numbers = Numbers(256)
    numbers.publish(tmp_path, 100)
    before = [TileFolder(tmp_path).read(one) for one in (Tile(0, 0, 100), Tile(0, 0, 100).bundle)]

    numbers.publish(tmp_path, 256)

    assert not list(tmp_path.rglob("*.p/100"))
    assert [TileFolder(tmp_path).read(one) for one in (Tile(0, 0, 100), Tile(0, 0, 100).bundle)] == before
    assert TileFolder(tmp_path).read(Tile(0, 1, 5)) is None
    assert TileFolder(tmp_path).read(Tile(0, 1, 256)) is None


def test_a_step_reads_only_what_is_new(tmp_path):
    numbers = Numbers(2_000)
    numbers.publish(tmp_path, 1_900)
    numbers.tree.reads = 0

    numbers.publish(tmp_path, 2_000)

    assert numbers.tree.reads == 2_000 - 7 * 256  # the last tile of level 0


def test_the_same_size_again_writes_nothing(tmp_path, monkeypatch):
    numbers = Numbers(300)
    numbers.publish(tmp_path, 300)
    monkeypatch.setattr(tile_folder, "_put", None)

    TileFolder(tmp_path).extend(numbers.tree, numbers, 300)


def test_a_run_that_was_stopped_before_its_checkpoint_is_taken_up(tmp_path):
    numbers = Numbers(300)
    numbers.publish(tmp_path, 200)
    TileFolder(tmp_path).extend(numbers.tree, numbers, 300)

    numbers.publish(tmp_path, 300)

    assert TileFolder(tmp_path).checkpoint() == checkpoint_of(numbers.leaves)


def test_what_stands_is_never_changed(tmp_path):
    Numbers(300).publish(tmp_path, 300)
    (tmp_path / "checkpoint").unlink()
    before = files_in(tmp_path)

    with pytest.raises(IntegrityError):
        Numbers(300, b"another").publish(tmp_path, 300)

    assert files_in(tmp_path) == before


def test_a_database_that_is_behind_its_files_publishes_nothing(tmp_path):
    Numbers(300).publish(tmp_path, 300)

    with pytest.raises(IntegrityError):
        Numbers(299).publish(tmp_path, 299)


def test_a_checkpoint_is_not_published_before_its_tiles(tmp_path):
    numbers = Numbers(300)
    numbers.publish(tmp_path, 200)

    with pytest.raises(IntegrityError):
        TileFolder(tmp_path).publish(checkpoint_of(numbers.leaves))


def test_a_store_that_lacks_entries_is_not_published(tmp_path):
    numbers = Numbers(300)
    del numbers.entries[299]

    with pytest.raises(IntegrityError):
        numbers.publish(tmp_path, 300)


@pytest.mark.both_engines
def test_the_database_and_memory_publish_the_same_files(tmp_path, engine):
    with desk_at(engine) as desk:
        desk.open()
        for _ in range(260):
            desk.transfer(WANG, LI, 1)
        files = TileFolder(tmp_path / "sql")
        files.extend(SqlNodes(desk.store._connection, BOOK), desk.store, 263)
    in_memory = desk_in_memory()
    for _ in range(260):
        in_memory.transfer(WANG, LI, 1)

    Publisher(in_memory, tmp_path / "memory").publish()

    (tmp_path / "memory/checkpoint").unlink()
    assert files_in(tmp_path / "sql") == files_in(tmp_path / "memory")
