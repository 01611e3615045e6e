"""Whether the tests would notice: each planted fault, in a copy of the repository, must turn its test red."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from torture.ground import REPOSITORY
from torture.planted_faults import PLANTED, Planted
from torture.table import Row, Scale

PASSED, FAILED = 0, 1
"""Exit codes of pytest; others say that it could not run."""

NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "var", "results", "node_modules")


def measure_planted(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give a row for each fault."""
    planted = PLANTED[: scale.of(len(PLANTED), 2)]
    copy = copied(folder)
    tests = sorted({fault.test for fault in planted})
    code = run_tests(copy, *tests)
    yield _row("none", f"{len(tests)} tests", () if code == PASSED else (f"the tests end with {code}",))
    for fault in planted:
        yield _row(fault.name, fault.file, tuple(wrong_with_fault(copy, fault)))


def copied(folder: Path) -> Path:
    """Return a copy of the repository as it stands."""
    return Path(shutil.copytree(REPOSITORY, folder / "copy", ignore=NOT_COPIED))


def wrong_with_fault(copy: Path, fault: Planted) -> Iterator[str]:
    """Plant a fault in a copy for the time of its test, and say if nobody noticed."""
    file = copy / fault.file
    sound = file.read_text()
    file.write_text(planted_in(sound, fault))
    code = run_tests(copy, fault.test)
    file.write_text(sound)
    if code != FAILED:
        yield f"{fault.test} ends with {code}"


def planted_in(sound: str, fault: Planted) -> str:
    """Return the text of a file with its fault."""
    assert sound.count(fault.old) == 1, f"{fault.name}: not once in {fault.file}"
    return sound.replace(fault.old, fault.new)


def _row(fault: str, on: str, wrong: tuple[str, ...]) -> Row:
    return Row(f"planted: {fault}", on, "the test passes" if fault == "none" else "the test turns red", wrong)


def run_tests(copy: Path, *tests: str) -> int:
    """Run some tests in a copy, and return pytest's exit code."""
    command = [sys.executable, "-m", "pytest", "-x", *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # two faults of one size within a second
    return subprocess.run(
        command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode
