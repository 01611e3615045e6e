"""A published log verified by somebody else, tree and contents, beside our own audit of the same book."""

import statistics
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.ground import BOOK, ORIGIN, Ground
from bench.measure import Options, interleave, median_ratio
from bench.posts import MEMBERS
from bench.table import Row
from ledger.audit import audit
from ledger.checkpoint import Checkpoint, sign_checkpoint
from ledger.log_source import FolderSource
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from ledger.tile_folder import TileFolder
from ledger.verify import verify
from tests.ledger.signers import signer


def measure_tiles(folder: Path, options: Options) -> Iterator[Row]:
    """Give the row of one book."""
    ground = Ground(folder / "book.sqlite3", MEMBERS)
    ground.create()
    ground.fill(0, options.largest)
    key, files = signer(ORIGIN), TileFolder(folder / "log")
    with ground.engine.begin() as connection:
        head = ground.book(connection).head()
        files.extend(SqlNodes(connection, BOOK), SqlStore(connection, BOOK), head.size)
    files.publish(sign_checkpoint(Checkpoint(ORIGIN, head.size, head.root), key))

    def run_audit(_round: int) -> float:
        with ground.engine.begin() as connection:
            began = perf_counter()
            assert not audit(SqlStore(connection, BOOK))
            return perf_counter() - began

    def run_verify(number: int) -> float:
        began = perf_counter()
        found = verify(
            FolderSource(folder / "log"),
            [key.public],
            folder / f"seen {number}",
            lambda *_: None,
            want_entries=True,
        )
        assert not found.findings, found.findings[:3]
        return perf_counter() - began

    figures = interleave({"verify": run_verify, "audit": run_audit}, options.rounds)
    ground.close()
    yield Row(
        work=f"full verification from tiles of {head.size:,} entries",
        figure=f"{statistics.median(figures['verify']):.2f} s",
        beside=f"{statistics.median(figures['audit']):.2f} s our own audit",
        ratio=median_ratio(figures["verify"], figures["audit"]),
        goal=2.0,
        is_least=False,
        command="python -m bench --only tiles",
    )
