"""Requests that come twice, late or are cut off, at two servers of one database, have one effect each."""

import pytest

from torture.ground import open_ground
from torture.retries import ask_again_and_again


@pytest.fixture
def url(request: pytest.FixtureRequest, database: str, tmp_path) -> str:
    """A new database of either engine."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path / 'timebank.sqlite3'}"
    created: str = request.getfixturevalue("postgres").create()
    return created


@pytest.mark.both_engines
def test_each_key_has_one_effect_and_one_answer(url: str) -> None:
    open_ground(url)

    asked = ask_again_and_again(url, keys=200)

    assert asked.wrong == []
    assert asked.requests > 250
    assert asked.conflicts > 0
