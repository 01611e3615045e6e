"""A settled service is corrected by a linked reversal and, if any, the right minutes: visibly, once."""

import pytest

from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests import walk
from tests.town import BOOK, Town
from timebank.services.commands import CorrectService
from timebank.services.correcting import Correction, correct_service
from timebank.services.queries import service_view
from timebank.services.refusals import MoreThanWorked, NothingToTakeBack, NotTheVolunteer, WrongState
from timebank.statements import statement_page


def correct(town: Town, service_id: str, minutes: int, **more: bool) -> Correction:
    """Let the county correct a service."""
    return town.bank.run(correct_service, CorrectService(service_id, minutes, "记多了", **more), town.chen)


def kinds(town: Town) -> list[str]:
    """Return the kinds of the entries in Li's statement, oldest first."""
    with town.bank.reading(town.li) as reading:
        lines = statement_page(reading, town.li.member_id, town.li).items
    return [line.kind for line in reversed(lines)]


def test_taking_all_back_reverses(town: Town) -> None:
    correction = correct(town, walk.settled(town), 0)

    assert (correction.state, correction.taken_back) == ("reversed", 60)
    assert (town.account(town.wang), town.account(town.li)) == ((120, 0, 0), (0, 0, 0))
    assert kinds(town) == ["reserve", "settle", "reverse"]


def test_the_right_minutes_follow_the_reversal(town: Town) -> None:
    service_id = walk.settled(town)
    correction = correct(town, service_id, 45)

    assert (correction.state, correction.credited_minutes) == ("settled", 45)
    assert (town.account(town.wang), town.account(town.li)) == ((75, 0, 0), (45, 0, 0))
    assert kinds(town) == ["reserve", "settle", "reverse", "transfer"]
    with town.bank.reading(town.li) as reading:
        view = service_view(reading, service_id, town.li)
        first, last = (reading.ledger.book.entry_by_id(entry) for entry in view.entries[-2:])
    assert last.with_id == first.id
    assert view.acts[-1].note == "记多了"


def test_a_correction_of_two_payers_gives_each_its_own_back(town: Town) -> None:
    service_id = walk.confirmed(town, worked=200)
    walk.verify(town, service_id, town.nong, shortfall="public")
    walk.pass_notice(town)
    correct(town, service_id, 0)

    assert (town.account(town.wang), town.account(town.li)) == ((120, 0, 0), (0, 0, 0))


def test_it_happens_once(town: Town) -> None:
    service_id = walk.settled(town)
    correct(town, service_id, 45)

    with pytest.raises(WrongState):
        correct(town, service_id, 30)


def test_before_settlement_there_is_nothing_to_correct(town: Town) -> None:
    with pytest.raises(WrongState):
        correct(town, walk.verified(town), 0)


def test_no_more_than_was_worked(town: Town) -> None:
    with pytest.raises(MoreThanWorked):
        correct(town, walk.settled(town), 61)


@pytest.mark.parametrize("who", ["nong", "li", "wang", "pan", "huang"])
def test_only_the_county_corrects(town: Town, who: str) -> None:
    service_id = walk.settled(town)

    with pytest.raises(NotTheVolunteer):
        town.bank.run(correct_service, CorrectService(service_id, 0, "我要"), getattr(town, who))


def test_what_is_spent_is_the_countys_to_decide(town: Town) -> None:
    service_id = walk.settled(town)
    walk.spend(town, town.li, 40)

    with pytest.raises(NothingToTakeBack) as caught:
        correct(town, service_id, 0)
    assert (caught.value.facts["available"], caught.value.facts["missing"]) == (20, 40)

    correction = correct(town, service_id, 0, cover_from_loss=True)
    assert (correction.taken_back, correction.covered_from_loss) == (20, 40)
    assert (town.account(town.wang), town.account(town.li)) == ((120, 0, 0), (0, 0, 0))
    with town.bank.connect() as connection:
        assert audit(SqlStore(connection, BOOK)) == []
