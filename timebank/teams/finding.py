"""Finding teams: their own people see them, and the office of their site.

What a team tells of its people is for those who joined and for the office; who was only asked sees the team itself,
and is told of to the others by a masked name.
"""

from datetime import date

from sqlalchemy import or_, select

from timebank.actors import SYSTEM, Actor, Role
from timebank.places.queries import open_site
from timebank.teams.model import CURRENT, Membership, Team, TeamMember
from timebank.teams.refusals import NotInTeam, TeamNotFound
from timebank.work import Reading

KEEPERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
OFFICE = (*KEEPERS, Role.AUDITOR)
LONGEST_NUMBER = 19
"""Ids are longer than any number."""


def find_team(reading: Reading, team_id: str, actor: Actor) -> Team:
    """Return a team this actor may see, by its id or number.

    Raises:
        TeamNotFound: there is none, or not for this actor.
    """
    team = team_row(reading, team_id) if actor.is_known else None
    if team is None:
        raise TeamNotFound
    if not is_office(team, actor) and standing_of(reading, team, actor.member_id) is None:
        raise TeamNotFound
    return team


def team_row(reading: Reading, team_id: str) -> Team | None:
    """Return a team whoever asks, by its id or number."""
    if len(team_id) > LONGEST_NUMBER:
        return reading.row(Team, team_id)
    return reading.session.scalar(select(Team).where(Team.book == reading.book, Team.number == team_id))


def standing_of(reading: Reading, team: Team, member_id: str) -> TeamMember | None:
    """Return the row of somebody who was asked or is in a team, or None."""
    return reading.session.scalar(
        select(TeamMember).where(
            TeamMember.book == reading.book,
            TeamMember.team_id == team.id,
            TeamMember.member_id == member_id,
            TeamMember.state.in_(CURRENT),
        )
    )


def keeps(team: Team, actor: Actor) -> bool:
    """Tell whether the actor answers for the team's site."""
    return actor.member_id == SYSTEM or actor.may_act_at(team.site, KEEPERS)


def is_office(team: Team, actor: Actor) -> bool:
    """Tell whether the actor reads all that is kept of the team."""
    return actor.member_id == SYSTEM or actor.may_act_at(team.site, OFFICE)


def may_see_people(reading: Reading, team: Team, actor: Actor) -> bool:
    """Tell whether the actor sees who is in a team."""
    if is_office(team, actor):
        return True
    standing = standing_of(reading, team, actor.member_id)
    return standing is not None and standing.state == Membership.JOINED


def team_served_for(reading: Reading, named: str, volunteer_id: str, day: date) -> Team | None:
    """Return the team for which a volunteer gave hours on a day, None where none is named.

    Raises:
        NotInTeam: there is no such team, or the volunteer was not in it that day.
        SiteClosed: its site was closed, whose pool nobody is served from any more.
    """
    if not named:
        return None
    team = team_row(reading, named)
    if team is None:
        raise NotInTeam(field="team")
    was_in = (
        select(TeamMember.id)
        .where(
            TeamMember.book == reading.book,
            TeamMember.team_id == team.id,
            TeamMember.member_id == volunteer_id,
            TeamMember.joined_on <= day,
            or_(TeamMember.left_on.is_(None), TeamMember.left_on >= day),
        )
        .limit(1)
    )
    if reading.session.scalar(was_in) is None:
        raise NotInTeam(field="team")
    open_site(reading, team.site, field="team")
    return team


def team_name(reading: Reading, team_id: str | None) -> str:
    """Return the name of a team, "" for none."""
    team = reading.row(Team, team_id) if team_id else None
    return "" if team is None else team.name


def is_donate_only(reading: Reading, team: Team) -> bool:
    """Tell whether the region gives what is done for a team to the pool of its site."""
    return reading.policy.number("team.donate_only", team.site) > 0
