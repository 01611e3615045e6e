"""Programmes: made by the county alone, for those who fit, within a budget that is never overrun."""

from datetime import date

import pytest

from tests.timebank.grants.scheme import MONTHLY, Scheme
from tests.town import BOOK, FAR_SITE, SITE, Town
from timebank.actors import system
from timebank.errors import NotAllowed, Refusal
from timebank.grants.commands import EndProgramme, MakeProgramme, SetBudget
from timebank.grants.model import Programme
from timebank.grants.programmes import end_programme, make_programme, set_budget
from timebank.grants.queries import programmes
from timebank.grants.refusals import (
    AgesRefused,
    BudgetTooLow,
    PlaceNotInCounty,
    ProgrammeEnded,
    ProgrammeNotFound,
)
from timebank.members.commands import CorrectMember, GiveConsent
from timebank.members.consents import ConsentKind, ConsentWay, consent_text
from timebank.members.corrections import correct_member, give_consent

pytestmark = pytest.mark.both_engines


def live(town: Town, living: str, tags: tuple[str, ...] = ()) -> None:
    """Note how Meng lives, with her consent."""
    office = system(BOOK)
    version = consent_text(ConsentKind.SENSITIVE, date(2026, 11, 16)).version
    consent = GiveConsent(ConsentKind.SENSITIVE, version, ConsentWay.PAPER, town.meng.member_id)
    town.bank.run(give_consent, consent, office)
    correction = CorrectMember(living=living, tags=tags, reason="入户核实", member_id=town.meng.member_id)
    town.bank.run(correct_member, correction, office)


def test_its_budget_is_the_limit_of_an_account_of_its_own(scheme: Scheme) -> None:
    made = scheme.programme(budget=6000)

    view = scheme.view(made)
    assert (view.budget_minutes, view.granted_minutes, view.left_minutes) == (6000, 0, 6000)
    assert (view.from_month, view.ended_on, view.runs) == (date(2026, 11, 1), None, ())


def test_only_the_county_makes_one(scheme: Scheme) -> None:
    town, wanted = scheme.town, MakeProgramme("补助", 60, 600, 80)

    for other in (town.nong, town.pan, town.huang, town.li, town.wang):
        with pytest.raises(NotAllowed):
            town.bank.run(make_programme, wanted, other)
    for onlooker in (town.nong, town.pan, town.li):
        with town.bank.reading(onlooker) as reading, pytest.raises(NotAllowed):
            programmes(reading, onlooker)
    with town.bank.reading(town.huang) as reading:
        assert programmes(reading, town.huang) == ()


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"region": "360700"}, PlaceNotInCounty, "region"),
        ({"age_from": 90, "age_until": 80}, AgesRefused, "age_until"),
    ],
)
def test_what_cannot_be_a_programme(
    scheme: Scheme, change: dict[str, object], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        scheme.programme(**change)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("wanted", "is_granted"),
    [
        ({}, True),
        ({"age_from": 84}, True),
        ({"age_from": 85}, False),
        ({"age_from": 60, "age_until": 83}, False),
        ({"age_from": 60, "age_until": 84}, True),
        ({"living": ("alone",)}, True),
        ({"living": ("empty_nest", "left_behind")}, False),
        ({"tags": ("disabled", "destitute")}, True),
        ({"tags": ("dementia",)}, False),
        ({"living": ("alone",), "tags": ("dementia",)}, False),
        ({"region": SITE[:12]}, True),
        ({"region": FAR_SITE[:12]}, False),
    ],
)
def test_who_is_eligible(scheme: Scheme, wanted: dict[str, object], is_granted: bool) -> None:
    live(scheme.town, "alone", ("disabled",))
    scheme.programme(**wanted)
    scheme.runs()

    assert scheme.has(scheme.town.meng) == ([(MONTHLY, 0)] if is_granted else [])


@pytest.mark.parametrize(
    ("born", "month", "is_eighty"),
    [
        (date(1946, 12, 1), date(2026, 12, 1), True),
        (date(1946, 12, 2), date(2026, 12, 1), False),
        (date(1946, 12, 2), date(2027, 1, 1), True),
        (date(1944, 2, 29), date(2024, 3, 1), True),
        (date(1944, 2, 29), date(2024, 2, 1), False),
        (date(1948, 2, 29), date(2028, 3, 1), True),
    ],
)
def test_the_age_is_that_of_the_first_of_the_month(born: date, month: date, is_eighty: bool) -> None:
    after, until = Programme(age_from=80, age_until=150).births(month)

    assert (after < born <= until) == is_eighty


def test_a_larger_budget_reaches_who_went_without(scheme: Scheme) -> None:
    scheme.elders(3)
    made = scheme.programme(budget=2 * MONTHLY)
    scheme.runs()
    short = scheme.view(made).runs[0]
    scheme.town.bank.run(set_budget, SetBudget(made.id, 4 * MONTHLY), scheme.town.chen)
    scheme.runs()
    enough = scheme.view(made).runs[0]

    assert (short.granted, short.unfunded) == (2, 2)
    assert (enough.granted, enough.unfunded) == (4, 0)
    assert scheme.view(made).left_minutes == 0


def test_a_budget_covers_what_was_granted(scheme: Scheme) -> None:
    made = scheme.programme()
    scheme.runs()

    with pytest.raises(BudgetTooLow) as caught:
        scheme.town.bank.run(set_budget, SetBudget(made.id, MONTHLY - 1), scheme.town.chen)
    assert caught.value.facts == {"needed": MONTHLY}


def test_ended_it_grants_no_further_month(scheme: Scheme) -> None:
    made = scheme.programme()
    scheme.runs()
    scheme.town.bank.run(end_programme, EndProgramme(made.id), scheme.town.chen)
    still = scheme.has(scheme.town.meng)
    scheme.it_is(date(2026, 12, 1))
    scheme.runs()

    assert still == [(MONTHLY, 0)]
    assert scheme.has(scheme.town.meng) == []
    assert scheme.view(made).granted_minutes == 0
    with pytest.raises(ProgrammeEnded):
        scheme.town.bank.run(end_programme, EndProgramme(made.id), scheme.town.chen)


def test_an_unknown_one_is_not_found(scheme: Scheme) -> None:
    with pytest.raises(ProgrammeNotFound):
        scheme.town.bank.run(set_budget, SetBudget("nowhere", 600), scheme.town.chen)
