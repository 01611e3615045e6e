"""The application over the test's bank, and the cast as callers of its API."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.api.caller import Caller, bearer_token
from tests.town import Town
from timebank.actors import Actor
from timebank.settings import Settings
from timebank.writer import Bank
from wsgi import create_app

Call = Callable[[Actor], Caller]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose home is the test's folder."""
    return Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'timebank.sqlite3'}")


@pytest.fixture
def app(bank: Bank, settings: Settings) -> Flask:
    """The application over the test's bank."""
    return create_app(bank, settings)


@pytest.fixture
def stranger(app: Flask) -> Caller:
    """Somebody who did not log in."""
    return Caller(app)


@pytest.fixture
def caller(app: Flask, town: Town) -> Call:
    """Make the caller of an actor of the town, logged in."""
    return lambda actor: Caller(app, bearer_token(town.bank, actor))
