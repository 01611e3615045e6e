"""Teams of a site: who is in them, and the hours given for them."""

from dataclasses import dataclass, replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.schemas import Digits
from timebank.teams.commands import (
    AnswerTeam,
    AnswerTeamSchema,
    AskToJoin,
    AskToJoinSchema,
    EndTeam,
    FoundTeam,
    FoundTeamSchema,
    LeaveTeam,
    LeaveTeamSchema,
    NameLead,
    NameLeadSchema,
)
from timebank.teams.queries import TeamLine, TeamPerson, TeamView, people_page, team_view, teams_page
from timebank.teams.use_cases import (
    TeamStanding,
    answer_team,
    ask_to_join,
    end_team,
    found_team,
    leave_team,
    name_lead,
)

blueprint = Blueprint("teams", "Teams of a site and who is in them")


@dataclass(frozen=True, slots=True)
class TeamsQuery(PageQuery):
    """Which teams are wanted; `site` may be a region too."""

    site: str = ""


class TeamsQuerySchema(PageQuerySchema):
    """How `TeamsQuery` is read."""

    command = TeamsQuery
    site = Digits(14)


@blueprint.get("/teams")
@blueprint.arguments(TeamsQuerySchema, location="query")
@blueprint.response(200, Page[TeamLine])
def list_teams(query: TeamsQuery) -> Page[TeamLine]:
    """List the teams one is in or was asked to, and those of one's places, newest first"""
    with bank().reading(current_actor()) as reading:
        return teams_page(reading, current_actor(), site=query.site, after=query.after, limit=query.limit)


@blueprint.post("/teams")
@blueprint.arguments(FoundTeamSchema)
@blueprint.response(201, TeamStanding)
def found(command: FoundTeam) -> TeamStanding:
    """Set up a team"""
    return bank().run(found_team, command, current_actor(), request_key())


@blueprint.get("/teams/<team_id>")
@blueprint.response(200, TeamView)
def show_team(team_id: str) -> TeamView:
    """Show a team and the minutes settled for it, found by its id or number"""
    with bank().reading(current_actor()) as reading:
        return team_view(reading, team_id, current_actor())


@blueprint.get("/teams/<team_id>/people")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[TeamPerson])
def list_people(query: PageQuery, team_id: str) -> Page[TeamPerson]:
    """List who is in a team or was asked, with the minutes settled for it"""
    with bank().reading(current_actor()) as reading:
        return people_page(reading, team_id, current_actor(), after=query.after, limit=query.limit)


@blueprint.post("/teams/<team_id>/people")
@blueprint.arguments(AskToJoinSchema)
@blueprint.response(201, TeamStanding)
def ask(command: AskToJoin, team_id: str) -> TeamStanding:
    """Ask a volunteer to join, as the lead or the site"""
    return bank().run(ask_to_join, replace(command, team_id=team_id), current_actor(), request_key())


@blueprint.post("/teams/<team_id>/answer")
@blueprint.arguments(AnswerTeamSchema)
@blueprint.response(201, TeamStanding)
def answer(command: AnswerTeam, team_id: str) -> TeamStanding:
    """Say yes or no to joining; the site may write down a member's word on paper"""
    return bank().run(answer_team, replace(command, team_id=team_id), current_actor(), request_key())


@blueprint.post("/teams/<team_id>/leaving")
@blueprint.arguments(LeaveTeamSchema)
@blueprint.response(201, TeamStanding)
def leave(command: LeaveTeam, team_id: str) -> TeamStanding:
    """Leave a team, or let somebody be in it no more"""
    return bank().run(leave_team, replace(command, team_id=team_id), current_actor(), request_key())


@blueprint.post("/teams/<team_id>/lead")
@blueprint.arguments(NameLeadSchema)
@blueprint.response(201, TeamStanding)
def lead(command: NameLead, team_id: str) -> TeamStanding:
    """Name one of a team's people its lead"""
    return bank().run(name_lead, replace(command, team_id=team_id), current_actor(), request_key())


@blueprint.post("/teams/<team_id>/ending")
@blueprint.response(201, TeamStanding)
def end(team_id: str) -> TeamStanding:
    """End a team"""
    return bank().run(end_team, EndTeam(team_id), current_actor(), request_key())
