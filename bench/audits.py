"""The audit of a whole book, also with the holders' secrets, beside one SHA-256 an entry over the same bytes."""

import hashlib
import statistics
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.ground import BOOK, Ground, Secrets
from bench.measure import Options, interleave, median_ratio
from bench.table import Row
from ledger.audit import audit
from ledger.sql_store import SqlStore

MEMBERS = 200


def measure_audit(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of an audit on one core: of all but the states, and of the states as well."""
    ground = Ground(folder / "book.sqlite3", MEMBERS)
    ground.create()
    ground.fill(0, options.largest)
    with ground.engine.begin() as connection:
        size = ground.book(connection).head().size
        leaves = [b"\x00" + data for _, data in SqlStore(connection, BOOK).entry_bytes(0, size)]

    def run_audit(secrets: Secrets | None) -> float:
        with ground.engine.begin() as connection:
            began = perf_counter()
            findings = audit(SqlStore(connection, BOOK), secrets=secrets)
            taken = perf_counter() - began
        assert not findings, findings[:3]
        return taken

    def run_hashes(_round: int) -> float:
        began = perf_counter()
        for leaf in leaves:
            hashlib.sha256(leaf).digest()
        return perf_counter() - began

    lanes = {
        "one core": lambda _round: run_audit(None),
        "one core, states opened": lambda _round: run_audit(Secrets()),
        "hashes": run_hashes,
    }
    figures = interleave(lanes, options.rounds)
    ground.close()
    for how, goal in (("one core", 7.0), ("one core, states opened", None)):
        seconds = statistics.median(figures[how])
        yield Row(
            work=f"audit of {size:,} entries, {how}",
            figure=f"{seconds:.2f} s ({size / seconds:,.0f}/s)",
            beside=f"{statistics.median(figures['hashes']):.3f} s SHA-256 of the same bytes",
            ratio=median_ratio(figures[how], figures["hashes"]),
            goal=goal,
            is_least=False,
            command="python -m bench --only audit",
        )
