"""Every command explains itself, and wrong usage ends with 2."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.timebank.cli.conftest import INIT, Run
from timebank.__main__ import COMMANDS


@pytest.mark.parametrize("command", [one.name for one in COMMANDS])
def test_each_command_has_help(run: Run, command: str) -> None:
    ended = run(command, "--help")

    assert ended.code == 0
    assert f"usage: python -m timebank {command}" in ended.out


def test_the_help_lists_the_commands(run: Run) -> None:
    out = run("--help").out

    assert all(f"{one.name}" in out and one.summary in out for one in COMMANDS)


@pytest.mark.parametrize("words", [(), ("rotate-keys",), ("audit", "--fast"), ("scheduler", "now")])
def test_wrong_usage_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words)

    assert ended.code == 2
    assert "usage:" in ended.err


def test_a_bad_setting_is_named(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('colour = "red"\n')

    ended = run("audit")

    assert ended.code == 2
    assert "colour" in ended.err


def test_the_scheduler_runs_until_it_is_told_to_stop(run: Run) -> None:
    run(*INIT)

    process = subprocess.Popen(
        [sys.executable, "-m", "timebank", "scheduler"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert "The scheduler runs" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    process.stdout.close()
