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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"TIMEBANK_HOME": str(tmp_path / "home"), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield Server(process, f"http://127.0.0.1:{port}", tmp_path / "home")
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


def test_importing_the_application_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = os.environ | {"TIMEBANK_HOME": str(home)}

    subprocess.run([sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environment, check=True)

    assert not home.exists()
