"""Tiles and entry bundles: which there are, what they are called, what they hold."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle, tiles
from ledger.log_errors import MalformedTile
from ledger.tiles import (
    ENTRIES,
    Tile,
    format_bundle,
    format_hashes,
    new_tiles,
    parse_bundle,
    parse_hashes,
    parse_tile_path,
    tile_over,
    tile_path,
)
from tests.ledger.mutants import as_text, mutants, read_or_refused
from tests.ledger.signers import leaves
from tests.ledger.trees import TreeInMemory
from tests.ledger.vectors import vectors_folder

VECTORS = vectors_folder()
PUBLISHED = json.loads((VECTORS / "sumdb-tlog/tiles.json").read_text())


def test_published_paths_are_ours():
    """The published ones name the height of a tile first and its default width is 2 to that."""
    for path, (height, level, index, width) in PUBLISHED["go_tile_paths (H,L,N,W; L=-1 is data)"]:
        full = width == 1 << height
        ours = path.replace(f"tile/{height}/", "tile/").replace("data", "entries")
        assert tile_path(level, index, 256 if full else width) == ours
        assert parse_tile_path(ours) == Tile(level, index, 256 if full else width)


def test_published_bad_paths_are_refused():
    for path in PUBLISHED["invalid_paths"]:
        with pytest.raises(MalformedTile):
            parse_tile_path(path.replace("tile/3/", "tile/"))


def test_the_example_of_the_standard_is_ours():
    example = PUBLISHED["c2sp_examples"]

    assert tile_path(0, 1234067) == f"tile/0/{example['index_1234067']}"
    assert [(one.level, one.width) for one in new_tiles(0, 70_000) if not one.is_full] == [
        (level, example["size_70000"][f"level{level}_partial_width"]) for level in range(3)
    ]
    assert sum(one.is_full and one.level == 0 for one in new_tiles(0, 70_000)) == 273
    assert [(one.level, one.width) for one in new_tiles(0, 256)] == [(0, 256), (1, 1)]


def test_published_counts_of_new_tiles_are_ours(monkeypatch):
    counts = PUBLISHED["new_tiles_count (H=10; old,new,want)"]
    monkeypatch.setattr(tiles, "HEIGHT", 10)

    assert [sum(1 for _ in new_tiles(old, new)) for old, new, _ in counts] == [want for *_, want in counts]


def test_growing_step_by_step_makes_every_tile_that_is_there_at_the_end():
    size, made = 0, set()
    for step in (1, 1, 253, 1, 1, 300, 5_000, 65_536 - 5_557, 1, 80_000):
        made |= set(new_tiles(size, size + step))
        size += step

    assert {one for one in made if one.is_full} == {one for one in new_tiles(0, size) if one.is_full}
    assert set(new_tiles(0, size)) <= made
    assert list(new_tiles(size, size)) == []


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 700])
def test_every_stored_node_is_found_in_the_tiles(size):
    tree = TreeInMemory(leaves(size))
    served = {
        one: tree.read_run(one.level * 8, one.start, one.start + one.width) for one in new_tiles(0, size)
    }

    for (level, index), value in tree.nodes.items():
        tile, start, stop = tile_over(level, index, size)
        assert merkle.root(served[tile][start:stop]) == value


def test_a_published_log_is_read():
    log = VECTORS / "tessera-log"
    for size in range(1, 16):
        (tile,) = new_tiles(0, size)
        hashes = parse_hashes((log / tile.path).read_bytes(), size)
        entries = parse_bundle((log / tile.bundle.path).read_bytes(), size)
        assert hashes == [merkle.leaf_hash(entry) for entry in entries]
        assert format_hashes(hashes) == (log / tile.path).read_bytes()
        assert format_bundle(entries) == (log / tile.bundle.path).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/000/",
        "tile/0/x000/001",
        "tile/0/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/007",
        "tile/0/000.p/",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/٠٠٠",
        "tile/0/../../../etc",
        "tile/entries/" + "x999/" * 6 + "999",
        "checkpoint",
    ],
)
def test_what_is_no_path_is_refused(path):
    with pytest.raises(MalformedTile):
        parse_tile_path(path)


@pytest.mark.parametrize(
    "tile", [(64, 0, 256), (-2, 0, 256), (0, -1, 256), (0, 0, 0), (0, 0, 257), (0, 2**63, 1)]
)
def test_what_is_no_tile_has_no_path(tile):
    with pytest.raises(MalformedTile):
        tile_path(*tile)


@pytest.mark.parametrize(
    ("data", "width"), [(b"", 1), (bytes(31), 1), (bytes(64), 1), (bytes(33), 1), (bytes(32), 2)]
)
def test_a_tile_of_another_length_is_refused(data, width):
    with pytest.raises(MalformedTile):
        parse_hashes(data, width)


@pytest.mark.parametrize(
    ("data", "width"),
    [
        (b"", 1),
        (b"\x00", 1),
        (b"\x00\x02a", 1),
        (b"\x00\x01a\x00", 2),
        (b"\x00\x01a\x00\x01b", 1),
        (b"\x00\x00", 2),
    ],
)
def test_a_bundle_that_holds_another_number_of_entries_is_refused(data, width):
    with pytest.raises(MalformedTile):
        parse_bundle(data, width)


def test_an_entry_too_long_for_its_length_is_not_bundled():
    assert parse_bundle(format_bundle([bytes(65_535)]), 1) == [bytes(65_535)]
    with pytest.raises(MalformedTile):
        format_bundle([bytes(65_536)])


@given(mutants(b"tile/0/x001/x234/067", b"tile/entries/000.p/15", b"tile/63/999").map(as_text))
def test_a_damaged_path_is_refused_or_written_so(path):
    tile = read_or_refused(parse_tile_path, path)

    assert tile is None or tile.path == path


@given(st.integers(ENTRIES, 63), st.integers(0, 2**63 - 1), st.integers(1, 256))
def test_every_tile_has_one_path(level, index, width):
    assert parse_tile_path(tile_path(level, index, width)) == Tile(level, index, width)


@given(mutants(format_bundle([b"one", b"two", b"three"])), st.integers(1, 4))
def test_a_damaged_bundle_is_refused_or_written_so(data, width):
    entries = read_or_refused(parse_bundle, data, width)

    assert entries is None or (len(entries) == width and format_bundle(entries) == data)


@given(st.binary(max_size=100), st.integers(1, 3))
def test_a_damaged_tile_is_refused_or_written_so(data, width):
    hashes = read_or_refused(parse_hashes, data, width)

    assert hashes is None or format_hashes(hashes) == data
