"""The README's commands, run as they stand there against a demo of their own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from timebank.clock import SHANGHAI

REPOSITORY = Path(__file__).parent.parent
BLOCKS = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
LONGEST_START_SECONDS = 30
HELPED_MINUTES = 20


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A small demo county with its server; gives the environment in which both run."""
    home = tmp_path_factory.mktemp("readme")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "TIMEBANK_HOME": str(home), "PORT": str(port)}
    command = [sys.executable, "-m", "timebank", "demo", "--small"]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True)
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "gunicorn.conf.py",
            "--log-level",
            "error",
            "wsgi:app",
        ],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_alive(port)
        yield environment
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_until_alive(port: int) -> None:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)


def script_of(page: str, environment: dict[str, str]) -> str:
    """Return the page's commands with this demo's address, folder and Python in place of the usual ones."""
    script = "".join(BLOCKS.findall((REPOSITORY / page).read_text(encoding="utf-8")))
    for usual, here in {
        "http://127.0.0.1:8000": f"http://127.0.0.1:{environment['PORT']}",
        "var/demo-logins.json": f"{environment['TIMEBANK_HOME']}/demo-logins.json",
        ".venv/bin/python": sys.executable,
    }.items():
        assert usual in script, f"{page} no longer says {usual}"
        script = script.replace(usual, here)
    return script


def answers(output: str) -> list[dict[str, Any]]:
    """Return the JSON documents of the output, objects alone."""
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_one_service_goes_from_need_to_settled_minutes(demo: dict[str, str]) -> None:
    now = datetime.now(SHANGHAI)
    if (now - timedelta(minutes=HELPED_MINUTES)).date() < (now + timedelta(minutes=1)).date():
        pytest.skip(
            "the help of the page would have begun yesterday, before it was asked for: two people verify that"
        )
    script = f"set -euo pipefail\n{script_of('README.md', demo)}"

    run = subprocess.run(
        ["bash", "-c", script],
        cwd=REPOSITORY,
        env=demo,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    documents = answers(run.stdout)
    assert [document.get("code") for document in documents if "code" in document] == []
    assert [document["state"] for document in documents if "state" in document] == [
        "checked_in",
        "checked_out",
        "confirmed",
        "verified",
    ]
    service, statement = documents[-2:]
    assert (service["line"]["state"], service["line"]["credited_minutes"]) == ("settled", 20)
    newest = statement["items"][0]
    assert (newest["change"], newest["service_id"]) == (20, service["line"]["id"])


def test_both_languages_give_the_same_commands() -> None:
    def commands(page: str) -> list[str]:
        text = "".join(BLOCKS.findall((REPOSITORY / page).read_text(encoding="utf-8")))
        return [line for line in text.splitlines() if not line.startswith("#")]

    assert commands("README.md") == commands("README.zh-CN.md")
