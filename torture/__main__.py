"""Makes faults and prints one table of what came of them: `python -m torture [--quick] [--only NAME]`.

It ends by itself, listens on 127.0.0.1 alone, and ends no process that it has not started.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import structlog

from torture.calls import measure_calls
from torture.edits import measure_edits
from torture.flips import measure_flips
from torture.kills import measure_kills
from torture.planted import measure_planted
from torture.power import measure_power
from torture.races import measure_races
from torture.retries import measure_retries
from torture.schedulers import measure_schedulers
from torture.table import Row, Scale, format_table
from torture.traffic import measure_traffic
from torture.views import measure_views

FAULTS: dict[str, Callable[[Path, Scale], Iterator[Row]]] = {
    "calls": measure_calls,
    "kills": measure_kills,
    "power": measure_power,
    "traffic": measure_traffic,
    "races": measure_races,
    "retries": measure_retries,
    "flips": measure_flips,
    "edits": measure_edits,
    "views": measure_views,
    "schedulers": measure_schedulers,
    "planted": measure_planted,
}


def main() -> int:
    """Make the faults asked for; the exit code says whether anything went wrong."""
    arguments = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    rows: list[Row] = []
    for name in arguments.only or FAULTS:
        with tempfile.TemporaryDirectory(prefix="torture-", dir=arguments.folder) as folder:
            rows += _timed(FAULTS[name](Path(folder), Scale(arguments.quick)))
    print(format_table(rows))
    return 1 if any(row.wrong for row in rows) else 0


def _timed(rows: Iterator[Row]) -> Iterator[Row]:
    """Give each row with the seconds it took, and tell of it as it comes."""
    began = time.monotonic()
    for row in rows:
        timed = replace(row, seconds=time.monotonic() - began)
        print(f"{timed.fault}, {timed.on}: {timed.figure}, {len(timed.wrong)} wrong", file=sys.stderr)
        yield timed
        began = time.monotonic()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m torture", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few of each: to see that it runs")
    parser.add_argument("--only", action="append", choices=sorted(FAULTS), help="only this (again: more)")
    parser.add_argument("--folder", type=Path, help="where the books are made; a disk, not memory")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
