"""Verification by somebody who trusts nobody: what holds, what is found, what is kept as evidence."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.checkpoint import parse_checkpoint, sign_checkpoint
from ledger.entry import encode, parse
from ledger.log_errors import (
    HistoryChanged,
    LogWentBack,
    MalformedTile,
    NotPublished,
    NotSigned,
    TreeBroken,
)
from ledger.log_source import source_at
from ledger.merkle import leaf_hash
from ledger.note import split_note
from ledger.verify import Verified, verify
from tests.ledger.desk import ISSUE, LI, NONG, ORIGIN, POOL, WANG, Desk
from tests.ledger.logs import Publisher, Served, a_day, desk_in_memory, long_book, serving
from tests.ledger.signers import LOG, signer

SIZE = 600


def quiet(what: str, done: int, total: int) -> None:
    assert 0 < done <= total


def verified(place: str, seen: Path, token: str | None = None, **options: bool) -> Verified:
    return verify(source_at(place, token), [LOG.public], seen, quiet, **options)


@pytest.fixture(scope="module")
def book() -> Desk:
    return long_book(SIZE)


@pytest.fixture
def log(book, tmp_path) -> Publisher:
    return Publisher(book, tmp_path / "log").publish()


def test_a_sound_log_holds_and_its_totals_are_those_of_the_book(book, log, tmp_path):
    outcome = verified(str(log.folder), tmp_path / "seen")

    assert outcome.findings == ()
    assert (outcome.signed.checkpoint.size, outcome.seen, outcome.contents.entries) == (SIZE, None, SIZE)
    members = [book.book.account(who, "min") for who in (WANG, LI, NONG)]
    by_class = {(one.unit, one.class_): one for one in outcome.contents.totals}
    assert by_class["min", "member"].balance == sum(account.balance for account in members)
    assert by_class["min", "issue"].balance == book.book.account(ISSUE, "min").balance
    assert by_class["min", "pool"].balance == book.book.account(POOL, "min").balance == 7
    assert sum(one.balance for one in outcome.contents.totals) == 0


def test_without_a_token_the_tree_and_its_growth_are_checked(log, tmp_path):
    with serving(Served(log.folder, token="auditor")) as served:
        outcome = verified(served.url, tmp_path / "seen")

    assert (outcome.are_entries_open, outcome.contents, outcome.findings) == (False, None, ())


def test_with_a_token_the_entries_are_checked_too(log, tmp_path):
    with serving(Served(log.folder, token="auditor")) as served:
        outcome = verified(served.url, tmp_path / "seen", "auditor", want_entries=True)

        assert outcome.contents.entries == SIZE
        with pytest.raises(NotPublished):
            verified(served.url, tmp_path / "other", "wrong", want_entries=True)


def test_it_goes_on_where_it_stopped(log, tmp_path):
    with serving(Served(log.folder)) as served:
        verified(served.url, tmp_path / "seen")
        first, served.asked = served.asked, []
        verified(served.url, tmp_path / "seen")

    assert len(first) == 9  # the keys, the checkpoint, three tiles and their bundles, the tile above them
    assert served.asked == ["keys", "checkpoint"]


def test_it_goes_on_after_it_was_broken_off(log, tmp_path):
    bundle = log.folder / "tile/entries/001"
    kept = bundle.read_bytes()
    bundle.unlink()
    with serving(Served(log.folder)) as served:
        with pytest.raises(NotPublished):
            verified(served.url, tmp_path / "seen")
        bundle.write_bytes(kept)
        served.asked = []

        assert verified(served.url, tmp_path / "seen").contents.entries == SIZE

    assert served.asked == ["keys", "checkpoint", "tile/entries/001", "tile/entries/002.p/88"]


def test_what_it_keeps_is_itself_a_log(log, tmp_path):
    with serving(Served(log.folder)) as served:
        verified(served.url, tmp_path / "copy")

    assert verified(str(tmp_path / "copy"), tmp_path / "seen").contents.entries == SIZE


def test_growth_is_checked_against_what_was_seen(book, tmp_path):
    publisher = Publisher(book, tmp_path / "log")

    sizes = [
        (verified(str(publisher.publish(size).folder), tmp_path / "seen").seen, size)
        for size in (3, 255, 256, 400, SIZE)
    ]

    assert sizes == [(None, 3), (3, 255), (255, 256), (256, 400), (400, SIZE)]


def test_a_partial_tile_that_was_filled_meanwhile_is_read_from_the_full_one(book, tmp_path):
    publisher = Publisher(book, tmp_path / "log").publish(100)
    old = (publisher.folder / "checkpoint").read_bytes()
    publisher.publish(400)
    (publisher.folder / "checkpoint").write_bytes(old)

    assert verified(str(publisher.folder), tmp_path / "seen").contents.entries == 100


def another_history() -> Desk:
    desk = a_day(desk_in_memory())
    while desk.book.head().size < SIZE:
        desk.transfer(WANG, LI, 2) if desk.count % 2 else desk.transfer(LI, WANG, 2)
    return desk


@pytest.mark.parametrize("size", [300, SIZE])
def test_two_histories_are_caught_and_kept_as_evidence(size, book, tmp_path):
    ours = Publisher(book, tmp_path / "ours").publish(300)
    theirs = Publisher(another_history(), tmp_path / "theirs").publish(size)
    with serving(Served(ours.folder)) as served:
        verified(served.url, tmp_path / "seen")
        served.folder = theirs.folder

        with pytest.raises(HistoryChanged):
            verified(served.url, tmp_path / "seen")

    notes = {path.read_bytes() for path in (tmp_path / "seen/evidence").iterdir()}
    assert notes == {ours.note(300), theirs.note(size)}
    assert (tmp_path / "seen/checkpoint").read_bytes() == ours.note(300)


def test_a_log_that_went_back_is_caught(book, tmp_path):
    verified(str(Publisher(book, tmp_path / "new").publish().folder), tmp_path / "seen")

    with pytest.raises(LogWentBack) as caught:
        verified(str(Publisher(book, tmp_path / "old").publish(400).folder), tmp_path / "seen")

    assert (caught.value.old_size, caught.value.new_size) == (SIZE, 400)
    assert len(list((tmp_path / "seen/evidence").iterdir())) == 2


def test_what_was_seen_of_one_log_is_not_held_against_the_one_that_continues_it(log, book, tmp_path):
    verified(str(log.folder), tmp_path / "seen")
    continuing = signer(f"{ORIGIN}/2")
    next_log = Publisher(book, tmp_path / "next").publish(100).folder
    head = parse_checkpoint(split_note((next_log / "checkpoint").read_bytes())[0])
    (next_log / "checkpoint").write_bytes(sign_checkpoint(replace(head, origin=continuing.name), continuing))

    keys = [LOG.public, continuing.public]
    outcome = verify(source_at(str(next_log)), keys, tmp_path / "seen", quiet)

    assert (outcome.signed.checkpoint.size, outcome.seen) == (100, None)


def test_damage_to_what_was_kept_is_not_held_against_the_log(log, tmp_path):
    with serving(Served(log.folder)) as served:
        verified(served.url, tmp_path / "seen")
        for name in ("tile/0/000", "tile/entries/001"):
            path = tmp_path / "seen" / name
            data = bytearray(path.read_bytes())
            data[100] ^= 1
            path.write_bytes(data)

        assert verified(served.url, tmp_path / "seen").findings == ()


@pytest.mark.parametrize(
    ("name", "error"),
    [("tile/0/000", TreeBroken), ("tile/0/002.p/88", TreeBroken), ("tile/1/000.p/2", TreeBroken)],
)
def test_no_tile_can_be_changed(name, error, log, tmp_path):
    path = log.folder / name
    data = bytearray(path.read_bytes())
    data[17] ^= 1
    path.write_bytes(data)

    with pytest.raises(error):
        verified(str(log.folder), tmp_path / "seen")


@pytest.mark.parametrize("name", ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"])
@pytest.mark.parametrize("length", [0, 31, -1])
def test_no_tile_can_be_cut_short(name, length, log, tmp_path):
    path = log.folder / name
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(MalformedTile):
        verified(str(log.folder), tmp_path / "seen")


@pytest.mark.parametrize("name", ["checkpoint", "tile/0/001", "tile/1/000.p/2"])
def test_a_file_that_is_missing_is_not_passed_over(name, log, tmp_path):
    (log.folder / name).unlink()

    with pytest.raises(NotPublished):
        verified(str(log.folder), tmp_path / "seen")


def test_an_entry_that_is_not_what_was_hashed_is_named(log, tmp_path):
    path = log.folder / "tile/entries/001"
    path.write_bytes(path.read_bytes().replace(b" min 1 ", b" min 9 ", 2))

    outcome = verified(str(log.folder), tmp_path / "seen")

    assert [(one.kind, one.seq) for one in outcome.findings] == [("EDITED", 256)]
    assert outcome.contents is None


def test_another_key_does_not_open_it(log, tmp_path):
    with pytest.raises(NotSigned):
        verify(source_at(str(log.folder)), [signer("other.invalid/log").public], tmp_path / "seen", quiet)


def lie(book: Desk, seq: int, old: bytes, new: bytes) -> dict[int, bytes]:
    """Return the entries from `seq` on, with one changed and all after it chained anew: a liar with the key."""
    lies, prev = {}, None
    for at, data in book.store.entry_bytes(seq, SIZE):
        if prev is not None:
            data = encode(replace(parse(data), prev=prev))
        else:
            assert old in data
            data = data.replace(old, new)
        lies[at], prev = data, leaf_hash(data)
    return lies


@pytest.mark.parametrize(
    ("seq", "old", "new", "kinds"),
    [
        (2, b" min 600 ", b" min 100001 ", {"LIMIT_BROKEN", "BAD_SEAL"}),
        (3, b" min 60 ", b" min 601 ", {"LIMIT_BROKEN", "BAD_REF", "BAD_SEAL"}),
        (4, b"min 45 held 60 ", b"min 61 held 61 ", {"BAD_REF", "BAD_AMOUNT", "BAD_SEAL"}),
        (5, b" min 5 ", b" min 46 ", {"BAD_REF", "LIMIT_BROKEN", "BAD_SEAL"}),
        (10, b"\nat 7\n", b"\nat 6\n", {"BAD_SEAL"}),
        (10, b"\ntotal min 650 0\n", b"\ntotal min 649 0\n", {"BAD_SEAL"}),
        (14, b" min 90 ", b" min 0 ", {"MALFORMED"}),
        (14, b"recorded 2026-11-22", b"recorded 2026-11-21", {"TIME_BACKWARDS"}),
        (14, b"book 450125", b"book 450126", {"MALFORMED"}),
        (14, b"seq 14", b"seq 15", {"MALFORMED"}),
        (14, b"policy 0", b"policy 3", {"BAD_POLICY"}),
        (14, b"credit nong", b"credit none", {"UNKNOWN_ACCOUNT"}),
        (13, b"\nwith ", b"\nref ", {"MALFORMED"}),
        (0, b"origin demo.invalid/log/450125", b"origin demo.invalid/log/450126", {"BAD_GENESIS", "FORK"}),
    ],
)
def test_a_liar_with_the_key_is_found_by_the_rules(seq, old, new, kinds, book, tmp_path):
    log = Publisher(book, tmp_path / "log", lies=lie(book, seq, old, new)).publish()

    outcome = verified(str(log.folder), tmp_path / "seen")

    assert {one.kind for one in outcome.findings} == kinds
    assert min(one.seq for one in outcome.findings) == seq


def test_an_id_that_comes_twice_is_found(book, tmp_path):
    """The id of the service that others refer to, borne by a later entry."""
    entries = dict(book.store.entry_bytes(0, SIZE))
    named, other = parse(entries[4]).id.encode(), parse(entries[14]).id.encode()

    log = Publisher(book, tmp_path / "log", lies=lie(book, 14, other, named)).publish()

    assert [(one.kind, one.seq) for one in verified(str(log.folder), tmp_path / "seen").findings] == [
        ("DUPLICATE_ID", 14)
    ]


def test_a_log_of_nothing_holds(book, tmp_path):
    outcome = verified(str(Publisher(book, tmp_path / "log").publish(0).folder), tmp_path / "seen")

    assert (outcome.signed.checkpoint.size, outcome.contents.entries, outcome.findings) == (0, 0, ())
