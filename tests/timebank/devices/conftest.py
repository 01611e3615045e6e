"""Nong's phone, enrolled by the county."""

from pathlib import Path

import pytest

from tests.timebank.devices.phone import DeskPhone
from tests.town import Town
from timebank.files import FileStore


@pytest.fixture
def phone(town: Town, tmp_path: Path) -> DeskPhone:
    """The phone of Nong, the coordinator of the site."""
    return DeskPhone(town, town.nong, FileStore(tmp_path)).is_enrolled()
