"""The audit of a whole book beside the least it could do: one SHA-256 an entry over the same bytes."""

import hashlib
import statistics
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.ground import BOOK, Ground
from bench.measure import Options, interleave, median_ratio
from bench.table import Row
from ledger.audit import audit
from ledger.sql_store import SqlStore

ENTRIES = 100_000
MEMBERS = 200


def measure_audit(folder: Path, options: Options) -> Iterator[Row]:
    """Give the row of an audit on one core."""
    ground = Ground(folder / "book.sqlite3", MEMBERS)
    ground.create()
    ground.fill(0, options.scaled(ENTRIES))
    with ground.engine.begin() as connection:
        size = ground.book(connection).head().size
        leaves = [b"\x00" + data for _, data in SqlStore(connection, BOOK).entry_bytes(0, size)]

    def run_audit(_round: int) -> float:
        with ground.engine.begin() as connection:
            began = perf_counter()
            findings = audit(SqlStore(connection, BOOK))
            taken = perf_counter() - began
        assert not findings, findings[:3]
        return taken

    def run_hashes(_round: int) -> float:
        began = perf_counter()
        for leaf in leaves:
            hashlib.sha256(leaf).digest()
        return perf_counter() - began

    figures = interleave({"audit": run_audit, "hashes": run_hashes}, options.rounds)
    ground.close()
    seconds = statistics.median(figures["audit"])
    yield Row(
        work=f"audit of {size:,} entries, one core",
        figure=f"{seconds:.2f} s ({size / seconds:,.0f}/s)",
        beside=f"{statistics.median(figures['hashes']):.3f} s SHA-256 of the same bytes",
        ratio=median_ratio(figures["audit"], figures["hashes"]),
        goal=7.0,
        is_least=False,
        command="python -m bench --only audit",
    )
