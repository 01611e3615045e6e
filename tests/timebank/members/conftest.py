"""Cheap hashes: what Argon2 costs is measured by its own test, not paid by all of them."""

import pytest
from argon2 import PasswordHasher

from timebank.members import hashing


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
