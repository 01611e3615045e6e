"""Runs the measures and prints one table: `python -m bench [--quick] [--only NAME] [--entries N]`."""

import argparse
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from bench.audits import measure_audit
from bench.beside_peers import measure_beside_peers
from bench.checkpoints import measure_checkpoints
from bench.demo import measure_demo
from bench.grants import measure_grants
from bench.growth import measure_growth
from bench.measure import ENTRIES, Options
from bench.on_postgresql import measure_on_postgresql
from bench.pages import measure_pages
from bench.papers import measure_papers
from bench.phone import measure_phone
from bench.posts import measure_posts
from bench.proofs import measure_proofs
from bench.reads import measure_reads
from bench.server import measure_server
from bench.shop import measure_shop
from bench.table import Row, format_table, write_results
from bench.tiles import measure_tiles
from bench.use_cases import measure_use_cases
from timebank.db import sqlite_version

MEASURES: dict[str, Callable[[Path, Options], Iterator[Row]]] = {
    "posts": measure_posts,
    "use-cases": measure_use_cases,
    "shop": measure_shop,
    "growth": measure_growth,
    "reads": measure_reads,
    "proofs": measure_proofs,
    "audit": measure_audit,
    "grants": measure_grants,
    "tiles": measure_tiles,
    "peers": measure_beside_peers,
    "postgresql": measure_on_postgresql,
    "checkpoints": measure_checkpoints,
    "papers": measure_papers,
    "server": measure_server,
    "pages": measure_pages,
    "phone": measure_phone,
    "demo": measure_demo,
}


def main() -> int:
    """Measure what is asked for; the exit code says whether every goal is met."""
    arguments = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    options = Options(quick=arguments.quick, entries=arguments.entries)
    rows: list[Row] = []
    for name in arguments.only or MEASURES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.folder) as folder:
            rows += MEASURES[name](Path(folder), options)
    print(format_table(rows))
    about = {
        "python": platform.python_version(),
        "sqlite": sqlite_version(),
        "cores": str(os.cpu_count()),
        "quick": str(options.quick),
    }
    print(f"written to {write_results(rows, about)}", file=sys.stderr)
    return 0 if all(row.is_met in (True, None) for row in rows) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small books and few rounds: to see that it runs"
    )
    parser.add_argument(
        "--only", action="append", choices=sorted(MEASURES), help="only this measure (again: more)"
    )
    parser.add_argument(
        "--entries", type=int, default=ENTRIES, help="how many a large book has, such as 1000000"
    )
    parser.add_argument("--folder", type=Path, help="where the books are made; a disk, not memory")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
