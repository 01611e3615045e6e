"""Points for village deeds: proposed by one, approved by another, on notice, then counted; deductions by a rule."""

from datetime import date, timedelta

import pytest

from tests import walk
from tests.market import TODAY, award, findings, household_of, points, set_rules
from tests.town import BOOK, FAR_SITE, FAR_VILLAGE, PAIRED_SITE, VILLAGE, Town, join
from timebank.actors import Actor, Grant, Role, anonymous, system
from timebank.errors import NotAllowed, NotFound, Refusal
from timebank.jobs import run_job
from timebank.members.families import join_household
from timebank.members.family_commands import JoinHousehold
from timebank.messages import messages_page
from timebank.places.commands import PairSites
from timebank.places.queries import region_tree
from timebank.places.use_cases import pair_sites
from timebank.points.award_queries import award_notices, award_view, awards_page
from timebank.points.commands import (
    CountAward,
    DecideAward,
    DecidePointsObjection,
    ObjectToAward,
    ProposeAward,
    ProposeDeduction,
    RecordRule,
)
from timebank.points.counting import COUNTING
from timebank.points.model import AwardState, EntryKind
from timebank.points.objections import PointsObjectionReceipt, decide_points_objection, object_to_award
from timebank.points.queries import points_entries, points_of, points_statement
from timebank.points.refusals import (
    AwardDecided,
    AwardNotFound,
    AwardNotOnNotice,
    AwardTooLarge,
    DeedTooFarOff,
    HadAPartInAward,
    HouseholdNotFound,
    OpenPointsObjection,
    PartOfHousehold,
    PointsWindowClosed,
    RuleNeeded,
    RuleNotFound,
    SecondPersonNeeded,
)
from timebank.points.use_cases import AwardStep, count_award, decide_award, propose_award, propose_deduction
from timebank.points.village_rules import RecordedRule, record_rule


def propose(town: Town, to: Actor, amount: int = 30, by: Actor | None = None) -> AwardStep:
    command = ProposeAward(to.member_id, "clean", amount, TODAY, "庭院干净")
    return town.bank.run(propose_award, command, by or town.nong)


def approve(town: Town, proposed: AwardStep, by: Actor | None = None, *, approve: bool = True) -> AwardStep:
    return town.bank.run(decide_award, DecideAward(proposed.id, approve), by or town.pan)


def count(town: Town) -> int:
    town.clock.advance(days=10)
    return run_job(town.bank, COUNTING)


def rule(town: Town, village: str = VILLAGE) -> RecordedRule:
    command = RecordRule(village, "那怀村村规民约", TODAY - timedelta(days=30), "ab" * 32, "cd" * 32)
    return town.bank.run(record_rule, command, town.chen)


def deduction(town: Town, amount: int = 20) -> AwardStep:
    command = ProposeDeduction(town.li.member_id, rule(town).id, amount, TODAY, "乱倒垃圾")
    proposed = town.bank.run(propose_deduction, command, town.nong)
    return approve(town, proposed)


def object_to(town: Town, wanted: str, by: Actor) -> PointsObjectionReceipt:
    return town.bank.run(object_to_award, ObjectToAward(wanted, "没有这回事"), by)


def decide(town: Town, objection: PointsObjectionReceipt, *, uphold: bool, by: Actor | None = None) -> str:
    command = DecidePointsObjection(objection.id, uphold, "查过了")
    return town.bank.run(decide_points_objection, command, by or town.chen).award_state


def test_points_count_after_two_people_and_the_notice(town: Town) -> None:
    proposed = propose(town, town.li)

    assert count(town) == 0
    assert points(town, town.li) == (0, 0)
    assert approve(town, proposed).state == AwardState.ON_NOTICE
    assert run_job(town.bank, COUNTING) == 0
    assert count(town) == 1
    assert points(town, town.li) == (30, 30)
    assert findings(town) == []


def test_it_counts_once_however_often_the_job_runs(town: Town) -> None:
    approved = approve(town, propose(town, town.li))
    count(town)

    town.clock.advance(minutes=1)
    assert run_job(town.bank, COUNTING) == 0
    with pytest.raises(AwardNotOnNotice):
        town.bank.run(count_award, CountAward(approved.id), system(BOOK))
    assert points(town, town.li)[0] == 30


@pytest.mark.parametrize(
    ("who", "outcome"), [("nong", SecondPersonNeeded), ("qin", None), ("pan", None), ("chen", None)]
)
def test_another_person_approves(town: Town, who: str, outcome: type[Refusal] | None) -> None:
    proposed = propose(town, town.li)

    if outcome is None:
        assert approve(town, proposed, getattr(town, who)).state == AwardState.ON_NOTICE
    else:
        with pytest.raises(outcome):
            approve(town, proposed, getattr(town, who))


