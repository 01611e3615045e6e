"""Proofs of inclusion and of growth from stored subtrees, warm and from a database just opened."""

import statistics
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.ground import BOOK, Ground
from bench.measure import Options, interleave, median_ratio, percentile
from bench.peer import NotToBeHad, Package, Peer
from bench.posts import MEMBERS
from bench.table import Row
from ledger.proofs import prove_consistency, prove_inclusion
from ledger.sql_nodes import SqlNodes

PYMERKLE = Package("pymerkle", "with_pymerkle.py", ("pymerkle",))
PROOFS, GROWTH_PROOFS = 400, 40
LARGE = 1_000_000
"""The size at which the goals are set: below it, a proof made from all leaves anew still looks fast."""

COMMAND = "python -m bench --only proofs --entries 1000000"


def measure_proofs(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows beside pymerkle."""
    size = options.largest
    try:
        peer = Peer(PYMERKLE, str(folder))
        peer.ask("fill", size)
    except NotToBeHad as error:
        yield Row("proofs", "", f"pymerkle is not to be had here: {error}", None, None, False, COMMAND)
        return
    ground = Ground(folder / "book.sqlite3", MEMBERS)
    ground.create()
    ground.fill(0, size)
    lanes = {
        "inclusion": lambda _round: _inclusion(ground, options.scaled(PROOFS)),
        "inclusion, peer": lambda _round: peer.ask("prove", options.scaled(PROOFS)),
        "growth": lambda _round: _growth(ground, options.scaled(PROOFS)),
        "growth, peer": lambda _round: peer.ask("prove-growth", options.scaled(GROWTH_PROOFS)),
        "cold": lambda _round: _cold(ground),
        "cold, peer": lambda _round: peer.ask("prove-cold", 1),
    }
    figures = interleave(lanes, options.rounds)
    for name, work, goal in (
        ("inclusion", "proof of inclusion", 10),
        ("growth", "proof of growth", 10),
        ("cold", "proof of inclusion, database just opened", 300),
    ):
        ours, theirs = figures[name], figures[f"{name}, peer"]
        yield Row(
            work=f"{work}, {size:,} entries",
            figure=f"{statistics.median(ours) * 1e6:,.0f} µs",
            beside=f"{statistics.median(theirs) * 1e6:,.0f} µs pymerkle",
            ratio=median_ratio(theirs, ours),
            goal=goal if size >= LARGE else None,
            is_least=True,
            command=COMMAND,
            note="ratio: how many times faster",
        )
    peer.close()
    ground.close()


def _inclusion(ground: Ground, count: int) -> float:
    with ground.engine.begin() as connection:
        nodes, size = SqlNodes(connection, BOOK), ground.book(connection).head().size
        taken = []
        for number in range(count):
            began = perf_counter()
            prove_inclusion(nodes, number * 7919 % size, size)
            taken.append(perf_counter() - began)
    return percentile(taken, 50)


def _growth(ground: Ground, count: int) -> float:
    with ground.engine.begin() as connection:
        nodes, size = SqlNodes(connection, BOOK), ground.book(connection).head().size
        taken = []
        for number in range(count):
            began = perf_counter()
            prove_consistency(nodes, 1 + number * 7919 % (size - 1), size)
            taken.append(perf_counter() - began)
    return percentile(taken, 50)


def _cold(ground: Ground) -> float:
    ground.engine.dispose()
    began = perf_counter()
    with ground.engine.begin() as connection:
        nodes, size = SqlNodes(connection, BOOK), ground.book(connection).head().size
        prove_inclusion(nodes, size // 3, size)
    return perf_counter() - began
