"""Fixtures of the bounded fault tests: the long runs of the same are `make torture`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from torture.ground import unclosed_ground
from torture.victims import Victims, victims


@pytest.fixture(scope="module")
def parent() -> Iterator[Victims]:
    """What forks the processes to be killed."""
    with victims() as parent:
        yield parent


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that was left as by a power cut."""
    return unclosed_ground(tmp_path_factory.mktemp("ground"))
