"""Whoever has seen a log, a reader or a witness, is not shown a shorter one or another one unnoticed."""

from pathlib import Path

from torture.views import show_two_histories


def test_two_histories_are_refused_at_first_sight_and_kept_as_evidence(tmp_path: Path) -> None:
    views = show_two_histories(tmp_path, rounds=12)

    assert views.wrong == []
    assert views.went_back > 0
    assert views.differed > 0
