"""A peer: a package from the index in an environment of its own, and a process there that does what it is asked.

The environments lie in `bench/.cache`, which no commit holds, and are made once.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
INSTALL_SECONDS = 600


class NotToBeHad(Exception):
    """A peer could not be installed or does not start; the text says why."""


@dataclass(frozen=True, slots=True)
class Package:
    """What is installed, and the script that works with it. `without_dependencies` come first, and bring no others."""

    name: str
    script: str
    requirements: tuple[str, ...]
    without_dependencies: tuple[str, ...] = ()

    def python(self) -> Path:
        """Return the interpreter of its environment, which is made if it is not there.

        Raises:
            NotToBeHad: the index does not have it, or it does not build here.
        """
        folder = CACHE / self.name
        python = folder / "bin" / "python"
        done = folder / "installed"
        if not done.exists():
            _run([sys.executable, "-m", "venv", "--clear", str(folder)])
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            if self.without_dependencies:
                _run([*pip, "--no-deps", *self.without_dependencies])
            _run([*pip, *self.requirements])
            done.touch()
        return python


class Peer:
    """A process in a peer's environment."""

    def __init__(self, package: Package, *arguments: str) -> None:
        command = [str(package.python()), str(HERE / "peers" / package.script), *arguments]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._expect("ready")

    def ask(self, act: str, number: int) -> float:
        """Have it do something so often, and return its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{act} {number}\n")
        self._process.stdin.flush()
        return float(self._expect(""))

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()

    def _expect(self, word: str) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line or not line.startswith(word):
            _, said = self._process.communicate()
            raise NotToBeHad(_last_line(said))
        return line


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise NotToBeHad(f"not installed within {INSTALL_SECONDS} s") from error
    if done.returncode:
        raise NotToBeHad(_last_line(done.stderr))


def _last_line(said: str) -> str:
    """Return the last line that says something."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:120] if lines else "it ended without a word"
