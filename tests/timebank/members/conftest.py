"""In tests of the register hashes are cheap: what Argon2 costs is no concern of a test of rules."""

import pytest
from argon2 import PasswordHasher

from timebank.members import hashing


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
