"""What takes two: minutes added to a settled service, or more than eight hours of it taken back."""

from datetime import date

import pytest

from tests import walk
from tests.timebank.services.rules import bring_rules
from tests.town import BOOK, TOWNSHIP, Town, join
from timebank.actors import Actor, Grant, Role, anonymous
from timebank.messages import messages_page
from timebank.notices.commands import DecideObjection, ObjectToService
from timebank.notices.model import CorrectFirst
from timebank.notices.queries import objections_page
from timebank.notices.use_cases import decide_objection, object_to_service
from timebank.services.commands import ConfirmService, CorrectService, DecideCorrection
from timebank.services.correcting import Correction, correct_service, decide_correction
from timebank.services.proposals import (
    CorrectionNotFound,
    CorrectionWaits,
    HadAPartInIt,
    SecondPersonWanted,
)
from timebank.services.queries import find_service, service_view, services_page
from timebank.services.refusals import MoreThanWorked
from timebank.services.use_cases import confirm_service


def short(town: Town) -> str:
    """Settle a service of sixty minutes that Nong credited with forty."""
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, minutes=40)
    walk.pass_notice(town)
    return service_id


def correct(town: Town, service_id: str, minutes: int, by: Actor | None = None) -> Correction:
    """Let Chen, or somebody, correct."""
    return town.bank.run(correct_service, CorrectService(service_id, minutes, "漏记"), by or town.chen)


def decide(town: Town, service_id: str, by: Actor, *, approve: bool = True) -> Correction:
    """Let somebody be the second person."""
    return town.bank.run(decide_correction, DecideCorrection(service_id, approve, "看过了"), by)


def test_added_minutes_wait_for_a_second_person(town: Town) -> None:
    service_id = short(town)
    proposed = correct(town, service_id, 60)

    assert (proposed.waits, proposed.credited_minutes) == (True, 40)
    assert town.account(town.li) == (40, 0, 0)
    with town.bank.reading(town.pan) as reading:
        view = service_view(reading, service_id, town.pan)
        waiting = services_page(reading, town.pan, correction_waits=True).items
        told = [line.kind for line in messages_page(reading, town.pan).items]
    assert view.correction is not None
    assert (view.correction.minutes, view.correction.reason) == (60, "漏记")
    assert view.correction.proposed_by_name == "陈志远"
    assert [line.id for line in waiting] == [service_id]
    assert told == ["correction_waits"]


def test_the_township_carries_out_what_the_county_proposed(town: Town) -> None:
    service_id = short(town)
    correct(town, service_id, 60)
    done = decide(town, service_id, town.pan)

    assert (done.waits, done.credited_minutes) == (False, 60)
    assert (town.account(town.wang), town.account(town.li)) == ((60, 0, 0), (60, 0, 0))
    with town.bank.reading(town.li) as reading:
        view = service_view(reading, service_id, town.li)
    assert view.correction is None
    assert [act.act for act in view.acts][-2:] == ["correction_proposed", "corrected"]


def test_who_proposed_it_is_not_the_second_person(town: Town) -> None:
    service_id = short(town)
    correct(town, service_id, 60)

    with pytest.raises(SecondPersonWanted):
        decide(town, service_id, town.chen)


def test_who_verified_the_service_is_not_the_second_person(town: Town) -> None:
    town.clock.advance(days=1)
    step = walk.logged(town)
    town.bank.run(confirm_service, ConfirmService(step.id, "call_back"), town.nong)
    walk.verify(town, step.id, town.qin, minutes=40)
    walk.verify(town, step.id, town.pan)
    walk.pass_notice(town)
    correct(town, step.id, 60)

    with pytest.raises(HadAPartInIt):
        decide(town, step.id, town.pan)
    other = join(
        town.bank, "黄国强", "staff", date(1979, 4, 9), "male", "17900000061", Grant(Role.TOWNSHIP, TOWNSHIP)
    )
    assert decide(town, step.id, other).credited_minutes == 60


@pytest.mark.parametrize("by", ["pan", "chen"])
def test_a_proposal_refused_or_withdrawn_leaves_all_as_it_was(town: Town, by: str) -> None:
    service_id = short(town)
    correct(town, service_id, 60)
    decide(town, service_id, getattr(town, by), approve=False)

    assert town.account(town.li) == (40, 0, 0)
    with pytest.raises(CorrectionNotFound):
        decide(town, service_id, town.pan)
    assert correct(town, service_id, 50).waits, "it may be proposed again"


