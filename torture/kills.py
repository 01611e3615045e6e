"""kill -9 at random moments: a process that serves eight callers dies, again and again, and another takes over."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import running_postgres
from torture.ground import open_ground, url_of, wrong_with
from torture.table import Row, Scale
from torture.victims import CALLERS, Victims, victims

SEED = 2026
LONGEST_LIFE_SECONDS = 0.3
"""Counted from the first acknowledgement, so that a slow machine kills no unborn writer."""

LOOK_EVERY = 20
"""Kills between two looks at the whole book; the last is always one."""


@dataclass(slots=True)
class Killed:
    """What came of it: deaths, acknowledgements, and requests whose outcome the dead process left unknown."""

    deaths: int = 0
    acknowledged: int = 0
    unknown: int = 0
    wrong: list[str] = field(default_factory=list)


def measure_kills(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the rows of both databases."""
    kills = scale.of(200, 5)
    with victims() as parent:
        open_ground(url_of(folder))
        yield _row("SQLite", kill_at_random(parent, url_of(folder), kills))
        with running_postgres(is_durable=True, is_ours=True) as postgres:
            url = postgres.create()
            open_ground(url)
            yield _row("PostgreSQL", kill_at_random(parent, url, kills))


def kill_at_random(parent: Victims, url: str, kills: int) -> Killed:
    """Let so many writers live for a moment each, the one after the other."""
    chance = random.Random(SEED)
    outcome = Killed()
    acknowledged: dict[str, int] = {}
    asked: list[str] = []
    for number in range(1, kills + 1):
        victim = parent.fork("post_for_ever", url, f"life{number}")
        parent.let_live(victim)
        time.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
        parent.kill(victim)
        highest = max(int(key.partition("-")[2]) for key in victim.acknowledged)
        lost = {f"life{number}-{place}" for place in range(highest + CALLERS)} - victim.acknowledged.keys()
        outcome.deaths += 1
        outcome.unknown += len(lost)
        acknowledged |= victim.acknowledged
        asked += lost
        if number % LOOK_EVERY == 0 or number == kills:
            outcome.wrong += wrong_with(url, asked, acknowledged)
            asked.clear()
    outcome.acknowledged = len(acknowledged)
    return outcome


def _row(on: str, outcome: Killed) -> Row:
    figure = f"{outcome.deaths} kills, {outcome.acknowledged:,} acknowledged, {outcome.unknown:,} asked again"
    return Row("kill -9 at random, 8 callers", on, figure, tuple(outcome.wrong))