@pytest.mark.parametrize(
    ("who", "outcome"), [("li", NotAllowed), ("huang", NotAllowed), ("far", NotFound), ("zhao", NotFound)]
)
def test_nobody_else_approves(town: Town, who: str, outcome: type[Refusal]) -> None:
    proposed = propose(town, town.li)

    with pytest.raises(outcome):
        approve(town, proposed, getattr(town, who))


def test_nobody_proposes_or_approves_for_the_own_household(town: Town) -> None:
    together = JoinHousehold(household_of=town.nong.member_id, member_id=town.li.member_id)
    town.bank.run(join_household, together, town.chen)

    with pytest.raises(PartOfHousehold):
        propose(town, town.li)
    by_another = propose(town, town.li, by=town.pan)
    with pytest.raises(PartOfHousehold):
        approve(town, by_another, town.nong)


def test_one_decides_once(town: Town) -> None:
    proposed = propose(town, town.li)
    approve(town, proposed, approve=False)

    with pytest.raises(AwardDecided):
        approve(town, proposed)
    assert count(town) == 0


def test_one_deed_brings_no_more_than_the_rules_say(town: Town) -> None:
    with pytest.raises(AwardTooLarge) as refused:
        propose(town, town.li, 101)
    assert refused.value.facts == {"most": 100}


@pytest.mark.parametrize("days", [1, -93])
def test_a_deed_lies_in_the_last_quarter(town: Town, days: int) -> None:
    command = ProposeAward(town.li.member_id, "clean", 10, TODAY + timedelta(days=days))

    with pytest.raises(DeedTooFarOff):
        town.bank.run(propose_award, command, town.nong)


def test_the_public_list_is_masked_and_without_words(town: Town) -> None:
    approve(town, propose(town, town.li))

    with town.bank.reading(anonymous(BOOK)) as reading:
        (line,) = award_notices(reading).items
    assert (line.member, line.head, line.points) == ("李*兰", "人居环境", 30)


def test_a_stranger_learns_nothing_of_an_award(town: Town) -> None:
    proposed = propose(town, town.li)

    with town.bank.reading(town.zhao) as reading:
        with pytest.raises(AwardNotFound):
            award_view(reading, proposed.id, town.zhao)
        assert awards_page(reading, town.zhao).items == ()
        with pytest.raises(HouseholdNotFound):
            points_of(reading, household_of(town, town.li), town.zhao)


def test_an_upheld_objection_before_it_counts_leaves_nothing(town: Town) -> None:
    approved = approve(town, propose(town, town.li))

    objection = object_to(town, approved.number, anonymous(BOOK))

    assert count(town) == 0
    assert decide(town, objection, uphold=True) == AwardState.UPHELD
    assert count(town) == 0
    assert points(town, town.li) == (0, 0)


def test_a_refused_objection_gives_the_notice_anew(town: Town) -> None:
    approved = approve(town, propose(town, town.li))
    objection = object_to(town, approved.number, anonymous(BOOK))
    town.clock.advance(days=10)

    assert decide(town, objection, uphold=False) == AwardState.ON_NOTICE
    assert run_job(town.bank, COUNTING) == 0
    assert count(town) == 1
    assert points(town, town.li)[0] == 30


def test_an_upheld_objection_takes_back_what_has_counted(town: Town) -> None:
    counted = award(town, town.li, 30)

    decide(town, object_to(town, counted.number, anonymous(BOOK)), uphold=True)

    assert points(town, town.li) == (0, 0)
    assert findings(town) == []


def test_who_had_a_part_does_not_decide_an_objection(town: Town) -> None:
    second = join(
        town.bank, "黄建国", "staff", date(1975, 3, 9), "male", "17900000051", Grant(Role.COUNTY, BOOK)
    )
    proposed = approve(town, propose(town, town.li, by=town.chen))
    by_chen = object_to(town, proposed.number, anonymous(BOOK))
    with pytest.raises(HadAPartInAward):
        decide(town, by_chen, uphold=False)
    of_second = object_to(town, approve(town, propose(town, town.wang)).number, second)
    with pytest.raises(HadAPartInAward):
        decide(town, of_second, uphold=True, by=second)
    with pytest.raises(NotFound):
        decide(town, by_chen, uphold=False, by=town.pan)

    assert decide(town, by_chen, uphold=False, by=second) == AwardState.ON_NOTICE
    assert decide(town, of_second, uphold=True) == AwardState.UPHELD


