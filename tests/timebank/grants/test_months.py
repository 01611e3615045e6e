"""A month's grant: given once however often the job runs, spent before own time, back to the programme at the end."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests import walk
from tests.timebank.grants.scheme import MONTHLY, Scheme
from tests.town import BOOK, TOMORROW_NINE
from timebank.accounts import MEMBER, AccountHolder
from timebank.actors import system
from timebank.clock import SHANGHAI
from timebank.gifts.commands import DonateTime
from timebank.gifts.donations import donate_time
from timebank.gifts.refusals import NotEnoughToGive
from timebank.grants.commands import GrantPage, LapsePage, SweepPage
from timebank.grants.granting import grant_page
from timebank.grants.lapsing import lapse_page, sweep_page
from timebank.grants.model import GrantMonth, first_of_month, next_month
from timebank.liabilities import liabilities
from timebank.needs.commands import AcceptNeed, CancelNeed, PostNeed
from timebank.needs.model import PayerNotOpen
from timebank.needs.use_cases import accept_need, cancel_need, post_need
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service

pytestmark = pytest.mark.both_engines


def test_each_member_has_an_account_a_month_of_the_programme(scheme: Scheme) -> None:
    made = scheme.programme()

    assert scheme.runs() == 1
    assert scheme.has(scheme.town.meng) == [(MONTHLY, 0)]
    assert scheme.has(scheme.town.wang) == []
    with scheme.town.bank.reading(scheme.town.chen) as reading:
        month = reading.session.scalars(select(GrantMonth)).one()
        account = reading.ledger.account(month.handle)
        purposes = reading.session.scalars(
            select(AccountHolder.purpose).where(
                AccountHolder.owner_kind == MEMBER, AccountHolder.owner_id == scheme.town.meng.member_id
            )
        ).all()
    assert (account.class_, account.limit, account.credits) == ("grant", 0, MONTHLY)
    assert sorted(purposes) == [f"grant-{made.number}-202611", "member"]


def test_what_is_granted_is_owed_and_what_lapses_is_not(scheme: Scheme) -> None:
    def issued() -> int:
        with scheme.town.bank.reading(scheme.town.chen) as reading:
            return liabilities(reading, scheme.town.chen).issued

    before = issued()
    scheme.programme()
    scheme.runs()
    granted = issued()
    scheme.it_is(date(2026, 12, 1))
    scheme.town.bank.run(lapse_page, LapsePage(), system(BOOK))

    assert (granted - before, issued() - before) == (MONTHLY, 0)


def test_it_is_granted_once_however_often_it_runs(scheme: Scheme) -> None:
    made = scheme.programme()
    month = date(2026, 11, 1)
    done = [scheme.runs() for _ in range(3)]
    for _ in range(3):
        scheme.town.bank.run(grant_page, GrantPage(made.id, month), system(BOOK))

    assert done == [1, 0, 0]
    assert scheme.has(scheme.town.meng) == [(MONTHLY, 0)]
    assert scheme.view(made).granted_minutes == MONTHLY


def test_the_budget_never_goes_below_zero(scheme: Scheme) -> None:
    scheme.elders(7)
    made = scheme.programme(budget=5 * MONTHLY + MONTHLY - 1)
    scheme.runs()
    view = scheme.view(made)

    assert (view.runs[0].granted, view.runs[0].unfunded) == (5, 3)
    assert view.left_minutes == MONTHLY - 1


def test_it_is_spent_before_own_time(scheme: Scheme) -> None:
    scheme.programme(age_from=78)
    scheme.runs()
    first = walk.need(scheme.town, minutes=90)
    second = walk.need(scheme.town, minutes=90, starts_at=TOMORROW_NINE + timedelta(hours=3))
    scheme.town.bank.run(accept_need, AcceptNeed(first.id), scheme.town.li)

    assert (first.pay_from, first.will_set_aside, second.pay_from) == ("grant", 0, "own")
    assert scheme.has(scheme.town.wang) == [(30, 90)]
    assert scheme.town.account(scheme.town.wang) == (120, 0, 0)


def test_it_pays_in_its_month_only(scheme: Scheme) -> None:
    scheme.programme()
    scheme.runs()
    nong, meng = scheme.town.nong, scheme.town.meng
    last, next_day = (datetime(2026, *day, 9, 0, tzinfo=SHANGHAI) for day in ((11, 30), (12, 1)))

    def payer(starts_at: datetime, **more: str) -> str:
        command = PostNeed(meng.member_id, "company", starts_at, 60, **more)
        return scheme.town.bank.run(post_need, command, nong).pay_from

    assert (payer(last), payer(next_day)) == ("grant", "")
    with pytest.raises(PayerNotOpen):
        payer(next_day, pay_from="grant")


def test_it_can_be_neither_given_nor_donated(scheme: Scheme) -> None:
    scheme.programme()
    scheme.runs()

    with pytest.raises(NotEnoughToGive) as caught:
        scheme.town.bank.run(donate_time, DonateTime(1), scheme.town.meng)
    assert caught.value.facts == {"available": 0}


def test_what_is_left_goes_back_at_the_end_of_the_month(scheme: Scheme) -> None:
    made = scheme.programme(budget=MONTHLY)
    scheme.runs()
    scheme.it_is(date(2026, 11, 30))
    assert scheme.runs() == 0
    scheme.it_is(date(2026, 12, 1))

    assert scheme.runs() == 2
    runs = scheme.view(made).runs
    assert [(run.month, run.granted, run.lapsed_minutes) for run in runs] == [
        (date(2026, 12, 1), 1, 0),
        (date(2026, 11, 1), 1, MONTHLY),
    ]
    assert scheme.view(made).granted_minutes == MONTHLY


def test_what_is_set_aside_stays_until_the_service_settles(scheme: Scheme) -> None:
    made = scheme.programme(age_from=78)
    scheme.it_is(date(2026, 11, 29))
    scheme.runs()
    starts_at = datetime(2026, 11, 30, 9, 0, tzinfo=SHANGHAI)
    service = walk.accepted(scheme.town, minutes=60, starts_at=starts_at).service_id
    walk.serve(scheme.town, service, starts_at, 45)
    walk.confirm_by_call(scheme.town, service)
    scheme.it_is(date(2026, 12, 1))
    scheme.runs()
    frozen = states(scheme)
    walk.verify(scheme.town, service, scheme.town.qin)
    walk.pass_notice(scheme.town)
    scheme.runs()

    assert frozen == {date(2026, 11, 1): {"frozen", "closed"}, date(2026, 12, 1): {"open"}}
    assert states(scheme)[date(2026, 11, 1)] == {"closed"}
    assert scheme.town.account(scheme.town.li) == (45, 0, 0)
    assert {run.month: run.lapsed_minutes for run in scheme.view(made).runs}[date(2026, 11, 1)] == (
        2 * MONTHLY - 45
    )


def test_a_frozen_month_called_off_comes_back_whole(scheme: Scheme) -> None:
    made = scheme.programme(age_from=78)
    scheme.it_is(date(2026, 11, 29))
    scheme.runs()
    starts_at = datetime(2026, 11, 30, 9, 0, tzinfo=SHANGHAI)
    posted = walk.need(scheme.town, starts_at=starts_at)
    scheme.town.bank.run(accept_need, AcceptNeed(posted.id), scheme.town.li)
    scheme.it_is(date(2026, 12, 1))
    scheme.runs()
    scheme.town.bank.run(cancel_need, CancelNeed(posted.id), scheme.town.wang)
    scheme.runs()

    assert scheme.view(made).granted_minutes == 2 * MONTHLY


def test_a_correction_after_the_month_goes_back_to_the_programme(scheme: Scheme) -> None:
    made = scheme.programme(age_from=78)
    scheme.runs()
    service = walk.settled(scheme.town, worked=60)
    scheme.it_is(date(2026, 12, 2))
    scheme.runs()
    before = scheme.view(made).granted_minutes
    scheme.town.bank.run(correct_service, CorrectService(service, 20, "多记"), scheme.town.chen)

    assert scheme.town.account(scheme.town.li) == (20, 0, 0)
    assert scheme.view(made).granted_minutes == before - 40


def test_lapsing_again_changes_nothing(scheme: Scheme) -> None:
    made = scheme.programme()
    scheme.runs()
    scheme.it_is(date(2026, 12, 1))
    scheme.runs()
    before = scheme.view(made)
    for _ in range(2):
        scheme.town.bank.run(lapse_page, LapsePage(), system(BOOK))
        scheme.town.bank.run(sweep_page, SweepPage(), system(BOOK))

    assert scheme.view(made) == before


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 3, 1)),
        (date(2027, 2, 28), date(2027, 3, 1)),
    ],
)
def test_months_end_where_the_calendar_says(scheme: Scheme, day: date, following: date) -> None:
    made = scheme.programme()
    scheme.it_is(day)
    scheme.runs()
    on_the_last_day = scheme.has(scheme.town.meng)
    scheme.it_is(following)
    scheme.runs()

    assert on_the_last_day == scheme.has(scheme.town.meng) == [(MONTHLY, 0)]
    assert [run.month for run in scheme.view(made).runs] == [following, first_of_month(day)]


def test_the_month_turns_at_midnight_in_shanghai(scheme: Scheme) -> None:
    made = scheme.programme()
    scheme.town.clock.moment = datetime(2026, 11, 30, 23, 58, tzinfo=SHANGHAI)
    scheme.runs()
    scheme.runs()

    assert [run.month for run in scheme.view(made).runs] == [date(2026, 12, 1), date(2026, 11, 1)]


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_the_next_month_begins_the_day_after_the_last(day: date) -> None:
    month = first_of_month(day)

    assert (next_month(month) - timedelta(days=1)).month == day.month
    assert next_month(month).day == 1
    assert 28 <= (next_month(month) - month).days <= 31


def states(scheme: Scheme) -> dict[date, set[str]]:
    """Return the states of the months, by month."""
    found: dict[date, set[str]] = {}
    with scheme.town.bank.reading(scheme.town.chen) as reading:
        for month in reading.session.scalars(select(GrantMonth)):
            found.setdefault(month.month, set()).add(month.state)
    return found
