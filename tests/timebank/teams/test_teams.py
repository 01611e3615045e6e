"""Teams: who may set one up and ask whom, the volunteer's own yes, the lead, and where the hours go."""

from datetime import timedelta

import pytest

from tests import walk
from tests.timebank.services.rules import bring_rules
from tests.timebank.teams.steps import a_team, close_account_of_wang, joined, settled_for
from tests.town import BOOK, FAR_SITE, SITE, Town
from timebank.actors import Actor, Role
from timebank.book_audit import audit_book
from timebank.errors import NotAllowed
from timebank.members.queries import has_role
from timebank.messages import messages_page
from timebank.places.commands import CloseSite
from timebank.places.model import SiteClosed
from timebank.places.use_cases import close_site
from timebank.services.commands import ConfirmService, CorrectService
from timebank.services.correcting import correct_service
from timebank.services.use_cases import confirm_service
from timebank.statements import accounts_of
from timebank.teams.commands import AnswerTeam, AskToJoin, EndTeam, FoundTeam, LeaveTeam, NameLead
from timebank.teams.queries import people_page, team_view, teams_page
from timebank.teams.refusals import (
    AskedAlready,
    NotAsked,
    NotInTeam,
    OwnAnswer,
    TeamEnded,
    TeamNameTaken,
    TeamNotFound,
    TeamWantsVolunteer,
)
from timebank.teams.use_cases import answer_team, ask_to_join, end_team, found_team, leave_team, name_lead


def pool(town: Town) -> int:
    """Return what the pool of the site holds."""
    with town.bank.reading(town.nong) as reading:
        return accounts_of(reading, SITE, town.nong)[0].available


def findings(town: Town) -> tuple[object, ...]:
    """Return what an audit of the book finds."""
    with town.bank.connect() as connection:
        return audit_book(connection, town.bank.vault, BOOK).findings


def people(town: Town, team: str, actor: Actor) -> list[tuple[str, str, int]]:
    """Return who is in a team as an actor sees it."""
    with town.bank.reading(actor) as reading:
        found = people_page(reading, team, actor).items
    return [(one.name, one.state, one.settled_minutes) for one in found]


def test_a_volunteer_is_in_it_by_the_own_yes(town: Town) -> None:
    team = a_team(town)
    town.bank.run(ask_to_join, AskToJoin(town.li.member_id, team), town.nong)
    asked = people(town, team, town.nong)
    before = people(town, team, town.li)
    town.bank.run(answer_team, AnswerTeam("yes", team_id=team), town.li)

    assert (asked, before) == ([("李桂兰", "asked", 0)], [])
    assert people(town, team, town.li) == [("李桂兰", "joined", 0)]


def test_a_no_is_an_answer_and_asking_again_is_possible(town: Town) -> None:
    team = a_team(town)
    town.bank.run(ask_to_join, AskToJoin(town.li.member_id, team), town.nong)
    town.bank.run(answer_team, AnswerTeam("no", team_id=team), town.li)

    assert people(town, team, town.nong) == []
    with pytest.raises(TeamNotFound):
        town.bank.run(answer_team, AnswerTeam("yes", team_id=team), town.li)
    assert town.bank.run(ask_to_join, AskToJoin(town.li.member_id, team), town.nong).state == "asked"


