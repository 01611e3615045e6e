"""Who lives in the demo county and what each is: elders, helpers, kin, and the offices. Nobody is registered yet.

The sites come from `sites`, the people from `names`; here each person gets a site and a part. Most helpers are
between 60 and 69, and most of those are on the register as elders too: they save for their own old age.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random

from timebank.actors import Actor, Grant, Role
from timebank.demo.cast import CAST, COUNTY, DISTANT_SITE, KIN, PAIRED_SITE, SITE, CastMember
from timebank.demo.names import InventedPerson, age_on, invent_people
from timebank.demo.sites import DemoSite, demo_sites
from timebank.places.regions import children

PEOPLE_A_SITE = 50
OFFICE_AGES = range(25, 56)
A_FEW_TOO_MANY = 8
"""So many people are invented for each office: one in four is of the age to hold it."""


@dataclass(slots=True)
class Townsman:
    """Somebody of the county. `member_id` is "" until the person is on the register."""

    person: InventedPerson
    site: str
    is_elder: bool = False
    is_volunteer: bool = False
    grants: tuple[Grant, ...] = ()
    cast: CastMember | None = None
    child_of: "Townsman | None" = None
    lives_with: "Townsman | None" = None
    trainings: tuple[str, ...] = ()
    is_insured: bool = False
    member_id: str = ""
    busy_on: set[date] = field(default_factory=set)

    @property
    def actor(self) -> Actor:
        """The person as one who acts, with the roles of the part played."""
        own = (Role.ELDER,) * self.is_elder + (Role.VOLUNTEER,) * self.is_volunteer
        return Actor(COUNTY, self.member_id, (*self.grants, *map(Grant, own)))

    @property
    def is_kin(self) -> bool:
        """Tell whether the person is on the register for an elder's sake alone."""
        return self.child_of is not None

    def is_near(self, other: "Townsman") -> bool:
        """Tell whether the two are parent and child or live together, so that neither may earn with the other."""
        return (
            other is self
            or other in (self.child_of, self.lives_with)
            or self in (other.child_of, other.lives_with)
        )


@dataclass(frozen=True)
class Town:
    """The whole county: its sites, its offices, and its people by site."""

    sites: tuple[DemoSite, ...]
    offices: tuple[Townsman, ...]
    people: tuple[Townsman, ...]

    def coordinator(self, site: str) -> Townsman:
        """Return the one who keeps a site."""
        return self._reviewers[site]

    def reviewer(self, scope: str) -> Townsman:
        """Return the one who reviews for a site, a township or the county."""
        return self._reviewers[scope]

    @cached_property
    def _reviewers(self) -> dict[str, Townsman]:
        return {grant.scope: one for one in self.offices for grant in one.grants if grant.role in REVIEWERS}

    def member(self, key: str) -> Townsman:
        """Return one of the cast."""
        return next(one for one in (*self.offices, *self.people) if one.cast and one.cast.key == key)


REVIEWERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
OFFICES = (*REVIEWERS, Role.SHOPKEEPER, Role.AUDITOR)


def lay_out_town(people: int, *, seed: int, today: date) -> Town:
    """Return the county with so many people besides its offices and the cast."""
    random = Random(seed)  # noqa: S311 - a story that repeats, no secret
    sites = demo_sites()
    cast = [_of_cast(one, today) for one in CAST]
    by_key = {one.cast.key: one for one in cast if one.cast}
    vacant = list(_vacant_offices(sites, cast))
    invented = invent_people(people + len(vacant) * A_FEW_TOO_MANY, seed=seed, today=today)
    staff = [one for one in invented if age_on(today, one.birth_date) in OFFICE_AGES][: len(vacant)]
    offices = [Townsman(one, site, grants=(grant,)) for one, (site, grant) in zip(staff, vacant, strict=True)]
    others = [one for one in invented if one not in staff][:people]
    inhabited = _inhabited(sites, people)
    crowd = [
        _townsman(random, one, random.choice(inhabited), age_on(today, one.birth_date)) for one in others
    ]
    _give_kin(random, crowd)
    for key, _, parent in KIN:
        by_key[key].child_of = by_key[parent]
    is_office = [any(grant.role in OFFICES for grant in one.grants) for one in cast]
    offices += [one for one, held in zip(cast, is_office, strict=True) if held]
    crowd += [one for one, held in zip(cast, is_office, strict=True) if not held]
    return Town(sites, tuple(offices), tuple(crowd))


def _of_cast(one: CastMember, today: date) -> Townsman:
    person = InventedPerson(one.name, one.is_female, one.birth_date(today), one.phone, one.hamlet)
    grants = (Grant(one.role, one.scope),) if one.scope else ()
    helps = one.key in ("wang", "li", "zhao", "mo")  # Wang has helped before she needed help
    return Townsman(person, one.site, one.role is Role.ELDER, helps, grants, one, is_insured=helps)


def _vacant_offices(sites: Sequence[DemoSite], cast: Iterable[Townsman]) -> Iterator[tuple[str, Grant]]:
    """Give the offices that nobody of the cast holds: a coordinator a site, an officer a township."""
    held = {grant for one in cast for grant in one.grants}
    for site in sites:
        if (grant := Grant(Role.COORDINATOR, site.id)) not in held:
            yield site.id, grant
    for township in children(COUNTY):
        if (grant := Grant(Role.TOWNSHIP, township.code)) not in held:
            yield next(site.id for site in sites if site.id.startswith(township.code)), grant


def _inhabited(sites: Sequence[DemoSite], people: int) -> list[str]:
    """Return the sites that people belong to: those of the cast first, as many as there are people for."""
    first = [SITE, PAIRED_SITE, DISTANT_SITE]
    others = [site.id for site in sites if site.id not in first]
    return [*first, *others][: max(len(first), people // PEOPLE_A_SITE + 1)]


def _townsman(random: Random, person: InventedPerson, site: str, age: int) -> Townsman:
    if age >= 70:
        one = Townsman(person, site, is_elder=True, is_volunteer=age < 75 and random.random() < 0.1)
    elif age >= 60:
        helps = random.random() < 0.72
        one = Townsman(person, site, is_elder=not helps or random.random() < 0.72, is_volunteer=helps)
    else:
        # At least 19 today, so that nobody was a minor when the county began.
        one = Townsman(person, site, is_volunteer=age > 18 and random.random() < 0.38)
    if one.is_volunteer:
        one.is_insured = random.random() < 0.6
        if random.random() < 0.3:
            one.trainings = ("heart", "comfort") if random.random() < 0.7 else ("bathing", "respite")
    return one


def _give_kin(random: Random, crowd: Sequence[Townsman]) -> None:
    """Let those under 60 who do not help be the children of elders of their site; some live with them."""
    elders: dict[str, list[Townsman]] = {}
    for one in crowd:
        if one.is_elder:
            elders.setdefault(one.site, []).append(one)
    for one in crowd:
        if one.is_elder or one.is_volunteer:
            continue
        parents = [
            elder
            for elder in elders.get(one.site, ())
            if elder.person.birth_date.year + 18 < one.person.birth_date.year
        ]
        if parents:
            one.child_of = random.choice(parents)
            one.lives_with = one.child_of if random.random() < 0.4 else None
