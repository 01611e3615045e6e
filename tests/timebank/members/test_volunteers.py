"""Volunteers: two steps by two people, trainings, insurance, standing aside."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.timebank.members.people import TODAY, at_once, figure, registration
from tests.town import BOOK, SITE, GiveRole, Town, give_role
from timebank.actors import Actor, Grant, Role, system
from timebank.errors import InvalidInput, NotAllowed, NotFound, Refusal
from timebank.members.model import AlreadyApproved, SecondApproverNeeded, SiteApprovesFirst
from timebank.members.queries import find_volunteer, has_role, is_trained
from timebank.members.registration import register_member
from timebank.members.use_cases import (
    apply_as_volunteer,
    approve_volunteer,
    record_insurance,
    record_training,
    reinstate_volunteer,
    suspend_volunteer,
)
from timebank.members.volunteer_commands import (
    ApplyAsVolunteer,
    ApproveVolunteer,
    RecordInsurance,
    RecordTraining,
    ReinstateVolunteer,
    SuspendVolunteer,
)
from timebank.members.volunteering import (
    AlreadyVolunteer,
    NotApproved,
    NotSuspended,
    TrainingRecorded,
    VolunteerNotFound,
)


@pytest.fixture
def wei(town: Town) -> str:
    """The id of 韦晓梅, who applied."""
    command = registration(kind="volunteer", name="韦晓梅", birth_date=date(1974, 5, 5))
    return town.bank.run(register_member, command, town.nong).id


def approve(town: Town, member_id: str, step: str, by: Actor) -> str:
    return town.bank.run(approve_volunteer, ApproveVolunteer(step, member_id), by).state


def is_volunteer(town: Town, member_id: str) -> bool:
    with town.bank.reading(town.nong) as reading:
        return has_role(reading, member_id, Role.VOLUNTEER)


def test_two_steps_make_a_volunteer(town: Town, wei: str) -> None:
    before = figure(town.bank, town.chen, SITE, "members.volunteer")

    assert approve(town, wei, "site", town.nong) == "applied"
    assert not is_volunteer(town, wei)
    assert approve(town, wei, "township", town.pan) == "approved"

    assert is_volunteer(town, wei)
    assert figure(town.bank, town.chen, SITE, "members.volunteer") == before + 1


def test_the_site_comes_first(town: Town, wei: str) -> None:
    with pytest.raises(SiteApprovesFirst):
        approve(town, wei, "township", town.pan)


def test_a_step_is_taken_once(town: Town, wei: str) -> None:
    approve(town, wei, "site", town.nong)

    with pytest.raises(AlreadyApproved):
        approve(town, wei, "site", town.nong)


def test_a_step_taken_at_two_desks_at_once_counts_once(town: Town, wei: str) -> None:
    outcomes = at_once(lambda _: approve(town, wei, "site", town.nong), times=3)

    assert sum(isinstance(one, AlreadyApproved) for one in outcomes) == 2


@pytest.mark.parametrize(
    ("who", "step", "refusal"),
    [
        ("pan", "site", NotAllowed),
        ("chen", "site", NotAllowed),
        ("nong", "township", NotAllowed),
        ("huang", "site", NotAllowed),
        ("qin", "site", NotFound),
        ("li", "site", NotFound),
        ("far", "site", NotFound),
    ],
)
def test_a_step_belongs_to_its_office(
    town: Town, wei: str, who: str, step: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        approve(town, wei, step, getattr(town, who))


def test_one_person_of_two_offices_takes_one_step(town: Town, wei: str) -> None:
    town.bank.run(give_role, GiveRole(town.nong.member_id, "township", "450125100"), system(BOOK))
    both = Actor(BOOK, town.nong.member_id, (*town.nong.grants, Grant(Role.TOWNSHIP, "450125100")))
    approve(town, wei, "site", both)

    with pytest.raises(SecondApproverNeeded):
        approve(town, wei, "township", both)


def test_nobody_approves_oneself(town: Town) -> None:
    town.bank.run(apply_as_volunteer, ApplyAsVolunteer(member_id=town.nong.member_id), town.nong)

    with pytest.raises(SecondApproverNeeded):
        approve(town, town.nong.member_id, "site", town.nong)


def test_a_minor_is_approved_by_the_county(town: Town) -> None:
    command = registration(
        kind="volunteer", name="黄小宝", birth_date=date(2010, 1, 1), guardian=town.li.member_id
    )
    child = town.bank.run(register_member, command, town.nong).id
    approve(town, child, "site", town.nong)

    with pytest.raises(NotAllowed):
        approve(town, child, "township", town.pan)
    assert approve(town, child, "township", town.chen) == "approved"


def test_an_elder_applies_too_but_once(town: Town) -> None:
    town.bank.run(
        apply_as_volunteer, ApplyAsVolunteer(("singing",), member_id=town.wang.member_id), town.wang
    )

    with pytest.raises(AlreadyVolunteer):
        town.bank.run(apply_as_volunteer, ApplyAsVolunteer(member_id=town.wang.member_id), town.nong)


def test_nobody_applies_for_a_neighbour(town: Town) -> None:
    with pytest.raises(NotFound):
        town.bank.run(apply_as_volunteer, ApplyAsVolunteer(member_id=town.wang.member_id), town.zhao)


def test_a_suspended_volunteer_serves_again_when_the_township_says_so(town: Town) -> None:
    li = town.li.member_id

    town.bank.run(suspend_volunteer, SuspendVolunteer(li), town.nong)
    assert not is_volunteer(town, li)
    with pytest.raises(NotApproved):
        town.bank.run(suspend_volunteer, SuspendVolunteer(li), town.nong)
    with pytest.raises(NotAllowed):
        town.bank.run(reinstate_volunteer, ReinstateVolunteer(li), town.nong)

    town.bank.run(reinstate_volunteer, ReinstateVolunteer(li), town.pan)
    assert is_volunteer(town, li)
    with pytest.raises(NotSuspended):
        town.bank.run(reinstate_volunteer, ReinstateVolunteer(li), town.pan)


def train(town: Town, by: Actor, **changes: Any) -> None:
    values = {"kind": "bathing", "passed_on": TODAY, "member_id": town.li.member_id}
    town.bank.run(record_training, RecordTraining(**(values | changes)), by)


def test_a_training_holds_from_its_day_until_its_end(town: Town) -> None:
    train(town, town.nong, valid_until=TODAY + timedelta(days=365))

    with town.bank.reading(town.nong) as reading:
        for days, holds in ((-1, False), (0, True), (365, True), (366, False)):
            day = TODAY + timedelta(days=days)
            assert is_trained(reading, town.li.member_id, "bathing", day) is holds
        assert not is_trained(reading, town.li.member_id, "urgent", TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"passed_on": TODAY + timedelta(days=1)}, "passed_on"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
    ],
)
def test_a_training_of_impossible_days_is_refused(town: Town, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        train(town, town.nong, **changes)

    assert refused.value.field == field


def test_a_training_is_recorded_once_by_a_keeper_of_a_volunteer(town: Town) -> None:
    train(town, town.nong)

    with pytest.raises(TrainingRecorded):
        train(town, town.nong)
    with pytest.raises(NotAllowed):
        train(town, town.li)
    with pytest.raises(NotFound):
        train(town, town.far)
    with pytest.raises(VolunteerNotFound):
        train(town, town.nong, member_id=town.wang.member_id)


def test_insurance_is_recorded_with_its_end(town: Town) -> None:
    command = RecordInsurance(date(2027, 1, 1), None, town.li.member_id)

    town.bank.run(record_insurance, command, town.nong)

    with town.bank.reading(town.nong) as reading:
        volunteer = find_volunteer(reading, town.li.member_id)
        assert volunteer is not None
        assert (volunteer.insured_until, volunteer.fit_until) == (date(2027, 1, 1), None)
    with pytest.raises(NotAllowed):
        town.bank.run(record_insurance, command, town.li)
