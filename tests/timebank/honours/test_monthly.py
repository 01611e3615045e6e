"""The page of a month names those who agreed, as long as they do, and nobody else."""

from datetime import date

import pytest

from tests import walk
from tests.town import BOOK, Town
from timebank.actors import Actor, anonymous, system
from timebank.honours import monthly
from timebank.honours.monthly import HONOURS, AddHonours, add_honours, days_of, month_before
from timebank.honours.queries import HonourPage, NotAMonth, honour_page
from timebank.jobs import run_job
from timebank.members.commands import GiveConsent, WithdrawConsent
from timebank.members.consents import ConsentKind
from timebank.members.corrections import give_consent, withdraw_consent
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service

pytestmark = pytest.mark.both_engines


def agrees(town: Town, who: Actor) -> None:
    """Have somebody agree to be named."""
    town.bank.run(give_consent, GiveConsent(ConsentKind.HONOUR, "honour-1", member_id=who.member_id), who)


def page(town: Town, month: str = "") -> HonourPage:
    """Return what a stranger sees."""
    with town.bank.reading(anonymous(BOOK)) as reading:
        return honour_page(reading, month)


def a_month_later(town: Town) -> int:
    """Go to the next month and make the page; return how many are on it."""
    first, after_it = days_of(f"{town.clock.now():%Y-%m}")
    town.clock.advance(days=(after_it - first).days)
    return run_job(town.bank, HONOURS)


def test_who_agreed_is_named_with_hours_and_stars(town: Town) -> None:
    walk.settled(town)
    agrees(town, town.li)

    assert a_month_later(town) == 1

    (line,) = page(town).people
    assert (page(town).month, line.name, line.minutes, line.stars) == ("2026-11", "李桂兰", 60, 0)


def test_who_did_not_agree_or_did_not_serve_is_not(town: Town) -> None:
    walk.settled(town)
    agrees(town, town.zhao)

    assert a_month_later(town) == 0
    assert page(town).people == ()


def test_taking_the_consent_back_takes_the_name_off_every_month_at_once(town: Town) -> None:
    walk.settled(town)
    agrees(town, town.li)
    a_month_later(town)

    town.bank.run(withdraw_consent, WithdrawConsent(ConsentKind.HONOUR, town.li.member_id), town.li)

    assert page(town).people == ()
    assert town.available(town.li) == 60, "nothing else is taken away"


def test_it_is_made_once_however_often_the_job_runs(town: Town) -> None:
    walk.settled(town)
    agrees(town, town.li)
    a_month_later(town)

    town.clock.advance(hours=2)
    assert run_job(town.bank, HONOURS) == 0
    again = town.bank.run(add_honours, AddHonours("2026-11", ""), system(BOOK))
    assert (again.added, len(page(town).people)) == (0, 1)


def test_it_goes_on_where_it_stopped(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.settled(town)
    for who in (town.li, town.zhao, town.wang):
        agrees(town, who)
    monkeypatch.setattr(monthly, "PAGE", 1)
    step = town.bank.run(add_honours, AddHonours("2026-11", ""), system(BOOK))
    assert step.after

    assert a_month_later(town) + step.added == 1
    assert len(page(town, "2026-11").people) == 1


def test_a_later_correction_is_taken_off_the_page(town: Town) -> None:
    service = walk.settled(town)
    agrees(town, town.li)
    a_month_later(town)

    town.bank.run(correct_service, CorrectService(service, 45, "多记"), town.chen)
    assert page(town).people[0].minutes == 45


def test_a_month_counts_what_settled_in_it(town: Town) -> None:
    walk.settled(town)
    agrees(town, town.li)
    a_month_later(town)

    assert a_month_later(town) == 0
    assert page(town).months == ("2026-12", "2026-11")
    assert page(town, "2026-12").people == ()


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "x", "'; --", "9999-01"])
def test_what_is_no_month_is_refused(town: Town, month: str) -> None:
    with pytest.raises(NotAMonth):
        page(town, month)


@pytest.mark.parametrize(
    ("today", "before"),
    [(date(2026, 1, 1), "2025-12"), (date(2026, 3, 31), "2026-02"), (date(2026, 12, 15), "2026-11")],
)
def test_the_month_before_is_the_one_that_is_over(today: date, before: str) -> None:
    assert month_before(today) == before


def test_a_month_has_its_days() -> None:
    assert days_of("2026-12") == (date(2026, 12, 1), date(2027, 1, 1))
    assert days_of("2028-02") == (date(2028, 2, 1), date(2028, 3, 1))
