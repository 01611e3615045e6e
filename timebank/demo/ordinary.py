"""The many ordinary services of three months: who helped whom, on which day, with what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from timebank.calendar.working_days import is_working_day
from timebank.catalogue.kinds import kind
from timebank.clock import local_moment
from timebank.demo.cast import COUNTY
from timebank.demo.plan import Plan, Turn
from timebank.demo.townsfolk import Town, Townsman
from timebank.services.model import Way

P = TypeVar("P")

TURNS = {
    Turn.WELL: 845,
    Turn.LOGGED: 70,
    Turn.GIVEN_BACK: 25,
    Turn.RETURNED: 20,
    Turn.NO_SHOW: 12,
    Turn.DECLINED: 12,
    Turn.OBJECTED: 6,
    Turn.UPHELD: 4,
    Turn.CORRECTED: 4,
    Turn.REVERSED: 2,
}
"""How many of a thousand services go so."""

WAYS = {
    Way.CARD_PIN: 46,
    Way.OWN_DEVICE: 26,
    Way.CALL_BACK: 18,
    Way.SLIP_SIGNATURE: 4,
    Way.SLIP_THUMB: 4,
    Way.SLIP_WITNESS: 2,
}
KINDS = {
    "company": 22,
    "cleaning": 16,
    "meals": 14,
    "shopping": 12,
    "medical": 11,
    "safety": 7,
    "walking": 6,
    "errands": 5,
    "learning": 3,
    "leisure": 2,
    "heart": 1,
    "comfort": 1,
}
LENGTHS = (30, 45, 60, 60, 60, 90, 90, 120)
OVERTIME = (-10, -5, 0, 0, 0, 0, 5, 10, 15, 20)
WEEKEND_SHARE = 0.3
LAST_NEEDS_DAYS = 10


class Diary:
    """Plans services so that no helper is in two places on one day."""

    def __init__(self, town: Town, random: Random) -> None:
        self._random = random
        self._elders = _by_site(one for one in town.people if one.is_elder and one.member_id and not one.cast)
        self._helpers = _by_site(
            one for one in town.people if one.is_volunteer and one.member_id and not one.cast
        )
        self._sites = sorted(self._elders.keys() & self._helpers.keys())

    def past(self, count: int, first_day: date, last_day: date) -> Iterator[Plan]:
        """Give so many services from the first day to the last."""
        days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
        weights = [1 if is_working_day(day, COUNTY) else WEEKEND_SHARE for day in days]
        for day in sorted(self._random.choices(days, weights, k=count)):
            if plan := self._plan(day, self._pick(TURNS)):
                yield plan

    def coming(self, count: int, now: datetime, today: date) -> Iterator[Plan]:
        """Give so many needs for the next days, asked for in the last two."""
        for number in range(count):
            day = today + timedelta(days=1 + number % LAST_NEEDS_DAYS)
            if plan := self._plan(day, Turn.WELL):
                asked_at = now - timedelta(minutes=150 + self._random.randrange(2400))
                yield _asked(plan, asked_at)

    def _plan(self, day: date, turn: Turn) -> Plan | None:
        """Return a service on a day, None where nobody of the site is free."""
        site = self._random.choice(self._sites)
        elder = self._random.choice(self._elders[site])
        free = [
            one
            for one in self._helpers[site]
            if day not in one.busy_on | elder.busy_on and not one.is_near(elder)
        ]
        if not free:
            return None
        volunteer = self._random.choice(free)
        volunteer.busy_on.add(day)
        elder.busy_on.add(day)
        minutes = self._random.choice(LENGTHS)
        way = self._pick(WAYS)
        return Plan(
            elder=elder,
            volunteer=volunteer,
            kind=self._kind_for(volunteer),
            starts_at=local_moment(day, self._random.randrange(8, 17), self._random.randrange(0, 60, 5)),
            minutes=minutes,
            worked_minutes=max(15, minutes + self._random.choice(OVERTIME)),
            way=Way.CARD_PIN if way is Way.OWN_DEVICE and not elder.person.phone else way,
            turn=turn,
            pays_own=elder.is_volunteer and bool(elder.person.phone),
            asked_before=timedelta(hours=self._random.randrange(20, 70)),
            waits=timedelta(days=self._random.choice((0, 0, 0, 1, 2))),
        )

    def _kind_for(self, volunteer: Townsman) -> str:
        while True:
            wanted = kind(self._pick(KINDS))
            is_trained = not wanted.needs_training or wanted.code in volunteer.trainings
            if is_trained and (volunteer.is_insured or not wanted.has_bodily_risk):
                return wanted.code

    def _pick(self, weighted: Mapping[P, int]) -> P:
        return self._random.choices(list(weighted), list(weighted.values()))[0]


def _asked(plan: Plan, asked_at: datetime) -> Plan:
    return replace(plan, asked_before=plan.starts_at - asked_at)


def _by_site(people: Iterable[Townsman]) -> dict[str, list[Townsman]]:
    found: dict[str, list[Townsman]] = {}
    for one in people:
        found.setdefault(one.site, []).append(one)
    return found
