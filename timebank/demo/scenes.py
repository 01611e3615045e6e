"""What the named cast of the demo county has lived through, and what lies on their desks now.

Whoever tries the time bank finds here one of each: something to confirm, to verify, a service on notice, an open
objection, a payer to be found, minutes that were earned long ago. Recent times are counted back from now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle

from timebank.calendar.working_days import is_working_day
from timebank.clock import local_day, local_moment
from timebank.demo.cast import COUNTY, DISTANT_SITE, PAIRED_SITE, SITE
from timebank.demo.plan import Plan, Turn
from timebank.demo.townsfolk import Town, Townsman
from timebank.services.model import Way

MISHAPS = (
    Turn.GIVEN_BACK,
    Turn.NO_SHOW,
    Turn.LOGGED,
    Turn.RETURNED,
    Turn.DECLINED,
    Turn.UPHELD,
    Turn.CORRECTED,
    Turn.REVERSED,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and when the scenes are set: the town, the first day somebody may be helped, and now."""

    town: Town
    first_day: date
    now: datetime

    def elders(self, site: str) -> Iterator[Townsman]:
        """Give the elders of a site who are not of the cast and do not help, over and over."""
        return cycle(
            [
                one
                for one in self.town.people
                if one.site == site and one.is_elder and not (one.is_volunteer or one.cast) and one.member_id
            ]
        )

    def working_day(self, before: int) -> date:
        """Return the working day so many before today, not counting today."""
        day = local_day(self.now)
        while before:
            day -= timedelta(days=1)
            before -= is_working_day(day, COUNTY)
        return day


def past_scenes(stage: Stage) -> Iterator[Plan]:
    """Give what the cast did in these months: Wang earned before she needed help, Li helped all the while."""
    elders = stage.elders(SITE)
    wang, li, mo, zhao = (stage.town.member(key) for key in ("wang", "li", "mo", "zhao"))
    day = stage.first_day
    for number in range(10):
        yield _plan(next(elders), wang, "company", day + timedelta(days=3 * number), 9, 60)
        yield _plan(next(elders), li, "cleaning", day + timedelta(days=4 * number), 14, 90)
    for number in range(3):
        yield _plan(wang, li, "shopping", day + timedelta(days=50 + 7 * number), 8, 60, pays_own=True)
        yield _plan(next(elders), mo, "leisure", day + timedelta(days=45 + 6 * number), 15, 60)
    for number, turn in enumerate(MISHAPS):
        yield _plan(next(elders), li, "meals", day + timedelta(days=2 + 4 * number), 10, 60, turn=turn)
    distant = stage.elders(DISTANT_SITE)
    for number in range(4):
        yield _plan(next(distant), zhao, "company", day + timedelta(days=20 + 9 * number), 9, 60)


def scenes_under_way(stage: Stage) -> Iterator[Plan]:
    """Give what is under way: to confirm, to verify here and at the paired site, on notice, objected to."""
    elders = stage.elders(SITE)
    wang, li, mo = (stage.town.member(key) for key in ("wang", "li", "mo"))
    last, before_last, earlier = (stage.working_day(count) for count in (1, 2, 3))
    yield _plan(wang, li, "company", last, 15, 45, turn=Turn.UNCONFIRMED, pays_own=True)
    yield _plan(next(elders), li, "cleaning", last, 8, 60, turn=Turn.LEFT)
    yield _plan(next(elders), mo, "company", last, 9, 60, worked=80, turn=Turn.LEFT)
    yield _plan(wang, li, "medical", before_last, 9, 120, turn=Turn.LEFT, pays_own=True)
    # What Nong wrote down herself goes to the paired site.
    yield _plan(next(elders), mo, "meals", before_last, 11, 60, way=Way.SLIP_THUMB, turn=Turn.LEFT)
    yield _plan(next(elders), li, "company", before_last, 15, 30, way=Way.CALL_BACK, turn=Turn.LEFT)
    for hour, volunteer in ((8, li), (10, mo), (14, li)):
        yield _plan(next(elders), volunteer, "company", earlier, hour, 60)
    yield _plan(next(elders), mo, "cleaning", earlier, 15, 90, turn=Turn.OBJECTED)
    paired = stage.elders(PAIRED_SITE)
    yield _plan(next(paired), mo, "safety", last, 14, 30, turn=Turn.LEFT)


def coming_scenes(stage: Stage) -> Iterator[Plan]:
    """Give the needs of the cast's neighbours that are still open."""
    today = local_day(stage.now)
    elders = stage.elders(SITE)
    li = stage.town.member("li")
    for days, kind, hour in ((2, "shopping", 9), (4, "medical", 8), (9, "company", 15)):
        starts_at = local_moment(today + timedelta(days=days), hour)
        asked_before = starts_at - stage.now + timedelta(hours=3)
        yield Plan(next(elders), li, kind, starts_at, 60, 60, asked_before=asked_before)


def need_without_payer(stage: Stage) -> Plan:
    """Return Meng's need: she has not one minute, and her site has not chosen yet who pays."""
    starts_at = local_moment(local_day(stage.now) + timedelta(days=8), 9)
    asked_before = starts_at - stage.now + timedelta(hours=2)
    meng, li = stage.town.member("meng"), stage.town.member("li")
    return Plan(meng, li, "cleaning", starts_at, 60, 60, asked_before=asked_before)


def _plan(
    elder: Townsman,
    volunteer: Townsman,
    kind: str,
    day: date,
    hour: int,
    minutes: int,
    *,
    worked: int = 0,
    way: Way = Way.CARD_PIN,
    turn: Turn = Turn.WELL,
    pays_own: bool = False,
) -> Plan:
    return Plan(
        elder=elder,
        volunteer=volunteer,
        kind=kind,
        starts_at=local_moment(day, hour, 5),
        minutes=minutes,
        worked_minutes=worked or minutes,
        way=way,
        turn=turn,
        pays_own=pays_own,
    )
