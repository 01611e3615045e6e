"""The indicators of the plans for a region and a period: people, sites and settled hours, by kind and by age.

People and sites are counted as they stand; services by the day on which they settled. An indicator that cannot be
computed here is not shown: the rate of visits needs a record of visits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, true

from timebank.actors import Actor
from timebank.age_bands import AGE_BANDS, age_band
from timebank.catalogue.kinds import kind
from timebank.errors import N_, NotAllowed
from timebank.members.model import Member
from timebank.places.queries import STAFF
from timebank.places.regions import villages_within
from timebank.reports.accounts import widest_scope
from timebank.reports.asked import Ask
from timebank.reports.sheet import Row, Say, Sheet
from timebank.scopes import within
from timebank.services.model import Service, ServiceState
from timebank.tallies import figures
from timebank.work import Reading

THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line: what is counted, and how much of it. `group` and `name` are msgids; `value` has the unit of `unit`."""

    group: str
    name: str
    value: int
    unit: str


PEOPLE, PLACES, TOTAL = N_("人员"), N_("互助点"), N_("入账的服务")
BY_KIND, BY_ELDER, BY_VOLUNTEER = N_("按服务类别"), N_("按老人年龄"), N_("按志愿者年龄")
PERSONS, TIMES, MINUTES, COUNT = N_("人"), N_("次"), N_("分钟"), N_("个")


def indicators(
    reading: Reading, actor: Actor, scope: str, from_day: date, until_day: date
) -> tuple[Indicator, ...]:
    """Return the indicators of a region or site for services settled from one day until another, both included.

    Raises:
        NotAllowed: the region is not within the actor's office.
    """
    if not scope or not actor.may_act_at(scope, STAFF):
        raise NotAllowed
    kept = _kept(reading, scope)
    settled = _Settled(reading, scope, from_day, until_day)
    return (
        *_people_and_places(kept, scope),
        *settled.in_all(),
        *settled.by_kind(),
        *settled.by_age(BY_ELDER, Service.elder_id),
        *settled.by_age(BY_VOLUNTEER, Service.volunteer_id),
    )


def indicators_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the indicators of a region, by default of the actor's own and of this year."""
    today = reading.business_clock.today()
    from_day, until_day = ask.from_day or today.replace(month=1, day=1), ask.until_day or today
    lines = indicators(reading, actor, ask.site or widest_scope(actor), from_day, until_day)
    columns = (N_("类别"), N_("指标"), N_("数值"), N_("单位"), N_("从"), N_("到"))
    rows: Iterator[Row] = (
        (say(line.group), say(line.name), line.value, say(line.unit), from_day, until_day) for line in lines
    )
    return Sheet(say(N_("指标")), tuple(map(say, columns)), rows)


def _kept(reading: Reading, scope: str) -> dict[str, int]:
    """Return the kept figures of all sites of a scope, summed."""
    by_site = figures(reading.connection, reading.book, scope, len(scope))
    return by_site.get(scope, {})


def _people_and_places(kept: dict[str, int], scope: str) -> Iterator[Indicator]:
    members, elders = kept.get("members", 0), kept.get("members.elder", 0)
    volunteers, sites = kept.get("members.volunteer", 0), kept.get("sites_open", 0)
    yield Indicator(PEOPLE, N_("成员"), members, PERSONS)
    yield Indicator(PEOPLE, N_("老人"), elders, PERSONS)
    yield Indicator(PEOPLE, N_("志愿者"), volunteers, PERSONS)
    if elders:
        yield Indicator(
            PEOPLE, N_("每千名登记老人的志愿者"), _rounded(volunteers * THOUSAND, elders), PERSONS
        )
    yield Indicator(PLACES, N_("开放的互助点"), sites, COUNT)
    villages = villages_within(scope)
    if villages:
        yield Indicator(PLACES, N_("村（社区）"), villages, COUNT)
        yield Indicator(PLACES, N_("每十个村的互助点"), _rounded(sites * 10, villages), COUNT)


def _rounded(upper: int, lower: int) -> int:
    """Return a quotient to the nearest whole number, a half upwards."""
    return (2 * upper + lower) // (2 * lower)


class _Settled:
    """The services that settled in a scope and period, counted in several ways."""

    def __init__(self, reading: Reading, scope: str, from_day: date, until_day: date) -> None:
        self._reading, self._until = reading, until_day
        self._wanted = (
            (Service.book == reading.book)
            & (Service.state == ServiceState.SETTLED)
            & (
                true() if scope == reading.book else within(Service.site, scope)
            )  # of all: by day alone, off its index
            & (Service.settled_on >= from_day)
            & (Service.settled_on <= until_day)
        )

    def in_all(self) -> Iterator[Indicator]:
        """Give the sums, and how many elders and volunteers took part."""
        services, minutes, elders, volunteers = self._reading.session.execute(
            select(
                func.count(),
                func.coalesce(func.sum(Service.credited_minutes), 0),
                func.count(Service.elder_id.distinct()),
                func.count(Service.volunteer_id.distinct()),
            ).where(self._wanted)
        ).one()
        yield Indicator(TOTAL, N_("服务"), services, TIMES)
        yield Indicator(TOTAL, N_("入账时间"), minutes, MINUTES)
        yield Indicator(TOTAL, N_("得到服务的老人"), elders, PERSONS)
        yield Indicator(TOTAL, N_("提供服务的志愿者"), volunteers, PERSONS)

    def by_kind(self) -> Iterator[Indicator]:
        """Give services and minutes of each kind there was."""
        rows = self._reading.session.execute(self._sums(Service.kind).order_by(Service.kind))
        for code, services, minutes in rows:
            yield Indicator(BY_KIND, kind(code).name, services, TIMES)
            yield Indicator(BY_KIND, kind(code).name, minutes, MINUTES)

    def by_age(self, group: str, person: Any) -> Iterator[Indicator]:
        """Give services and minutes by the age that one side has on the last day."""
        rows = self._reading.session.execute(
            self._sums(age_band(self._until)).join(
                Member, (Member.book == Service.book) & (Member.id == person)
            )
        )
        found = {code: (services, minutes) for code, services, minutes in rows}
        for code, words, _ in AGE_BANDS:
            services, minutes = found.get(code, (0, 0))
            yield Indicator(group, words, services, TIMES)
            yield Indicator(group, words, minutes, MINUTES)

    def _sums(self, by: Any) -> Select[Any]:
        return select(by, func.count(), func.sum(Service.credited_minutes)).where(self._wanted).group_by(by)
