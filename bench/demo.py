"""The demo county made from nothing, as a newcomer's first `make run` makes it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.measure import Options
from bench.table import Row

REPOSITORY = Path(__file__).parent.parent
LONGEST_SECONDS = 30


def measure_demo(folder: Path, options: Options) -> Iterator[Row]:
    """Give the row of one county; it takes long, so it is made once."""
    if options.quick:
        return
    environment = {**os.environ, "TIMEBANK_HOME": str(folder)}
    began = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "timebank", "demo"],
        cwd=REPOSITORY,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = perf_counter() - began
    yield Row(
        work="demo county from nothing",
        figure=f"{seconds:.0f} s",
        beside=f"{LONGEST_SECONDS} s at most",
        ratio=seconds / LONGEST_SECONDS,
        goal=1.0,
        is_least=False,
        command="python -m bench --only demo",
        note="one round",
    )