def test_where_all_of_the_county_had_a_part_the_township_decides(town: Town) -> None:
    approved = approve(town, propose(town, town.li), by=town.chen)
    objection = object_to(town, approved.number, anonymous(BOOK))

    with pytest.raises(HadAPartInAward):
        decide(town, objection, uphold=False)

    assert decide(town, objection, uphold=True, by=town.pan) == AwardState.UPHELD


def test_one_objection_at_a_time_and_not_for_ever(town: Town) -> None:
    counted = award(town, town.li, 30)
    objection = object_to(town, counted.number, anonymous(BOOK))

    with pytest.raises(OpenPointsObjection):
        object_to(town, counted.number, anonymous(BOOK))
    decide(town, objection, uphold=False)
    town.clock.advance(days=31)
    with pytest.raises(PointsWindowClosed):
        object_to(town, counted.number, anonymous(BOOK))


def test_without_a_rule_on_file_nothing_is_deducted(town: Town) -> None:
    award(town, town.li, 30)

    command = ProposeDeduction(town.li.member_id, "", 10, TODAY, "乱倒垃圾")
    with pytest.raises(RuleNeeded):
        town.bank.run(propose_deduction, command, town.nong)
    elsewhere = rule(town, FAR_VILLAGE)
    command = ProposeDeduction(town.li.member_id, elsewhere.id, 10, TODAY, "乱倒垃圾")
    with pytest.raises(RuleNotFound):
        town.bank.run(propose_deduction, command, town.nong)


def test_a_deduction_is_shown_to_the_household_alone(town: Town) -> None:
    award(town, town.li, 30)
    approved = deduction(town)

    with town.bank.reading(town.li) as reading:
        assert award_view(reading, approved.id, town.li).words == "乱倒垃圾"
        told = [message.kind for message in messages_page(reading, town.li).items]
    assert "deduction_proposed" in told
    with town.bank.reading(anonymous(BOOK)) as reading:
        assert award_notices(reading).items == ()
    with pytest.raises(AwardNotFound):
        object_to(town, approved.number, anonymous(BOOK))
    with pytest.raises(AwardNotFound):
        object_to(town, approved.number, town.zhao)


def test_the_household_objects_and_it_is_given_back(town: Town) -> None:
    award(town, town.li, 30)
    approved = deduction(town)
    count(town)
    assert points(town, town.li) == (10, 10)

    decide(town, object_to(town, approved.number, town.li), uphold=True)

    assert points(town, town.li) == (30, 30)
    assert findings(town) == []


def test_a_deduction_never_takes_points_from_service_nor_goes_below_zero(town: Town) -> None:

    set_rules(town, points__per_hour=10)
    walk.settled(town, worked=60)
    award(town, town.li, 5)
    assert points(town, town.li) == (15, 5)

    approved = deduction(town, 20)
    count(town)

    assert points(town, town.li) == (10, 0)
    with town.bank.reading(town.li) as reading:
        assert award_view(reading, approved.id, town.li).counted_points == 5
    assert findings(town) == []


def test_the_statement_says_what_came_and_went_with_the_balance(town: Town) -> None:
    award(town, town.li, 30)
    deduction(town)
    count(town)

    with town.bank.reading(town.li) as reading:
        lines = points_statement(reading, "", town.li).items
    assert [(line.kind, line.change, line.balance) for line in lines] == [
        (EntryKind.DEDUCTION, -20, 10),
        (EntryKind.AWARD, 30, 30),
    ]


def test_the_entries_of_a_place_add_up_to_its_figures(town: Town) -> None:

    award(town, town.li, 30)
    award(town, town.wang, 12)

    with town.bank.reading(town.chen) as reading:
        entries = points_entries(reading, town.chen, site=BOOK).items
        tree = region_tree(reading, BOOK, town.chen)
    assert sum(entry.points for entry in entries) == 42 == tree.total.figures["points.issued"]
    assert sum(below.figures.get("points.issued", 0) for below in tree.below) == 42


def test_the_site_that_lends_the_second_person_sees_what_waits_and_no_other_does(town: Town) -> None:
    town.bank.run(pair_sites, PairSites(PAIRED_SITE, FAR_SITE), system(BOOK))  # the way back is another's
    proposed = propose(town, town.li).id

    def waits_for(actor: Actor) -> list[str]:
        with town.bank.reading(actor) as reading:
            return [one.id for one in awards_page(reading, actor, to_decide=True).items]

    for second in (town.qin, town.pan, town.chen):
        assert waits_for(second) == [proposed]
    for nobody in (town.nong, town.far, town.li, town.huang):
        assert waits_for(nobody) == []
