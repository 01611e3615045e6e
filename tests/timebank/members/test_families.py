"""Kin, households and proxies: who counts as family, and who speaks for an elder."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.timebank.members.people import TODAY, at_once, registration
from tests.town import BOOK, FAR_SITE, Town
from timebank.actors import Actor
from timebank.errors import InvalidInput, NotAllowed, NotFound, Refusal
from timebank.members.families import KinRecorded, NotAnElder, ProxyAppointed, ProxyNotFound, WithOneself
from timebank.members.family_commands import AppointProxy, EndProxy, JoinHousehold, RecordKin
from timebank.members.queries import (
    are_family,
    elders_of_proxy,
    family_of,
    households_of,
    me,
    proxies_of,
    spouse_of,
)
from timebank.members.registration import register_member
from timebank.members.use_cases import appoint_proxy, end_proxy, join_household, record_kin

CHARACTERS = iter("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" * 9)


def somebody(town: Town, **changes: Any) -> str:
    """Register one more and return the id."""
    values = {"kind": "kin", "name": f"黄{next(CHARACTERS)}", "birth_date": date(1970, 1, 1)}
    command = registration(**(values | changes))
    return town.bank.run(register_member, command, town.chen).id


def relate(town: Town, one: str, relation: str, other: str, by: Actor | None = None) -> None:
    """Record what the other is to the one."""
    town.bank.run(record_kin, RecordKin(other, relation, one), by or town.nong)


def family(town: Town, one: str) -> set[str]:
    with town.bank.reading(town.nong) as reading:
        return set(family_of(reading, one))


def test_a_relation_is_seen_from_both_sides(town: Town) -> None:
    child = somebody(town)

    relate(town, town.wang.member_id, "child", child)

    with town.bank.reading(town.wang) as reading:
        assert [(one.id, one.relation) for one in me(reading, town.wang).kin] == [(child, "child")]
        assert are_family(reading, child, town.wang.member_id)
        assert are_family(reading, town.wang.member_id, child)
    assert family(town, child) == {town.wang.member_id}


def test_family_reaches_to_the_spouses_of_kin_and_no_further(town: Town) -> None:
    wang = town.wang.member_id
    husband, child, childs_wife, wifes_mother, brother, brothers_wife = (somebody(town) for _ in range(6))
    relate(town, wang, "spouse", husband)
    relate(town, wang, "child", child)
    relate(town, child, "spouse", childs_wife)
    relate(town, childs_wife, "parent", wifes_mother)
    relate(town, husband, "sibling", brother)
    relate(town, brother, "spouse", brothers_wife)

    assert family(town, wang) == {husband, child, childs_wife, brother}
    assert wang in family(town, childs_wife)
    assert wang in family(town, brother)
    assert wang not in family(town, wifes_mother)
    assert wang not in family(town, brothers_wife)


def test_who_lives_together_is_family(town: Town) -> None:
    town.bank.run(join_household, JoinHousehold(town.wang.member_id, town.meng.member_id), town.nong)

    assert family(town, town.wang.member_id) == {town.meng.member_id}
    with town.bank.reading(town.nong) as reading:
        both = {town.wang.member_id, town.meng.member_id}
        assert households_of(reading, [town.wang.member_id]) == both
        assert households_of(reading, []) == frozenset()


def test_who_moves_out_is_no_longer_a_housemate(town: Town) -> None:
    town.bank.run(join_household, JoinHousehold(town.wang.member_id, town.meng.member_id), town.nong)

    town.bank.run(join_household, JoinHousehold("", town.meng.member_id), town.nong)

    assert family(town, town.wang.member_id) == set()
    with town.bank.reading(town.meng) as reading:
        assert [change.field for change in me(reading, town.meng).changes] == ["household"] * 2


def test_neighbours_are_no_family(town: Town) -> None:
    with town.bank.reading(town.nong) as reading:
        assert not are_family(reading, town.wang.member_id, town.li.member_id)
        assert not are_family(reading, town.wang.member_id, town.wang.member_id)


def test_the_spouse_is_found(town: Town) -> None:
    husband = somebody(town)
    relate(town, town.wang.member_id, "spouse", husband)

    with town.bank.reading(town.nong) as reading:
        spouse = spouse_of(reading, town.wang.member_id)
        assert spouse is not None
        assert spouse.id == husband
        assert spouse_of(reading, town.meng.member_id) is None


@pytest.mark.parametrize(
    ("by", "other", "refusal"),
    [
        ("nong", "wang", WithOneself),
        ("wang", "meng", NotAllowed),
        ("li", "meng", NotFound),
        ("far", "meng", NotFound),
        ("nong", "zhao", NotFound),
        ("huang", "meng", NotAllowed),
    ],
)
def test_kin_are_recorded_by_keepers_of_two_people(
    town: Town, by: str, other: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        relate(town, town.wang.member_id, "sibling", getattr(town, other).member_id, getattr(town, by))


def test_kin_are_recorded_once_also_at_two_desks(town: Town) -> None:
    outcomes = at_once(lambda _: relate(town, town.wang.member_id, "sibling", town.meng.member_id), times=3)

    assert sum(isinstance(one, KinRecorded) for one in outcomes) == 2
    with pytest.raises(KinRecorded):
        relate(town, town.meng.member_id, "parent", town.wang.member_id)


@pytest.mark.parametrize("by", ["wang", "li", "far"])
def test_a_household_is_changed_by_its_keeper(town: Town, by: str) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        town.bank.run(
            join_household, JoinHousehold(town.meng.member_id, town.wang.member_id), getattr(town, by)
        )


# Proxies


def proxy(town: Town, who: str, by: Actor | None = None, **changes: Any) -> AppointProxy:
    values = {"from_day": TODAY, "until_day": TODAY + timedelta(days=30), "member_id": town.wang.member_id}
    command = AppointProxy(proxy_id=who, **(values | changes))
    town.bank.run(appoint_proxy, command, by or town.nong)
    return command


def test_a_proxy_acts_within_the_term(town: Town) -> None:
    child = somebody(town)
    proxy(town, child, from_day=TODAY + timedelta(days=1))

    with town.bank.reading(Actor(BOOK, child)) as reading:
        for days, acting in ((0, ()), (1, (child,)), (30, (child,)), (31, ())):
            assert proxies_of(reading, town.wang.member_id, TODAY + timedelta(days=days)) == acting
        assert elders_of_proxy(reading, child) == ()
    town.clock.advance(days=1)
    with town.bank.reading(Actor(BOOK, child)) as reading:
        assert elders_of_proxy(reading, child) == (town.wang.member_id,)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_day": TODAY - timedelta(days=1)}, "until_day"),
        ({"from_day": TODAY + timedelta(days=9), "until_day": TODAY + timedelta(days=8)}, "until_day"),
    ],
)
def test_a_term_that_is_over_is_refused(town: Town, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        proxy(town, town.li.member_id, **changes)

    assert refused.value.field == field


def test_a_proxy_is_for_another_who_is_an_elder(town: Town) -> None:
    with pytest.raises(WithOneself):
        proxy(town, town.wang.member_id)
    with pytest.raises(NotAnElder):
        proxy(town, town.wang.member_id, member_id=town.li.member_id)
    with pytest.raises(NotFound) as refused:
        proxy(town, "nobody")
    assert refused.value.field == "proxy_id"


def test_a_proxy_is_appointed_by_the_elders_keeper(town: Town) -> None:
    for by in (town.li, town.far, town.wang):
        with pytest.raises((NotFound, NotAllowed)):
            proxy(town, town.li.member_id, by)
    with pytest.raises(NotAllowed):
        proxy(town, town.nong.member_id, town.nong)  # not herself


def test_a_proxy_is_appointed_once_a_term(town: Town) -> None:
    proxy(town, town.li.member_id)

    with pytest.raises(ProxyAppointed):
        proxy(town, town.li.member_id, until_day=TODAY + timedelta(days=5))

    town.bank.run(end_proxy, EndProxy(town.li.member_id, town.wang.member_id), town.nong)
    proxy(town, town.li.member_id)


def test_the_elder_ends_a_proxy_alone(town: Town) -> None:
    proxy(town, town.li.member_id)
    command = EndProxy(town.li.member_id, town.wang.member_id)

    with pytest.raises(NotAllowed):
        town.bank.run(end_proxy, command, town.li)
    town.bank.run(end_proxy, command, town.wang)

    with town.bank.reading(town.wang) as reading:
        assert proxies_of(reading, town.wang.member_id, TODAY) == ()
    with pytest.raises(ProxyNotFound):
        town.bank.run(end_proxy, command, town.wang)


def test_kin_of_another_site_are_recorded_by_who_keeps_both(town: Town) -> None:
    far_child = somebody(town, site=FAR_SITE)

    with pytest.raises(NotFound) as refused:
        relate(town, town.wang.member_id, "child", far_child)
    relate(town, town.wang.member_id, "child", far_child, town.chen)

    assert refused.value.field == "other_id"
    assert family(town, town.wang.member_id) == {far_child}
