"""The command line as an operator uses it: an own folder, exit codes, what is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from timebank.__main__ import main
from timebank.settings import Settings, load_settings

ORIGIN = "time.example.gov.cn"
INIT = ("init", "--county", "450125", "--origin", ORIGIN)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        return self.out.rstrip().rsplit("\n", 1)[-1]


Run = Callable[..., Ended]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder TIMEBANK_HOME, which is not there yet."""
    for name in ("DATABASE_URL", "TIMEBANK_ORIGIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TIMEBANK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run_command(*words: object) -> Ended:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        written = capsys.readouterr()
        return Ended(code, written.out, written.err)

    return run_command


@pytest.fixture
def settings(home: Path) -> Settings:
    """The settings of that folder."""
    return load_settings()
