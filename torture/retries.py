"""Requests that come twice, late, out of order, or whose sender does not wait for the answer: one effect a key.

Two servers of one database are asked at once. Half of all requests come twice, a fifth of the senders hang up before
the answer, some ask once more after a day; now and then somebody uses a key again for something else.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.postgres import running_postgres
from tests.timebank.kernel import BOOK, Give, give
from timebank.actors import Actor
from timebank.clock import SetClock, SystemClock
from timebank.errors import IdempotencyConflict
from timebank.writer import Bank
from torture.ground import ask, banked, open_ground, url_of, wrong_with
from torture.table import Row, Scale

SEED = 2026
DOUBLED, CUT, LATE, MISUSED = 0.5, 0.2, 0.05, 0.3
"""How many of the keys come again, hang up, come again after a day, and of these how many for something else."""

AT_ONCE = 200
"""Requests on their way at the same time."""


@dataclass(slots=True)
class Asked:
    """What came of it: requests sent, keys they bore, and how many asked for something else under a used key."""

    requests: int = 0
    keys: int = 0
    conflicts: int = 0
    wrong: list[str] = field(default_factory=list)


def measure_retries(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the rows of both databases."""
    keys = scale.of(32_000, 300)
    with running_postgres(is_ours=True) as postgres:
        for on, url in (("SQLite", url_of(folder)), ("PostgreSQL", postgres.create())):
            open_ground(url)
            asked = ask_again_and_again(url, keys)
            figure = (
                f"{asked.requests:,} requests under {asked.keys:,} keys at two servers, "
                f"{asked.conflicts:,} misused keys refused"
            )
            yield Row("requests twice, late, cut off", on, figure, tuple(asked.wrong))


def ask_again_and_again(url: str, keys: int, seed: int = SEED) -> Asked:
    """Ask for a gift under each of so many keys, many a time."""
    chance = random.Random(seed)
    asked = Asked(keys=keys)
    names = [f"client-{number}" for number in range(keys)]
    places: dict[str, set[int]] = {name: set() for name in names}
    with banked(url) as here, banked(url) as there:
        for begin in range(0, keys, AT_ONCE):
            some = names[begin : begin + AT_ONCE]
            some += [name for name in some if chance.random() < DOUBLED]
            chance.shuffle(some)
            answers = [(name, ask(chance.choice((here, there)), name)) for name in some]
            asked.requests += len(some)
            for name, answer in answers:
                if chance.random() >= CUT:
                    places[name].add(answer.result().seq)
        for bank in (here, there):
            bank.clock = SetClock(SystemClock().now() + timedelta(days=1))
        for name in names:
            if chance.random() < LATE:
                asked.requests += 1
                places[name].add(ask(here, name).result().seq)
                if chance.random() < MISUSED:
                    asked.conflicts += 1
                    asked.wrong += _misuse(there, name)
    asked.wrong += [
        f"{name} was answered with entries {seqs}" for name, seqs in places.items() if len(seqs) > 1
    ]
    acknowledged = {name: seqs.pop() for name, seqs in places.items() if seqs}
    asked.wrong += wrong_with(url, names, acknowledged)
    return asked


def _misuse(bank: Bank, key: str) -> list[str]:
    """Ask for something else under a key that was used."""
    name, _ = key.split("-")
    try:
        bank.run(give, Give("member-0", 2), Actor(BOOK, name), key)
    except IdempotencyConflict:
        return []
    return [f"{key} was taken for something else too"]
