"""A process that dies, or a disk that fails, at any call of a posting: nothing is lost, doubled or half there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import running_postgres
from torture.calls import (
    DISK,
    FULL,
    failed,
    filled,
    killed,
    strike_each,
    strike_each_of_client,
    strike_each_of_server,
)
from torture.ground import open_ground
from torture.strace import ALL_CALLS
from torture.victims import Victims


@pytest.mark.parametrize(
    ("act", "blow", "calls", "every"),
    [
        ("post_once", killed, ALL_CALLS, 9),
        ("close_down", killed, ALL_CALLS, 5),
        ("post_once", failed, DISK, 9),
        ("post_once", filled, FULL, 9),
    ],
)
def test_a_writer_on_sqlite_may_be_struck_at_any_call(
    parent: Victims,
    ground: Path,
    tmp_path: Path,
    act: str,
    blow: Callable[[int], str],
    calls: str,
    every: int,
) -> None:
    outcome = strike_each(parent, act, blow, calls, ground, tmp_path, every)

    assert outcome.wrong == []
    assert outcome.calls >= 3


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A book on a server of its own."""
    with running_postgres(is_ours=True) as postgres:
        url = postgres.create()
        open_ground(url)
        yield url


def test_a_client_of_a_server_may_die_at_any_call(parent: Victims, url: str, tmp_path: Path) -> None:
    outcome = strike_each_of_client(parent, url, tmp_path, every=9)

    assert outcome.wrong == []
    assert outcome.calls >= 3


def test_the_servers_own_process_may_die_at_any_call(url: str, tmp_path: Path) -> None:
    outcome = strike_each_of_server(url, tmp_path, every=9)

    assert outcome.wrong == []
    assert outcome.calls >= 3
