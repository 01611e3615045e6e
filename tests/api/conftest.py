"""The application over the test's bank, and the cast as callers of its API."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.api.caller import Caller, bearer_token
from tests.conftest import MONDAY, open_at
from tests.rights import World, build_world
from tests.town import Town
from timebank.actors import Actor
from timebank.clock import SetClock
from timebank.files import FileStore
from timebank.settings import Settings
from wsgi import create_app

Call = Callable[[Actor], Caller]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose home is the test's folder."""
    return Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'timebank.sqlite3'}")


@pytest.fixture
def app(town: Town, settings: Settings) -> Flask:
    """The application over the town's bank."""
    return create_app(town.bank, settings)


@pytest.fixture
def stranger(app: Flask) -> Caller:
    """Somebody who did not log in."""
    return Caller(app)


@pytest.fixture
def caller(app: Flask, town: Town) -> Call:
    """Make the caller of an actor of the town, logged in."""
    return lambda actor: Caller(app, bearer_token(town.bank, actor))


@pytest.fixture(scope="session")
def world(settled: tuple[Path, Town], tmp_path_factory: pytest.TempPathFactory) -> World:
    """The town with something of each kind at two sites, built once."""
    path, town = settled
    folder, clock = tmp_path_factory.mktemp("world"), SetClock(MONDAY)
    file = Path(shutil.copy(path, folder / "world.sqlite3"))
    town = replace(town, bank=open_at(file, clock), clock=clock)
    return build_world(town, file, FileStore(folder / "files"))


@pytest.fixture(scope="session")
def world_app(world: World) -> Flask:
    """An application without limits whose bank each test takes from the world."""
    bank = open_at(world.file, SetClock(world.moment))
    app = create_app(bank, Settings(home=world.file.parent, database_url="sqlite://"))
    bank.close()
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False
    return app