def test_one_correction_waits_at_a_time(town: Town) -> None:
    service_id = short(town)
    correct(town, service_id, 60)

    with pytest.raises(CorrectionWaits):
        correct(town, service_id, 50)


def test_eight_hours_are_taken_back_by_one_and_more_by_two(town: Town) -> None:
    bring_rules(town, {"credit.session_max_minutes": 600, "credit.day_max_minutes": 600})
    ids = []
    for _ in range(2):
        starts_at = town.clock.now()
        taken = walk.accepted(town, by=town.nong, pay_from="public", starts_at=starts_at, minutes=500)
        walk.serve(town, taken.service_id, starts_at, 500)
        town.bank.run(confirm_service, ConfirmService(taken.service_id, "own_device"), town.wang)
        walk.verify(town, taken.service_id, town.nong)
        walk.pass_notice(town)
        ids.append(taken.service_id)

    assert not correct(town, ids[0], 20).waits
    assert correct(town, ids[1], 19).waits


def test_an_upward_correction_keeps_to_the_caps(town: Town) -> None:
    bring_rules(town, {"credit.session_max_minutes": 50})
    service_id = walk.confirmed(town, minutes=45)
    walk.verify(town, service_id, town.nong, minutes=40)
    walk.pass_notice(town)

    with pytest.raises(MoreThanWorked) as caught:
        correct(town, service_id, 51)
    assert caught.value.facts["most"] == 50


def test_who_lives_with_the_volunteer_corrects_nothing(town: Town) -> None:
    service_id = walk.settled(town)
    cousin = join(
        town.bank, "李国民", "staff", date(1979, 4, 9), "male", "17900000002", Grant(Role.COUNTY, BOOK)
    )

    with pytest.raises(HadAPartInIt):
        correct(town, service_id, 0, cousin)


def objection_to(town: Town, service_id: str, by: Actor) -> str:
    """Object to a service; return the objection's id."""
    with town.bank.reading(town.li) as reading:
        number = find_service(reading, service_id, town.li).number
    return town.bank.run(object_to_service, ObjectToService(number, "没有去"), by).id


def test_the_objector_does_not_decide(town: Town) -> None:
    objection_id = objection_to(town, walk.verified(town), town.chen)

    with pytest.raises(HadAPartInIt):
        town.bank.run(decide_objection, DecideObjection(objection_id, False, "不属实"), town.chen)


def test_where_all_of_the_county_had_a_part_the_township_decides(town: Town) -> None:
    service_id = walk.checked_out(town)
    town.bank.run(confirm_service, ConfirmService(service_id, "call_back"), town.chen)
    walk.verify(town, service_id, town.nong)
    objection_id = objection_to(town, service_id, anonymous(BOOK))

    with pytest.raises(HadAPartInIt):
        town.bank.run(decide_objection, DecideObjection(objection_id, True, "属实"), town.chen)
    with town.bank.reading(town.pan) as reading:
        assert [one.id for one in objections_page(reading, town.pan).items] == [objection_id]
    decision = town.bank.run(decide_objection, DecideObjection(objection_id, True, "属实"), town.pan)
    assert decision.service_state == "declined"


def test_more_than_eight_hours_are_not_taken_back_by_one_decision(town: Town) -> None:
    bring_rules(town, {"credit.session_max_minutes": 600, "credit.day_max_minutes": 600})
    starts_at = town.clock.now()
    taken = walk.accepted(town, by=town.nong, pay_from="public", starts_at=starts_at, minutes=500)
    walk.serve(town, taken.service_id, starts_at, 500)
    town.bank.run(confirm_service, ConfirmService(taken.service_id, "own_device"), town.wang)
    walk.verify(town, taken.service_id, town.nong)
    walk.pass_notice(town)
    objection_id = objection_to(town, taken.service_id, anonymous(BOOK))
    upheld = DecideObjection(objection_id, True, "属实")

    with pytest.raises(CorrectFirst):
        town.bank.run(decide_objection, upheld, town.chen)
    walk.correct(town, taken.service_id, 0)
    assert town.bank.run(decide_objection, upheld, town.chen).state == "upheld"
