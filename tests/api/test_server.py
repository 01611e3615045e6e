"""The server as it is run: it starts on an empty folder, does the scheduled work, and stops without a trace."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server, its address and its folder."""

    process: subprocess.Popen[bytes]
    address: str
    home: Path

    def get(self, path: str) -> dict[str, Any]:
        """Return the JSON at a path, with whatever status."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server over an empty folder, stopped at the end whatever happened."""
    with serving(tmp_path) as server:
        yield server


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Give a running server whose home, and the log of which, is in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = kept | {"TIMEBANK_HOME": str(folder / "home"), "PORT": str(port)} | settings
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield Server(process, f"http://127.0.0.1:{port}", folder / "home")
    process.kill()
    process.wait()


def wait_until_ready(server: Server) -> dict[str, Any]:
    """Return the checks once all of them are well."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            found = server.get("/readyz")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            found = {}
        if found.get("ready"):
            return dict(found["checks"])
        time.sleep(0.2)
    raise AssertionError(f"not ready after {PATIENCE_SECONDS} seconds: {found}")


def test_it_starts_schedules_and_stops(server: Server, tmp_path: Path) -> None:
    checks = wait_until_ready(server)
    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(PATIENCE_SECONDS) == 0
    assert checks["scheduler"]["says"] == "runs here"
    assert checks["chain"]["says"] == "no book yet"
    assert not list(server.home.glob("*-wal"))
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_two_processes_serve_a_database_server_and_one_schedules(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.create()
    with serving(tmp_path, DATABASE_URL=url, TIMEBANK_WORKERS="2") as server:
        checks = wait_until_ready(server)
        heard = set()
        until = time.monotonic() + PATIENCE_SECONDS
        while len(heard) < 2 and time.monotonic() < until:  # the second comes up a little later
            heard.add(server.get("/readyz")["checks"]["scheduler"]["says"])
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(PATIENCE_SECONDS) == 0
    postgres.drop(url)
    assert checks["database"]["says"] == "PostgreSQL answers"
    assert heard == {"runs here", "runs in another process"}
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_importing_the_application_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = os.environ | {"TIMEBANK_HOME": str(home)}

    subprocess.run([sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environment, check=True)

    assert not home.exists()
