"""Stars follow from settled hours of service."""

import pytest
from sqlalchemy import update

from tests import walk
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.honours.stars import Standing, minutes_to_next, standing, stars_for
from timebank.messages import messages_page
from timebank.services.commands import CorrectService, DecideCorrection
from timebank.services.correcting import correct_service, decide_correction
from timebank.services.model import Service


def stands(town: Town) -> Standing:
    """Return where Li stands."""
    with town.bank.reading(town.li) as reading:
        return standing(reading, town.li.member_id)


@pytest.mark.parametrize(
    ("hours", "stars", "to_next"),
    [
        (0, 0, 100),
        (99, 0, 1),
        (100, 1, 200),
        (300, 2, 300),
        (600, 3, 400),
        (1000, 4, 500),
        (1500, 5, 0),
        (9999, 5, 0),
    ],
)
def test_each_hundred_counts(hours: int, stars: int, to_next: int) -> None:
    assert (stars_for(hours * 60), minutes_to_next(hours * 60)) == (stars, to_next * 60)
    assert stars_for(hours * 60 - 1) == (stars if hours not in (100, 300, 600, 1000, 1500) else stars - 1)


def test_they_count_service_and_no_gift(town: Town) -> None:
    town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 6000), system(BOOK))
    assert stands(town) == Standing(0, 0, 6000)

    walk.settled(town)

    assert stands(town) == Standing(60, 0, 5940)


def test_a_new_star_is_told_once_and_a_correction_takes_it_back(town: Town) -> None:
    long_ago = walk.settled(town)
    with town.bank._writer_engine.begin() as connection:
        connection.execute(update(Service).values(credited_minutes=5990))  # as if of many services
    walk.settled_tomorrow(town, 30)
    walk.settled_tomorrow(town, 30)

    with town.bank.reading(town.li) as reading:
        lines = messages_page(reading, town.li, limit=100).items
    assert [line.facts for line in lines if line.kind == "star_reached"] == [{"stars": 1}]
    assert stands(town).stars == 1
    town.bank.run(correct_service, CorrectService(long_ago, 0, "没有去", cover_from_loss=True), town.chen)
    town.bank.run(decide_correction, DecideCorrection(long_ago, approve=True), town.pan)
    assert stands(town).stars == 0
