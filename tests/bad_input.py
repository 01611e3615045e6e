"""What cannot have happened, and what only looks so: the same services logged at both faces."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.town import BOOK, SITE, Town
from timebank.actors import system
from timebank.clock import local_moment
from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin
from timebank.places.commands import CloseSite
from timebank.places.use_cases import close_site
from timebank.services.afterwards import log_service
from timebank.services.commands import LogService

NOW = local_moment(date(2026, 11, 18), 15)
"""Two days after the cast was registered."""


@dataclass(frozen=True, slots=True)
class Case:
    """A service that Li logs, and what is said to it: a code and the field at fault; "" where it is taken."""

    name: str
    says: str = ""
    code: str = ""
    field: str | None = None
    starts_at: str = "2026-11-18T09:00"
    minutes: int = 60
    helps: str = "wang"
    before: Callable[[Town], object] = lambda town: None

    def begin(self, town: Town) -> str:
        """Bring the town to where the case begins; return the id of who was helped."""
        town.clock.moment = NOW
        self.before(town)
        helped: str = getattr(town, self.helps).member_id
        return helped


def an_hour_from_half_past_nine(town: Town) -> None:
    """Li was with Meng then."""
    begins_at = NOW - timedelta(hours=5, minutes=30)
    town.bank.run(log_service, LogService(town.meng.member_id, "company", begins_at, 60), town.li)


def sisters(town: Town) -> None:
    """Li is Wang's sister."""
    town.bank.run(record_kin, RecordKin(town.li.member_id, "sibling", town.wang.member_id), system(BOOK))


def closed(town: Town) -> None:
    """The village's site is no more."""
    town.bank.run(close_site, CloseSite(SITE, "并到邻村"), town.chen)


def a_leap_day(town: Town) -> None:
    """It is the afternoon of 29 February."""
    town.clock.moment = local_moment(date(2028, 2, 29), 15)


CASES = (
    Case(
        "overlapping",
        "同一时间已有另一次服务",
        "overlapping_service",
        "starts_at",
        before=an_hour_from_half_past_nine,
    ),
    Case("in the future", "不能提前记录", "in_the_future", "starts_at", starts_at="2026-11-18T14:30"),
    Case("with oneself", "自己", "with_oneself", "elder", helps="li"),
    Case("for one's own family", "家", "own_family", "elder", before=sisters),
    Case("in a closed village", "停用", "site_closed", "elder", before=closed),
    Case("of 0 minutes", "大于 0", "invalid_input", "minutes", minutes=0),
    Case("of -5 minutes", "大于 0", "invalid_input", "minutes", minutes=-5),
    Case("of 17 hours", "16", "impossibly_long", "starts_at", starts_at="2026-11-17T20:00", minutes=1020),
    Case("on a 29 February that is not", "日期", "invalid_input", "starts_at", starts_at="2027-02-29T09:00"),
    Case("across midnight", starts_at="2026-11-17T23:30"),
    Case("on 29 February", starts_at="2028-02-29T09:00", before=a_leap_day),
)
