"""What the county owes, by age, and what may be asked for beside what is given."""

import pytest

from tests import walk
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.errors import NotAllowed
from timebank.liabilities import YEARS_AHEAD, Outlook, liabilities, outlook

pytestmark = pytest.mark.both_engines


def ahead(town: Town) -> Outlook:
    """Return the outlook as the county sees it."""
    with town.bank.reading(town.chen) as reading:
        return outlook(reading, town.chen)


def test_what_members_hold_is_divided_by_age(town: Town) -> None:
    walk.settled(town)

    bands = {band.band: (band.minutes, band.holders) for band in ahead(town).by_age}

    assert bands == {"0-59": (0, 0), "60-69": (60, 1), "70-79": (60, 1), "80+": (0, 0)}


def test_the_bands_add_up_to_what_is_owed(town: Town) -> None:
    walk.settled(town)
    town.bank.run(give_minutes, GiveMinutes(town.nong.member_id, 600), system(BOOK))

    with town.bank.reading(town.chen) as reading:
        owed = liabilities(reading, town.chen)

    assert sum(band.minutes for band in ahead(town).by_age) == owed.held == 720


def test_who_is_too_young_may_ask_in_a_later_year(town: Town) -> None:
    town.bank.run(give_minutes, GiveMinutes(town.huang.member_id, 300), system(BOOK))  # born in 1976

    years = {year.year: year.may_be_asked for year in ahead(town).years}

    assert len(years) == YEARS_AHEAD
    assert years[2026] == 120
    assert years[2035] == 120
    town.clock.advance(days=366)
    later = {year.year: year.may_be_asked for year in ahead(town).years}
    assert (later[2035], later[2036]) == (120, 420)


def test_what_is_given_follows_the_pace_of_the_last_year(town: Town) -> None:
    walk.settled(town)

    found = ahead(town)

    assert found.given_last_year == 60
    assert found.years[1].given_at_this_pace - found.years[0].given_at_this_pace == 60
    assert found.years[0].given_at_this_pace == 60 * 34 // 365
    town.clock.advance(days=366)
    assert ahead(town).given_last_year == 0


@pytest.mark.parametrize("who", ["li", "nong", "pan", "wang"])
def test_it_is_for_the_county_and_the_auditor(town: Town, who: str) -> None:
    actor = getattr(town, who)

    with town.bank.reading(actor) as reading:
        for ask in (outlook, liabilities):
            with pytest.raises(NotAllowed):
                ask(reading, actor)