def test_the_site_records_a_yes_on_paper_and_nobody_else_does(town: Town) -> None:
    team = joined(town)
    town.bank.run(ask_to_join, AskToJoin(town.zhao.member_id, team), town.nong)
    with pytest.raises(OwnAnswer):
        town.bank.run(answer_team, AnswerTeam("yes", town.zhao.member_id, team), town.li)
    with pytest.raises(NotAsked):
        town.bank.run(answer_team, AnswerTeam("yes", town.li.member_id, team), town.nong)

    assert (
        town.bank.run(answer_team, AnswerTeam("yes", town.zhao.member_id, team), town.nong).state == "joined"
    )


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("li", NotAllowed), ("wang", NotAllowed), ("far", NotAllowed), ("huang", NotAllowed)],
)
def test_a_team_is_set_up_by_who_keeps_the_site(town: Town, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        town.bank.run(found_team, FoundTeam(SITE, "party", "党员先锋队"), getattr(town, who))


def test_two_running_teams_of_a_site_have_two_names(town: Town) -> None:
    team = a_team(town)
    with pytest.raises(TeamNameTaken):
        a_team(town)
    town.bank.run(end_team, EndTeam(team), town.nong)

    assert a_team(town)


def test_a_stranger_finds_no_team_and_asks_nobody(town: Town) -> None:
    team = a_team(town)
    for stranger in (town.zhao, town.wang, town.far):
        with pytest.raises(TeamNotFound):
            town.bank.run(ask_to_join, AskToJoin(town.zhao.member_id, team), stranger)
    with town.bank.reading(town.zhao) as reading:
        assert teams_page(reading, town.zhao).items == ()


def test_only_an_approved_volunteer_is_asked_and_only_once(town: Town) -> None:
    team = joined(town)
    for nobody in (town.wang.member_id, "no such member of this book at all", "99", "李四"):
        with pytest.raises(TeamWantsVolunteer):
            town.bank.run(ask_to_join, AskToJoin(nobody, team), town.nong)
    with pytest.raises(AskedAlready):
        town.bank.run(ask_to_join, AskToJoin(town.li.member_id, team), town.nong)


def test_the_lead_asks_people_and_the_role_ends_with_leaving(town: Town) -> None:
    team = joined(town)
    with pytest.raises(NotAllowed):
        town.bank.run(ask_to_join, AskToJoin(town.zhao.member_id, team), town.li)
    town.bank.run(name_lead, NameLead(town.li.member_id, team), town.nong)
    asked = town.bank.run(ask_to_join, AskToJoin(town.zhao.member_id, team), town.li)
    with town.bank.reading(town.nong) as reading:
        was_lead = has_role(reading, town.li.member_id, Role.TEAM_LEAD)
    town.bank.run(leave_team, LeaveTeam(team_id=team), town.li)

    with town.bank.reading(town.nong) as reading:
        is_lead = has_role(reading, town.li.member_id, Role.TEAM_LEAD)
        lead = team_view(reading, team, town.nong).line.lead_id
    assert (asked.state, was_lead, is_lead, lead) == ("asked", True, False, "")


def test_a_lead_is_one_of_the_team(town: Town) -> None:
    with pytest.raises(NotInTeam):
        town.bank.run(name_lead, NameLead(town.zhao.member_id, joined(town)), town.nong)


def test_an_ended_team_takes_nobody_in(town: Town) -> None:
    team = joined(town)
    town.bank.run(end_team, EndTeam(team), town.nong)
    with pytest.raises(TeamEnded):
        town.bank.run(ask_to_join, AskToJoin(town.zhao.member_id, team), town.nong)

    assert people(town, team, town.nong) == []


@pytest.mark.parametrize(("donate_only", "kept", "given"), [(0, 60, 0), (1, 0, 60)])
def test_hours_for_a_team_go_to_the_pool_where_the_region_says_so(
    town: Town, donate_only: int, kept: int, given: int
) -> None:
    bring_rules(town, {"team.donate_only": donate_only})
    team = joined(town)
    settled_for(town, team)

    assert (town.available(town.li), pool(town)) == (kept, given)
    assert people(town, team, town.nong) == [("李桂兰", "joined", 60)]
    with town.bank.reading(town.li) as reading:
        assert team_view(reading, team, town.li).settled_minutes == 60
        kinds = [line.kind for line in messages_page(reading, town.li).items]
    assert ("team_hours_given" in kinds) == bool(given)
    assert findings(town) == ()


def test_a_correction_fetches_a_teams_hours_back_and_sends_new_ones_on(town: Town) -> None:
    bring_rules(town, {"team.donate_only": 1})
    team = joined(town)
    less = settled_for(town, team)
    town.clock.advance(days=1)
    town.bank.run(correct_service, CorrectService(less, 40, "多记了"), town.chen)

    assert (town.available(town.li), pool(town)) == (0, 40)
    assert people(town, team, town.nong) == [("李桂兰", "joined", 40)]
    assert findings(town) == ()


def test_a_pool_that_paid_gets_a_teams_hours_and_the_books_agree(town: Town) -> None:
    bring_rules(town, {"team.donate_only": 1})
    team = joined(town)
    settled_for(town, team)
    service = walk.logged(town, hours_ago=1.5, minutes=30, team=team, elder=town.meng.member_id)
    town.bank.run(confirm_service, ConfirmService(service.id, "call_back"), town.nong)
    for reviewer in (town.qin, town.pan):
        walk.verify(town, service.id, reviewer)
    walk.pass_notice(town)

    assert (town.available(town.li), pool(town)) == (0, 60)
    assert findings(town) == ()


def test_hours_count_for_a_team_from_the_day_of_joining(town: Town) -> None:
    team = joined(town)
    with pytest.raises(NotInTeam):
        walk.logged(town, team=team, hours_ago=24)
    with pytest.raises(NotInTeam):
        walk.logged(town, team="12345")
    town.clock.moment += timedelta(days=2)
    town.bank.run(leave_team, LeaveTeam(team_id=team), town.li)
    town.clock.moment += timedelta(days=1)

    assert walk.logged(town, team=team, hours_ago=24).state == "checked_out"
    with pytest.raises(NotInTeam):
        walk.logged(town, team=team, hours_ago=3)


def test_another_sites_office_sees_none_of_it(town: Town) -> None:
    joined(town)
    with town.bank.reading(town.far) as reading:
        assert teams_page(reading, town.far, site=FAR_SITE).items == ()
        assert teams_page(reading, town.far, site=SITE).items == ()


def test_a_lead_learns_whom_a_number_belongs_to_by_the_yes_alone(town: Town) -> None:
    team = joined(town)
    town.bank.run(name_lead, NameLead(town.li.member_id, team), town.nong)
    town.bank.run(ask_to_join, AskToJoin(town.zhao.member_id, team), town.li)
    asked, at_the_desk = people(town, team, town.li)[1], people(town, team, town.nong)[1]
    town.bank.run(answer_team, AnswerTeam("yes", team_id=team), town.zhao)

    full = at_the_desk[0]
    assert "*" in asked[0]
    assert "*" not in full
    assert people(town, team, town.li)[1] == (full, "joined", 0)


def test_nothing_new_begins_for_a_team_of_a_closed_site(town: Town) -> None:
    joined(town)
    far_team = town.bank.run(found_team, FoundTeam(FAR_SITE, "mutual_aid", "远村服务队"), town.far).id
    town.bank.run(ask_to_join, AskToJoin(town.li.member_id, far_team), town.far)
    town.bank.run(answer_team, AnswerTeam("yes", team_id=far_team), town.li)
    town.bank.run(close_site, CloseSite(FAR_SITE, "并入邻村"), town.chen)

    with pytest.raises(SiteClosed):
        walk.logged(town, team=far_team)
    with pytest.raises(SiteClosed):
        town.bank.run(ask_to_join, AskToJoin(town.zhao.member_id, far_team), town.far)


def test_hours_given_to_the_pool_that_inherits_from_the_elder_are_no_repayment(town: Town) -> None:
    bring_rules(town, {"team.donate_only": 1})
    service = settled_for(town, joined(town))
    close_account_of_wang(town)
    before = findings(town)
    town.bank.run(correct_service, CorrectService(service, 40, "多记了"), town.chen)

    assert (before, findings(town)) == ((), ())
    assert (town.available(town.li), pool(town)) == (0, 60), "what came back to Wang is the pool's"
