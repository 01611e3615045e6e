"""Points from service: in the settlement's own transaction, by the region's rate, and back with the minutes."""

import pytest

from tests import walk
from tests.market import findings, household_of, open_market, points, set_rules
from tests.town import BOOK, SITE, Town
from timebank.actors import anonymous, system
from timebank.members.families import join_household
from timebank.members.family_commands import JoinHousehold
from timebank.notices.commands import DecideObjection, ObjectToService
from timebank.notices.use_cases import decide_objection, object_to_service
from timebank.points.accounts import available_points
from timebank.points.model import EntryKind
from timebank.points.queries import points_entries, points_statement
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service


@pytest.mark.parametrize(("worked", "earned"), [(60, 10), (45, 7), (5, 0)])
def test_a_settled_service_brings_points_by_the_rate(town: Town, worked: int, earned: int) -> None:
    set_rules(town, points__per_hour=10)

    walk.settled(town, worked=worked)

    assert points(town, town.li) == (earned, 0)
    assert findings(town) == []


def test_where_the_region_gives_none_no_account_is_opened(town: Town) -> None:
    walk.settled(town)

    assert points(town, town.li) == (0, 0)
    with town.bank.reading(town.chen) as reading:
        assert points_entries(reading, town.chen, site=BOOK).items == ()


def test_the_rate_of_the_site_counts(town: Town) -> None:
    set_rules(town, **{f"points__per_hour @ {SITE[:12]}": 6})

    walk.settled(town)

    assert points(town, town.li)[0] == 6


def test_the_entry_is_tied_to_the_settlement_of_the_minutes(town: Town) -> None:
    set_rules(town, points__per_hour=10)
    walk.settled(town)

    with town.bank.reading(town.li) as reading:
        (line,) = points_statement(reading, "", town.li).items
        entry = reading.ledger.book.entry_by_id(line.entry_id)
        assert entry is not None and entry.with_id is not None
        settled = reading.ledger.book.entry_by_id(entry.with_id)
    assert settled is not None and settled.kind == "settle"
    assert entry.seq > settled.seq


def correct(town: Town, service_id: str, minutes: int) -> None:
    command = CorrectService(service_id, minutes, "多记了", cover_from_loss=True)
    town.bank.run(correct_service, command, town.chen)


@pytest.mark.parametrize(("minutes", "left"), [(30, 5), (0, 0), (60, 10)])
def test_a_correction_takes_points_back_with_the_minutes(town: Town, minutes: int, left: int) -> None:
    set_rules(town, points__per_hour=10)
    service = walk.settled(town)

    correct(town, service, minutes)

    assert points(town, town.li)[0] == left
    assert findings(town) == []


def test_the_rate_of_the_settlement_counts_also_later(town: Town) -> None:
    set_rules(town, points__per_hour=10)
    service = walk.settled(town)
    set_rules(town, version=3, points__per_hour=20)

    correct(town, service, 30)

    assert points(town, town.li)[0] == 5


def test_what_is_spent_is_booked_from_loss(town: Town) -> None:
    set_rules(town, points__per_hour=60)
    service = walk.settled(town)
    market = open_market(town, points=0)
    market.hand_over(market.order(("oil", 2)))
    assert points(town, town.li)[0] == 20

    correct(town, service, 0)

    assert points(town, town.li)[0] == 0
    with town.bank.reading(town.chen) as reading:
        entries = points_entries(reading, town.chen, site=SITE).items
        loss = reading.ledger.account(reading.ledger.loss_handle(), "pt")
    assert {entry.kind: entry.points for entry in entries} == {
        EntryKind.SERVICE: 60,
        EntryKind.SPENT: -40,
        EntryKind.TAKEN_BACK: -20,
        EntryKind.LOST: -40,
    }
    assert loss.balance == -40
    assert findings(town) == []


def test_an_upheld_objection_after_a_correction_takes_the_rest(town: Town) -> None:

    set_rules(town, points__per_hour=10)
    service = walk.settled(town)
    correct(town, service, 30)
    objection = town.bank.run(object_to_service, ObjectToService(service, "没有来"), anonymous(BOOK))

    town.bank.run(decide_objection, DecideObjection(objection.id, True, "属实", True), town.chen)

    assert points(town, town.li)[0] == 0
    assert findings(town) == []


def test_points_belong_to_the_household_of_the_day_they_settled(town: Town) -> None:

    set_rules(town, points__per_hour=10)
    service = walk.settled(town)
    first = household_of(town, town.li)
    moving = JoinHousehold(household_of=town.wang.member_id, member_id=town.li.member_id)
    town.bank.run(join_household, moving, system(BOOK))

    correct(town, service, 30)

    assert points(town, town.li)[0] == 0
    with town.bank.reading(town.chen) as reading:
        assert available_points(reading, first) == 5
