"""What can be asked of teams. The `team_id` comes from the address, never from the body."""

from dataclasses import dataclass
from enum import StrEnum

from timebank.schemas import Choice, CommandSchema, Digits, Text
from timebank.teams.model import TeamKind


class JoiningAnswer(StrEnum):
    """What may be answered to being asked."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class FoundTeam:
    """Set up a team of a site."""

    site: str
    kind: str
    name: str


class FoundTeamSchema(CommandSchema):
    """How `FoundTeam` is read."""

    command = FoundTeam

    site = Digits(14, required=True)
    kind = Choice(TeamKind, required=True)
    name = Text(60, required=True)


@dataclass(frozen=True, slots=True)
class AskToJoin:
    """Ask a volunteer, named by id or member number, to join a team."""

    member: str
    team_id: str = ""


class AskToJoinSchema(CommandSchema):
    """How `AskToJoin` is read."""

    command = AskToJoin

    member = Text(36, required=True)


@dataclass(frozen=True, slots=True)
class AnswerTeam:
    """Say yes or no to joining; the site names the `member` whose answer it has on paper."""

    answer: str
    member: str = ""
    team_id: str = ""


class AnswerTeamSchema(CommandSchema):
    """How `AnswerTeam` is read."""

    command = AnswerTeam

    answer = Choice(JoiningAnswer, required=True)
    member = Text(36)


@dataclass(frozen=True, slots=True)
class LeaveTeam:
    """Leave a team; the lead and the site name the `member` who is in it no more."""

    member: str = ""
    team_id: str = ""


class LeaveTeamSchema(CommandSchema):
    """How `LeaveTeam` is read."""

    command = LeaveTeam

    member = Text(36)


@dataclass(frozen=True, slots=True)
class NameLead:
    """Name one of a team's people its lead."""

    member: str
    team_id: str = ""


class NameLeadSchema(CommandSchema):
    """How `NameLead` is read."""

    command = NameLead

    member = Text(36, required=True)


@dataclass(frozen=True, slots=True)
class EndTeam:
    """End a team."""

    team_id: str
