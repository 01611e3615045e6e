"""How time is given on in the demo county: a grant for the very old, a gift to kin, something for the pool."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from timebank.clock import local_day, local_moment
from timebank.demo.player import Step, Story
from timebank.demo.scenes import Stage
from timebank.demo.settling import SYSTEM
from timebank.gifts.commands import Answer, AnswerGift, DonateTime, GiveTime
from timebank.gifts.donations import donate_time
from timebank.gifts.use_cases import answer_gift, give_time
from timebank.grants.commands import GrantPage, LapsePage, MakeProgramme
from timebank.grants.granting import grant_page
from timebank.grants.lapsing import lapse_page
from timebank.grants.model import first_of_month, next_month
from timebank.grants.programmes import make_programme
from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin

BEGINS_BEFORE = timedelta(days=40)
PROGRAMME = MakeProgramme(
    name="高龄独居补助",
    monthly_minutes=120,
    budget_minutes=240_000,
    age_from=85,
    living=("alone", "empty_nest", "left_behind"),
)


def giving_on(stage: Stage) -> Iterator[Story]:
    """Give the stories of grants, gifts and donations."""
    yield _grants(stage)
    yield _gifts(stage)
    yield _donation(stage)


def _grants(stage: Stage) -> Story:
    """Tell how the county makes a programme, and how each month since lapsed and was granted anew."""
    at = stage.now - BEGINS_BEFORE
    made = yield Step(at, make_programme, PROGRAMME, stage.town.member("chen").actor)
    at += timedelta(minutes=2)
    month = first_of_month(local_day(at))
    while True:
        yield from _renew(made.id, month, at)
        month = next_month(month)
        at = local_moment(month, 0, 5)


def _renew(programme_id: str, month: date, at: datetime) -> Story:
    while (yield Step(at, lapse_page, LapsePage(), SYSTEM)).months:
        pass
    while not (yield Step(at, grant_page, GrantPage(programme_id, month), SYSTEM)).is_finished:
        pass


def _gifts(stage: Stage) -> Story:
    """Tell how Mo gives her mother two hours, who accepts, and offers her one more."""
    mo, nong = stage.town.member("mo"), stage.town.member("nong")
    mother = next(stage.elders(mo.site))
    at = stage.now - timedelta(days=3)
    yield Step(at, record_kin, RecordKin(mo.member_id, "child", mother.member_id), nong.actor)
    gift = yield Step(at + timedelta(minutes=5), give_time, GiveTime(mother.member_id, 120), mo.actor)
    accepts = AnswerGift(gift.id, Answer.ACCEPT)
    yield Step(at + timedelta(hours=4), answer_gift, accepts, nong.actor)
    yield Step(stage.now - timedelta(hours=3), give_time, GiveTime(mother.member_id, 60), mo.actor)


def _donation(stage: Stage) -> Story:
    """Tell how Li gives three hours to her site's pool, an hour ago."""
    at = stage.now - timedelta(hours=1)
    yield Step(at, donate_time, DonateTime(180), stage.town.member("li").actor)
