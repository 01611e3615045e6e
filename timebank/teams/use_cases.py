"""Setting teams up, and who is in them: asked by the lead or the site, in it by the volunteer's own yes."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from timebank.actors import Actor, Role
from timebank.errors import NotAllowed
from timebank.ids import is_checked_number
from timebank.members.grants import begin_role, end_role, role_in_force
from timebank.members.model import Member, VolunteerState
from timebank.members.queries import find_any_member, find_volunteer
from timebank.places.queries import open_site
from timebank.schemas import plain_digits
from timebank.teams.commands import (
    AnswerTeam,
    AskToJoin,
    EndTeam,
    FoundTeam,
    JoiningAnswer,
    LeaveTeam,
    NameLead,
)
from timebank.teams.finding import KEEPERS, LONGEST_NUMBER, find_team, keeps, standing_of
from timebank.teams.model import CURRENT, Membership, Team, TeamMember
from timebank.teams.refusals import (
    AskedAlready,
    NotAsked,
    NotInTeam,
    OwnAnswer,
    TeamNameTaken,
    TeamWantsVolunteer,
)
from timebank.work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """A team after an act, and where the member concerned stands with it, "" where it concerned nobody."""

    id: str
    number: str
    member_id: str
    state: str


def found_team(uow: UnitOfWork, command: FoundTeam, actor: Actor) -> TeamStanding:
    """Set up a team; its people are asked, and one of them is named the lead."""
    site = open_site(uow, command.site)
    if not actor.may_act_at(site.id, KEEPERS):
        raise NotAllowed
    named_so = select(Team.id).where(
        Team.book == uow.book, Team.site == site.id, Team.name == command.name, Team.ended_on.is_(None)
    )
    if uow.session.scalar(named_so) is not None:
        raise TeamNameTaken(field="name")
    team = Team(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("team"),
        site=site.id,
        kind=command.kind,
        name=command.name,
        lead_id="",
        founded_on=uow.business_clock.today(),
        founded_by=actor.member_id,
    )
    uow.session.add(team)
    return TeamStanding(team.id, team.number, "", "")


def ask_to_join(uow: UnitOfWork, command: AskToJoin, actor: Actor) -> TeamStanding:
    """Ask an approved volunteer to join; the lead and the site may."""
    team = find_team(uow, command.team_id, actor)
    if not (keeps(team, actor) or _leads(team, actor)):
        raise NotAllowed
    team.check_running()
    open_site(uow, team.site, field="member")
    volunteer = _find_volunteer(uow, command.member)
    if standing_of(uow, team, volunteer.id):
        raise AskedAlready(field="member")
    uow.session.add(
        TeamMember(
            book=uow.book,
            id=uow.new_id(),
            team_id=team.id,
            member_id=volunteer.id,
            state=Membership.ASKED,
            asked_by=actor.member_id,
            asked_on=uow.business_clock.today(),
            answered_by="",
        )
    )
    uow.outbox.tell(volunteer.id, "team_asked", team=team.name)
    return TeamStanding(team.id, team.number, volunteer.id, Membership.ASKED)


def answer_team(uow: UnitOfWork, command: AnswerTeam, actor: Actor) -> TeamStanding:
    """Join or not: by the volunteer's own word, or as the site has it on paper."""
    team = find_team(uow, command.team_id, actor)
    member_id = command.member or actor.member_id
    if member_id != actor.member_id and not keeps(team, actor):
        raise OwnAnswer
    team.check_running()
    standing = standing_of(uow, team, member_id)
    if standing is None:
        raise NotAsked
    is_yes = command.answer == JoiningAnswer.YES
    standing.answer(is_yes=is_yes, by=actor.member_id, today=uow.business_clock.today())
    if is_yes and team.lead_id:
        uow.outbox.tell(team.lead_id, "team_joined", team=team.name, elder=member_id)
    return TeamStanding(team.id, team.number, member_id, standing.state)


