"""Roles: offices by the county, personal ones by the register's keepers, never one's own."""

import pytest

from tests.timebank.members.people import at_once, figure
from tests.town import BOOK, FAR_SITE, PAIRED_SITE, SITE, TOWNSHIP, Town
from timebank.actors import Grant, Role, anonymous, system
from timebank.errors import NotAllowed, NotFound, Refusal
from timebank.members.access import CodeRefused, create_account_by_code, redeem_code
from timebank.members.access_commands import CreateCode, RedeemCode
from timebank.members.queries import coordinators_of, grants_of, officers_of
from timebank.members.roles import ApprovalNeeded, RoleGranted, RoleNotFound, ScopeRefused
from timebank.members.use_cases import grant_role, revoke_role
from timebank.members.volunteer_commands import GrantRole, RevokeRole
from timebank.places.commands import CloseSite
from timebank.places.model import SiteClosed
from timebank.places.use_cases import close_site


def grant(town: Town, role: str, scope: str = "", by: str = "chen", to: str = "li") -> None:
    town.bank.run(grant_role, GrantRole(role, scope, getattr(town, to).member_id), getattr(town, by))


def grants(town: Town, who: str) -> set[tuple[str, str]]:
    with town.bank.reading(town.chen) as reading:
        return {(one.role, one.scope) for one in grants_of(reading, getattr(town, who).member_id)}


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("coordinator", SITE),
        ("shopkeeper", PAIRED_SITE),
        ("township", TOWNSHIP),
        ("county", BOOK),
        ("auditor", BOOK),
        ("team_lead", ""),
        ("team_lead", SITE),
        ("donor", ""),
        ("elder", ""),
    ],
)
def test_the_county_grants_a_role_within_its_scope(town: Town, role: str, scope: str) -> None:
    grant(town, role, scope)

    assert (role, scope) in grants(town, "li")


@pytest.mark.parametrize(
    ("role", "scope", "by", "refusal"),
    [
        ("coordinator", SITE, "nong", NotAllowed),
        ("coordinator", SITE, "pan", NotAllowed),
        ("county", BOOK, "pan", NotAllowed),
        ("county", BOOK, "huang", NotAllowed),
        ("elder", "", "qin", NotFound),
        ("elder", "", "li", NotAllowed),
        ("elder", "", "zhao", NotFound),
        ("volunteer", "", "chen", ApprovalNeeded),
        ("coordinator", "", "chen", ScopeRefused),
        ("coordinator", TOWNSHIP, "chen", ScopeRefused),
        ("township", SITE, "chen", ScopeRefused),
        ("township", "450125199", "chen", NotFound),
        ("county", "450126", "chen", ScopeRefused),
        ("coordinator", "45012610020101", "chen", ScopeRefused),
        ("coordinator", "45012510020299", "chen", NotFound),
        ("elder", SITE, "chen", ScopeRefused),
    ],
)
def test_a_role_outside_the_rules_is_refused(
    town: Town, role: str, scope: str, by: str, refusal: type[Refusal]
) -> None:
    before = grants(town, "li")

    with pytest.raises(refusal):
        grant(town, role, scope, by)

    assert grants(town, "li") == before


def test_nobody_grants_the_own_roles(town: Town) -> None:
    with pytest.raises(NotAllowed):
        grant(town, "coordinator", SITE, by="chen", to="chen")


def test_a_stranger_grants_nothing(town: Town) -> None:
    with pytest.raises(NotFound):
        town.bank.run(grant_role, GrantRole("elder", "", town.li.member_id), anonymous(BOOK))


def test_the_first_county_officer_is_granted_by_the_system(town: Town) -> None:
    town.bank.run(grant_role, GrantRole("county", BOOK, town.li.member_id), system(BOOK))

    assert ("county", BOOK) in grants(town, "li")


def test_a_role_is_granted_once_also_at_two_desks(town: Town) -> None:
    outcomes = at_once(lambda _: grant(town, "donor"), times=3)

    assert sum(isinstance(one, RoleGranted) for one in outcomes) == 2


def test_a_role_is_ended_and_granted_again(town: Town) -> None:
    command = RevokeRole("coordinator", SITE, town.nong.member_id)
    town.bank.run(revoke_role, command, town.chen)

    assert grants(town, "nong") == set()
    with pytest.raises(RoleNotFound):
        town.bank.run(revoke_role, command, town.chen)

    grant(town, "coordinator", SITE, to="nong")
    assert grants(town, "nong") == {("coordinator", SITE)}


def test_a_coordinator_does_not_end_a_colleagues_office(town: Town) -> None:
    grant(town, "coordinator", SITE, to="li")

    with pytest.raises(NotAllowed):
        town.bank.run(revoke_role, RevokeRole("coordinator", SITE, town.li.member_id), town.nong)


def test_a_closed_site_gets_no_coordinator(town: Town) -> None:
    town.bank.run(close_site, CloseSite(FAR_SITE, "合并"), town.chen)

    with pytest.raises(SiteClosed):
        grant(town, "coordinator", FAR_SITE)


def test_elders_are_counted_where_they_belong(town: Town) -> None:
    before = figure(town.bank, town.chen, SITE, "members.elder")

    grant(town, "elder")
    assert figure(town.bank, town.chen, SITE, "members.elder") == before + 1

    town.bank.run(revoke_role, RevokeRole("elder", "", town.li.member_id), town.nong)
    assert figure(town.bank, town.chen, SITE, "members.elder") == before


def test_the_people_of_a_place_are_those_of_that_very_place(town: Town) -> None:
    with town.bank.reading(town.chen) as reading:
        assert coordinators_of(reading, SITE) == (town.nong.member_id,)
        assert coordinators_of(reading, TOWNSHIP) == ()
        assert officers_of(reading, TOWNSHIP) == (town.pan.member_id,)
        assert officers_of(reading, BOOK) == ()


def test_an_actor_acts_only_where_the_scope_reaches() -> None:
    nong = system(BOOK).__class__(BOOK, "nong", (Grant(Role.COORDINATOR, SITE), Grant(Role.ELDER)))

    assert nong.may_act_at(SITE, [Role.COORDINATOR])
    assert not nong.may_act_at(PAIRED_SITE, [Role.COORDINATOR])
    assert not nong.may_act_at(SITE, [Role.ELDER])


def test_a_code_made_before_an_appointment_opens_no_office(town: Town) -> None:
    code = town.bank.run(create_account_by_code, CreateCode(town.li.member_id), town.nong).code
    grant(town, "coordinator", PAIRED_SITE)

    with pytest.raises(CodeRefused):
        redeem_code(town.bank, BOOK, RedeemCode(code, "三月三山歌真好听"), "desk")

    code = town.bank.run(create_account_by_code, CreateCode(town.li.member_id), town.chen).code
    assert redeem_code(town.bank, BOOK, RedeemCode(code, "三月三山歌真好听"), "desk")
