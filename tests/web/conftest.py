"""The application over the town's bank, and the cast with their browsers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.api.conftest import world, world_app
from tests.town import Town
from tests.web.phones import ARGUMENTS, CHROMIUM
from tests.web.served_town import Walk, served
from tests.web.visitor import Visitor, logged_in
from timebank.actors import Actor
from timebank.settings import Settings
from wsgi import create_app

__all__ = ["world", "world_app"]

Browse = Callable[[Actor], Visitor]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose home is the test's folder."""
    return Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'timebank.sqlite3'}")


@pytest.fixture
def app(town: Town, settings: Settings) -> Flask:
    """The application over the town's bank."""
    return create_app(town.bank, settings)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """Somebody who did not log in."""
    return Visitor(app)


@pytest.fixture
def browse(app: Flask, town: Town) -> Browse:
    """Make the browser of an actor of the town, logged in."""
    return lambda actor: logged_in(app, town.bank, actor)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def walk(app: Flask, town: Town, browser: Browser) -> Iterator[Walk]:
    """The town, served."""
    with served(app, town, browser) as walk:
        yield walk
