"""Thirty clients released at once on everything that spends, grants, hands over or redeems, a hundred times each."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from torture.ground import REPOSITORY
from torture.table import Row, Scale

ROUNDS = 100
RACES = {
    "needs and services": "tests/timebank/services/test_races.py",
    "gifts, pools and grants": "tests/timebank/gifts/test_gift_races.py",
    "points and the shop": "tests/timebank/shop/test_shop_races.py",
}


def measure_races(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give a row for each file of races; what is wrong are the tests that fail."""
    for on, file in RACES.items():
        rounds = scale.of(ROUNDS, 2)
        command = [sys.executable, "-m", "pytest", f"--basetemp={folder / 'pytest'}", file]
        environment = {**os.environ, "RACE_ROUNDS": str(rounds)}
        ended = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
        failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", ended.stdout, re.MULTILINE)
        ran = re.search(r"(\d+) passed", ended.stdout)
        races = int(ran[1]) if ran else 0
        if not races and not failed:
            failed = [f"pytest ends with {ended.returncode}"]
        yield Row("race of 30 clients", on, f"{races} races, {rounds} rounds of each", tuple(failed))