def leave_team(uow: UnitOfWork, command: LeaveTeam, actor: Actor) -> TeamStanding:
    """Let somebody be in a team no more: by the own wish, or as the lead or the site says."""
    team = find_team(uow, command.team_id, actor)
    member_id = command.member or actor.member_id
    if member_id != actor.member_id and not (keeps(team, actor) or _leads(team, actor)):
        raise NotAllowed
    standing = standing_of(uow, team, member_id)
    if standing is None:
        raise NotInTeam(field="member")
    _leave(uow, team, standing)
    if member_id != actor.member_id:
        uow.outbox.tell(member_id, "team_left", team=team.name)
    return TeamStanding(team.id, team.number, member_id, standing.state)


def name_lead(uow: UnitOfWork, command: NameLead, actor: Actor) -> TeamStanding:
    """Name one of a team's people its lead, in place of whoever led it."""
    team = find_team(uow, command.team_id, actor)
    if not keeps(team, actor):
        raise NotAllowed
    team.check_running()
    standing = standing_of(uow, team, command.member)
    if standing is None or standing.state != Membership.JOINED:
        raise NotInTeam(field="member")
    _end_lead(uow, team)
    team.lead_id = command.member
    begin_role(uow, find_any_member(uow, command.member), Role.TEAM_LEAD, team.site)
    uow.outbox.tell(command.member, "team_lead_named", team=team.name)
    return TeamStanding(team.id, team.number, command.member, standing.state)


def end_team(uow: UnitOfWork, command: EndTeam, actor: Actor) -> TeamStanding:
    """End a team with everybody's time in it; what was given for it stays on its page."""
    team = find_team(uow, command.team_id, actor)
    if not keeps(team, actor):
        raise NotAllowed
    team.check_running()
    _end_lead(uow, team)
    for standing in uow.session.scalars(_current(uow).where(TeamMember.team_id == team.id)).all():
        standing.leave(uow.business_clock.today())
        uow.outbox.tell(standing.member_id, "team_left", team=team.name)
    team.ended_on = uow.business_clock.today()
    return TeamStanding(team.id, team.number, "", "")


def leave_all_teams(uow: UnitOfWork, member_id: str) -> None:
    """End a member's time in every team, when the member leaves the register."""
    for standing in uow.session.scalars(_current(uow).where(TeamMember.member_id == member_id)).all():
        _leave(uow, uow.session.get_one(Team, (uow.book, standing.team_id)), standing)


def _leave(uow: UnitOfWork, team: Team, standing: TeamMember) -> None:
    standing.leave(uow.business_clock.today())
    if team.lead_id == standing.member_id:
        _end_lead(uow, team)


def _end_lead(uow: UnitOfWork, team: Team) -> None:
    """Let nobody lead a team; the role of whoever did ends with the last team of the site that is led so."""
    led_by, team.lead_id = team.lead_id, ""
    uow.session.flush()
    others = select(Team.id).where(Team.book == uow.book, Team.site == team.site, Team.lead_id == led_by)
    if not led_by or uow.session.scalar(others.limit(1)) is not None:
        return
    if grant := role_in_force(uow, led_by, Role.TEAM_LEAD, team.site):
        end_role(uow, find_any_member(uow, led_by), grant)


def _leads(team: Team, actor: Actor) -> bool:
    return bool(team.lead_id) and team.lead_id == actor.member_id


def _find_volunteer(reading: Reading, named: str) -> Member:
    """Return an approved volunteer by id or member number."""
    if len(named) > LONGEST_NUMBER:
        member = reading.row(Member, named)
    else:
        number = plain_digits(named)
        by_number = select(Member).where(Member.book == reading.book, Member.number == number)
        member = reading.session.scalar(by_number) if is_checked_number(number) else None
    volunteer = None if member is None else find_volunteer(reading, member.id)
    if (
        member is None
        or not member.is_active
        or volunteer is None
        or volunteer.state != VolunteerState.APPROVED
    ):
        raise TeamWantsVolunteer(field="member")
    return member


def _current(uow: UnitOfWork) -> Select[TeamMember]:
    return select(TeamMember).where(TeamMember.book == uow.book, TeamMember.state.in_(CURRENT))
