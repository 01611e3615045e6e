"""After a power cut at any moment the book is sound and holds what was acknowledged, on a disk that keeps its word."""

from pathlib import Path

import pytest

from torture.power import BOOK_FILE, LOG, cut_power, record, sectors
from torture.recording import Acknowledgement, Call, Sync, Write
from torture.victims import SOME, Victims

Recorded = tuple[dict[str, bytearray], list[Call]]


@pytest.fixture(scope="module")
def recorded(parent: Victims, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """A book's files, and the calls of a process that gave from eight threads."""
    return record(parent, tmp_path_factory.mktemp("recorded"))


def test_the_recording_has_all_that_was_acknowledged_and_a_sync_before_it(recorded: Recorded) -> None:
    _, calls = recorded
    acknowledged = [place for place, call in enumerate(calls) if isinstance(call, Acknowledgement)]

    assert len(acknowledged) == SOME
    assert Sync(LOG) in calls[: acknowledged[0]]


def test_a_cut_costs_nothing_that_was_acknowledged(recorded: Recorded, tmp_path: Path) -> None:
    cuts = cut_power(*recorded, tmp_path / "home", states=120)

    assert cuts.wrong == []
    assert cuts.states == 120
    assert cuts.acknowledged > 120


@pytest.mark.parametrize("never_sure", [(LOG,), (LOG, BOOK_FILE)])
def test_a_disk_that_lies_about_its_syncs_is_found_out(
    recorded: Recorded, tmp_path: Path, never_sure: tuple[str, ...]
) -> None:
    assert cut_power(*recorded, tmp_path / "home", states=15, never_sure=never_sure).wrong


def test_a_write_reaches_the_disk_by_its_sectors() -> None:
    parts = sectors(Write("file", 500, bytes(range(256)) * 3))

    assert [(part.offset, len(part.data)) for part in parts] == [(500, 12), (512, 512), (1024, 244)]
    assert b"".join(part.data for part in parts) == bytes(range(256)) * 3
