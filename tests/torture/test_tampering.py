"""What flips in the file and what a hand changes in the tables is found, and named for what it is."""

from pathlib import Path

from torture.edits import KINDS, edit_at_random
from torture.flips import flip_bits


def test_every_flip_that_changes_anything_is_found_and_its_entry_named(tmp_path: Path) -> None:
    flips = flip_bits(tmp_path, entries=60, flips=200)

    assert flips.wrong == []
    assert flips.found["by audit"] > 20
    assert flips.found["without effect"] > 20


def test_every_edit_is_found_and_rightly_named(tmp_path: Path) -> None:
    edits = edit_at_random(tmp_path, 200)

    assert (edits.wrong, edits.misnamed) == ([], [])
    assert edits.done.keys() >= {"rehashed", "rewritten", "swapped bytes", "guard", "deleted ledger_entry"}
    assert edits.done.keys() <= KINDS.keys()
