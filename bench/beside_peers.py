"""One caller's transfers and balances beside packages that keep books, each in an environment of its own.

A peer that cannot be installed here, or does not start, is a row of words. One that is too slow to reach a size
within a minute is measured at the size it has reached, beside a book of ours of that size.
"""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.ground import BOOK, Ground, handle
from bench.measure import Options, interleave, median_ratio, percentile
from bench.peer import NotToBeHad, Package, Peer
from bench.posts import MEMBERS, post_all
from bench.table import Row
from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests.postgres import running_postgres

SIZES = (1_000, 10_000, 100_000)
POSTS, BALANCES = 1_000, 2_000
LANE_SECONDS = 1.5
COMMAND = "python -m bench --only peers"


@dataclass(frozen=True, slots=True)
class Rival:
    """A peer that keeps books, and how many times as fast as it we hold ourselves to be at 100,000 transfers."""

    package: Package
    goal: float | None
    has_balances: bool = True
    wants_server: bool = False


RIVALS = (
    Rival(
        Package(
            "python-accounting",
            "with_python_accounting.py",
            ("sqlalchemy>=2.1.4,<2.2", "python-dateutil>=2.9,<3"),
            without_dependencies=(
                "python-accounting==2.0.0",
            ),  # else it builds clients of two servers from source
        ),
        goal=200,
    ),
    Rival(
        Package("django-hordak", "with_hordak.py", ("django-hordak==2.0.0", "psycopg[binary]")),
        15,
        wants_server=True,
    ),
    Rival(
        Package("eventsourcing", "with_eventsourcing.py", ("eventsourcing==9.5.6",)), None, has_balances=False
    ),
)
BEANCOUNT = Package("beancount", "with_beancount.py", ("beancount==3.2.3",))


def measure_beside_peers(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of each peer at each size."""
    sizes = tuple(size for size in SIZES if size <= options.largest)[: 1 if options.quick else None]
    with running_postgres(is_durable=True) as postgres:
        for rival in RIVALS:
            home = folder / rival.package.name
            home.mkdir()
            arguments = [str(home), *([postgres.create()] if rival.wants_server else [])]
            try:
                peer = Peer(rival.package, *arguments)
                yield from _measure(rival, peer, home, sizes, options)
                peer.close()
            except NotToBeHad as error:
                yield _absent(rival.package, error)
    try:
        yield from _beside_beancount(folder, sizes, options)
    except NotToBeHad as error:
        yield _absent(BEANCOUNT, error)


def _measure(rival: Rival, peer: Peer, home: Path, sizes: tuple[int, ...], options: Options) -> Iterator[Row]:
    ground = Ground(home / "ours.sqlite3", MEMBERS)
    ground.create()
    filled = 0
    for size in sizes:
        reached = int(peer.ask("fill", size))
        ground.fill(filled, reached - filled)
        filled = reached
        count = max(3, int(LANE_SECONDS * peer.ask("post", 3)))
        posts, first = options.scaled(POSTS), filled

        def post(number: int, first: int = first, posts: int = posts) -> float:
            begin = first + number * posts
            began = perf_counter()
            post_all(ground, begin, posts, 1)
            return posts / (perf_counter() - began)

        figures = interleave(
            {"ours": post, "theirs": lambda _round, count=count: peer.ask("post", count)}, options.rounds
        )
        filled += options.rounds * posts
        yield _row(
            rival,
            f"a transfer, one caller, book of {reached:,}",
            "/s",
            figures,
            rival.goal if reached >= SIZES[-1] else None,
        )
        if rival.has_balances:
            reads = max(3, int(LANE_SECONDS / max(peer.ask("balance", 1), 1e-6)))
            reads = min(reads, BALANCES)
            figures = interleave(
                {
                    "ours": lambda _round: 1 / _balance_seconds(ground, options.scaled(BALANCES)),
                    "theirs": lambda _round, reads=reads: 1 / peer.ask("balance", reads),
                },
                options.rounds,
            )
            yield _row(rival, f"a balance, book of {reached:,}", "/s", figures, None)
        if reached < size:
            break
    ground.close()


def _balance_seconds(ground: Ground, count: int) -> float:
    taken = []
    with ground.engine.begin() as connection:
        book = ground.book(connection)
        for number in range(count):
            began = perf_counter()
            book.account(handle(1 + number % MEMBERS), "min").balance  # noqa: B018 - reading it is what is measured
            taken.append(perf_counter() - began)
    return percentile(taken, 50)


def _beside_beancount(folder: Path, sizes: tuple[int, ...], options: Options) -> Iterator[Row]:
    peer = Peer(BEANCOUNT, str(folder))
    for size in sizes:
        peer.ask("fill", size)
        ground = Ground(folder / f"beside-beancount-{size}.sqlite3", MEMBERS)
        ground.create()
        ground.fill(0, size)

        def run_audit(_round: int, ground: Ground = ground) -> float:
            began = perf_counter()
            with ground.engine.begin() as connection:
                assert not audit(SqlStore(connection, BOOK))
            return 1 / (perf_counter() - began)

        figures = interleave(
            {"ours": run_audit, "theirs": lambda _round: 1 / peer.ask("read", 1)}, options.rounds
        )
        ground.close()
        yield _row(
            Rival(BEANCOUNT, None), f"all checked and summed up, {size:,} transfers", "/s", figures, None
        )
    peer.close()


def _row(rival: Rival, work: str, unit: str, figures: dict[str, list[float]], goal: float | None) -> Row:
    return Row(
        work=work,
        figure=f"{statistics.median(figures['ours']):,.3g}{unit}",
        beside=f"{statistics.median(figures['theirs']):,.3g}{unit} {rival.package.name}",
        ratio=median_ratio(figures["ours"], figures["theirs"]),
        goal=goal,
        is_least=True,
        command=COMMAND,
    )


def _absent(package: Package, error: NotToBeHad) -> Row:
    return Row(f"beside {package.name}", "", f"not to be had here: {error}", None, None, True, COMMAND)
