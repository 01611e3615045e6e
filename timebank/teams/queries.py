"""What a team's page shows: its people, and the hours that were given for it.

Hours are summed from the services themselves, along an index of the team's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from timebank.actors import Actor
from timebank.members.model import Member
from timebank.members.queries import masked, names_of
from timebank.paging import PAGE, Page, page_of
from timebank.places.queries import site_names
from timebank.scopes import within_any
from timebank.services.model import Service, ServiceState
from timebank.teams.finding import OFFICE, find_team, is_donate_only, is_office, may_see_people
from timebank.teams.model import CURRENT, Membership, Team, TeamMember
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in a list; `my_state` is where the reader stands with it, "" outside."""

    id: str
    number: str
    site: str
    site_name: str
    kind: str
    name: str
    lead_id: str
    lead_name: str
    people: int
    founded_on: date
    ended_on: date | None
    my_state: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team with the minutes settled for it; `is_donate_only` where they go to the site's pool."""

    line: TeamLine
    settled_minutes: int
    services: int
    is_donate_only: bool
    may_see_people: bool


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """Somebody who was asked or is in a team, with the minutes settled for it.

    `name` is masked to others than the office before the own yes.
    """

    member_id: str
    number: str
    name: str
    state: str
    joined_on: date | None
    settled_minutes: int


def teams_page(
    reading: Reading, actor: Actor, *, site: str = "", after: str = "", limit: int = PAGE
) -> Page[TeamLine]:
    """Return the teams the actor may see, newest first; `site` may be a region."""
    mine = select(TeamMember.team_id).where(
        TeamMember.book == reading.book,
        TeamMember.member_id == actor.member_id,
        TeamMember.state.in_(CURRENT),
    )
    wanted = [
        Team.book == reading.book,
        or_(Team.id.in_(mine), within_any(Team.site, actor.scopes(*OFFICE))),
    ]
    if site:
        wanted.append(within_any(Team.site, (site,)))
    if after:
        wanted.append(Team.id < after)
    rows = reading.session.scalars(
        select(Team).where(*wanted).order_by(Team.id.desc()).limit(limit + 1)
    ).all()
    return page_of(_lines(reading, actor, rows), limit, [row.id for row in rows])


def team_view(reading: Reading, team_id: str, actor: Actor) -> TeamView:
    """Return a team by its id or number; raises as `find_team` does."""
    team = find_team(reading, team_id, actor)
    minutes, services = reading.session.execute(
        select(func.coalesce(func.sum(Service.credited_minutes), 0), func.count()).where(
            Service.book == reading.book,
            Service.team_id == team.id,
            Service.state == ServiceState.SETTLED,
        )
    ).one()
    return TeamView(
        line=_lines(reading, actor, [team])[0],
        settled_minutes=int(minutes),
        services=int(services),
        is_donate_only=is_donate_only(reading, team),
        may_see_people=may_see_people(reading, team, actor),
    )


def people_page(
    reading: Reading, team_id: str, actor: Actor, *, after: str = "", limit: int = PAGE
) -> Page[TeamPerson]:
    """Return who was asked or is in a team, in the order of being asked; nobody to who was only asked."""
    team = find_team(reading, team_id, actor)
    if not may_see_people(reading, team, actor):
        return Page(())
    rows = reading.session.scalars(
        select(TeamMember)
        .where(
            TeamMember.book == reading.book,
            TeamMember.team_id == team.id,
            TeamMember.state.in_(CURRENT),
            TeamMember.id > after,
        )
        .order_by(TeamMember.id)
        .limit(limit + 1)
    ).all()
    ids, is_told_all = [row.member_id for row in rows], is_office(team, actor)
    names, numbers, minutes = names_of(reading, ids), _numbers(reading, ids), _minutes_of(reading, team, ids)
    people = [
        TeamPerson(
            member_id=row.member_id,
            number=numbers[row.member_id],
            name=_name_told(row, names[row.member_id], is_told_all=is_told_all),
            state=row.state,
            joined_on=row.joined_on,
            settled_minutes=minutes.get(row.member_id, 0),
        )
        for row in rows
    ]
    return page_of(people, limit, [row.id for row in rows])


def running_teams(reading: Reading, actor: Actor, limit: int) -> tuple[TeamLine, ...]:
    """Return up to so many teams that still run, of the places an office answers for, by name."""
    rows = reading.session.scalars(
        select(Team)
        .where(
            Team.book == reading.book,
            Team.ended_on.is_(None),
            within_any(Team.site, actor.scopes(*OFFICE)),
        )
        .order_by(Team.name, Team.id)
        .limit(limit)
    ).all()
    return _lines(reading, actor, rows)


def _name_told(row: TeamMember, name: str, *, is_told_all: bool) -> str:
    """Return a name in full only where it is due: a lead may ask any number, and must not learn whose it is by that."""
    return name if is_told_all or row.state == Membership.JOINED else masked(name)


def _numbers(reading: Reading, member_ids: Sequence[str]) -> dict[str, str]:
    rows = reading.session.execute(
        select(Member.id, Member.number).where(Member.book == reading.book, Member.id.in_(member_ids))
    )
    return dict(rows.all())


def _minutes_of(reading: Reading, team: Team, member_ids: Sequence[str]) -> dict[str, int]:
    rows = reading.session.execute(
        select(Service.volunteer_id, func.sum(Service.credited_minutes))
        .where(
            Service.book == reading.book,
            Service.team_id == team.id,
            Service.volunteer_id.in_(member_ids),
            Service.state == ServiceState.SETTLED,
        )
        .group_by(Service.volunteer_id)
    )
    return {member_id: int(minutes) for member_id, minutes in rows}


def _lines(reading: Reading, actor: Actor, rows: Sequence[Team]) -> tuple[TeamLine, ...]:
    sites = site_names(reading, {row.site for row in rows})
    names = names_of(reading, {row.lead_id for row in rows if row.lead_id})
    of_these = (TeamMember.book == reading.book) & TeamMember.team_id.in_([row.id for row in rows])
    has_joined, is_mine = TeamMember.state == Membership.JOINED, TeamMember.member_id == actor.member_id
    counts = select(TeamMember.team_id, func.count()).where(of_these, has_joined).group_by(TeamMember.team_id)
    own = select(TeamMember.team_id, TeamMember.state).where(of_these, is_mine, TeamMember.state.in_(CURRENT))
    joined, mine = dict(reading.session.execute(counts).all()), dict(reading.session.execute(own).all())
    return tuple(
        TeamLine(
            id=row.id,
            number=row.number,
            site=row.site,
            site_name=sites.get(row.site, ""),
            kind=row.kind,
            name=row.name,
            lead_id=row.lead_id,
            lead_name=names.get(row.lead_id, ""),
            people=joined.get(row.id, 0),
            founded_on=row.founded_on,
            ended_on=row.ended_on,
            my_state=mine.get(row.id, ""),
        )
        for row in rows
    )
