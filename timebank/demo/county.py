"""Makes the demo county: three months of a time bank, played through the use cases themselves, up to now.

Nothing is written past the rules: what the county's ledger holds was posted by the acts that post it in earnest, so
it audits clean. The history is the same for a seed and a day, but for the random keys, secrets and ids.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from timebank.books import OpenBook, open_book, origin_of
from timebank.bootstrap import open_bank
from timebank.clock import SetClock, local_day
from timebank.demo.care import Care
from timebank.demo.cast import COUNTY
from timebank.demo.giving import giving_on
from timebank.demo.logins import CastSecrets, DemoLogin
from timebank.demo.market import market_story
from timebank.demo.ordinary import Diary
from timebank.demo.papers import paper_stories
from timebank.demo.plan import Plan
from timebank.demo.player import Player, Refused, Story
from timebank.demo.reviews import Reviews
from timebank.demo.scenes import Stage, coming_scenes, need_without_payer, past_scenes, scenes_under_way
from timebank.demo.settling import (
    SYSTEM,
    Beginning,
    appoint_offices,
    open_sites,
    register_kin,
    register_people,
)
from timebank.demo.slips import SlipDrawer
from timebank.demo.together import together
from timebank.demo.townsfolk import Town, lay_out_town
from timebank.places.regions import region
from timebank.settings import Settings
from timebank.signing import begin_log
from timebank.writer import Bank

ORIGIN_HOST = "demo.invalid"
RULES = {"points.per_hour": 10, "team.donate_only": 1}
"""What differs from the default policy."""
HISTORY = timedelta(days=105)
MOST_WAITING = 1024
ANSWERED_SHARE = 0.4
"""Of the needs for the coming days so many are taken already."""


@dataclass(frozen=True, slots=True)
class DemoSize:
    """How much is made: people besides the cast and the offices, services of the past, needs of the coming days."""

    people: int = 1936
    services: int = 1460
    needs: int = 40


@dataclass(frozen=True, slots=True)
class MadeCounty:
    """What was made: how the cast logs in, how many acts were played, and which the rules did not let pass."""

    logins: tuple[DemoLogin, ...]
    acts: int
    refused: tuple[Refused, ...]


def make_county(
    settings: Settings,
    now: datetime,
    size: DemoSize | None = None,
    *,
    seed: int = 1,
    report: Callable[[int], None] = lambda acts: None,
) -> MadeCounty:
    """Make the county in the empty home of the settings. `now` is where its history ends.

    `report` is told how many acts are played. The database is not synced while it is made: whoever calls syncs
    it before it is used (`timebank.staging`).
    """
    size = size or DemoSize()
    clock = SetClock(now - HISTORY)
    bank = open_bank(replace(settings, queue_size=MOST_WAITING), clock, is_durable=False)
    try:
        secrets = CastSecrets(bank.vault)
        _open_demo_book(bank, settings)
        player = Player(bank, clock, now, report)
        town = lay_out_town(size.people, seed=seed, today=local_day(now))
        random = Random(seed)  # noqa: S311 - a story that repeats, no secret
        beginning = Beginning(local_day(clock.moment) + timedelta(days=1))
        _settle(player, town, beginning, secrets, random)
        slips = SlipDrawer(bank, settings)
        player.add(_lives(town, beginning, now, size, random, slips))
        player.play()
        return MadeCounty(secrets.logins(), player.played, tuple(player.refused))
    finally:
        bank.close()


def _open_demo_book(bank: Bank, settings: Settings) -> None:
    origin = origin_of(ORIGIN_HOST, COUNTY)
    vkey = begin_log(settings, COUNTY, origin)
    bank.run(open_book, OpenBook(region(COUNTY).name, origin, vkey, is_demo=True, rules=RULES), SYSTEM)


def _settle(player: Player, town: Town, beginning: Beginning, secrets: CastSecrets, random: Random) -> None:
    """Play the first weeks, one crowd after the other: who comes later is registered by who came before."""
    crowds = (
        open_sites(town, beginning),
        appoint_offices(town, beginning, secrets),
        register_people(town, beginning, secrets, random),
        register_kin(town, beginning, secrets),
    )
    for stories in crowds:
        player.add(stories)
        player.play()


def _lives(
    town: Town, beginning: Beginning, now: datetime, size: DemoSize, random: Random, slips: SlipDrawer
) -> Iterator[Story]:
    """Give the stories of all services and needs, from the first day on which somebody may be helped."""
    care, reviews = Care(town, slips.store), Reviews(town, now)
    today = local_day(now)
    stage = Stage(town, beginning.last_day + timedelta(days=4), now)
    yield market_story(stage)
    diary = Diary(town, random)
    plans = [*past_scenes(stage), *scenes_under_way(stage)]
    plans += diary.past(size.services, stage.first_day, today)
    for plan in plans:
        yield _life(care, reviews, plan)
    coming = list(diary.coming(size.needs, now, today))
    taken = int(len(coming) * ANSWERED_SHARE)
    for number, plan in enumerate([*coming, *coming_scenes(stage)]):
        yield care.service(plan) if number < taken else care.need(plan)
    yield care.need(need_without_payer(stage), finds_payer=False)
    yield from giving_on(stage)
    yield from together(stage)
    yield from paper_stories(stage)


def _life(care: Care, reviews: Reviews, plan: Plan) -> Story:
    confirmed = yield from care.service(plan)
    if confirmed is not None:
        yield from reviews.story(plan, *confirmed)
