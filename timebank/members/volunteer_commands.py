"""What can be asked of volunteers and of roles. The `member_id` comes from the address, never from the body."""

from dataclasses import dataclass
from datetime import date

from timebank.actors import Role
from timebank.catalogue.kinds import KINDS
from timebank.catalogue.volunteers import SKILLS
from timebank.members.commands import TIMES, Several
from timebank.members.model import ApprovalStep, CapChoice
from timebank.schemas import Choice, CommandSchema, Day, Digits, Text


@dataclass(frozen=True, slots=True)
class ApplyAsVolunteer:
    """Let a member on the register offer help too."""

    skills: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    guardian: str = ""
    member_id: str = ""


class ApplyAsVolunteerSchema(CommandSchema):
    """How `ApplyAsVolunteer` is read."""

    command = ApplyAsVolunteer

    skills = Several(skill.code for skill in SKILLS)
    times = Several(TIMES)
    guardian = Text(36)


@dataclass(frozen=True, slots=True)
class ChooseAboveCap:
    """Choose where one's minutes above the most one may keep go: to the pool, or for honour alone."""

    choice: str


class ChooseAboveCapSchema(CommandSchema):
    """How `ChooseAboveCap` is read."""

    command = ChooseAboveCap

    choice = Choice(CapChoice, required=True)


@dataclass(frozen=True, slots=True)
class NameGuardian:
    """Name the adult who stands by a volunteer."""

    guardian: str
    member_id: str = ""


class NameGuardianSchema(CommandSchema):
    """How `NameGuardian` is read."""

    command = NameGuardian

    guardian = Text(36, required=True)


@dataclass(frozen=True, slots=True)
class EndGuardian:
    """Let nobody stand by a volunteer any more."""

    member_id: str


@dataclass(frozen=True, slots=True)
class ApproveVolunteer:
    """Take one of the two steps of approving a volunteer."""

    step: str
    member_id: str = ""


class ApproveVolunteerSchema(CommandSchema):
    """How `ApproveVolunteer` is read."""

    command = ApproveVolunteer

    step = Choice(ApprovalStep, required=True)


@dataclass(frozen=True, slots=True)
class SuspendVolunteer:
    """Let a volunteer serve nobody for now."""

    member_id: str


@dataclass(frozen=True, slots=True)
class ReinstateVolunteer:
    """Let a suspended volunteer serve again."""

    member_id: str


@dataclass(frozen=True, slots=True)
class RecordTraining:
    """Record a training passed for a kind of service; without `valid_until` it holds for good."""

    kind: str
    passed_on: date
    valid_until: date | None = None
    member_id: str = ""


class RecordTrainingSchema(CommandSchema):
    """How `RecordTraining` is read."""

    command = RecordTraining

    kind = Choice([kind.code for kind in KINDS], required=True)
    passed_on = Day(required=True)
    valid_until = Day(allow_none=True)


@dataclass(frozen=True, slots=True)
class RecordInsurance:
    """Record until when a volunteer is insured and found fit; None where there is neither."""

    insured_until: date | None = None
    fit_until: date | None = None
    member_id: str = ""


class RecordInsuranceSchema(CommandSchema):
    """How `RecordInsurance` is read."""

    command = RecordInsurance

    insured_until = Day(allow_none=True)
    fit_until = Day(allow_none=True)


@dataclass(frozen=True, slots=True)
class GrantRole:
    """Grant a member a role within a scope."""

    role: str
    scope: str = ""
    member_id: str = ""


@dataclass(frozen=True, slots=True)
class RevokeRole:
    """End a grant."""

    role: str
    scope: str = ""
    member_id: str = ""


class RoleSchema(CommandSchema):
    """A role and its scope."""

    role = Choice(Role, required=True)
    scope = Digits(14)


class GrantRoleSchema(RoleSchema):
    """How `GrantRole` is read."""

    command = GrantRole


class RevokeRoleSchema(RoleSchema):
    """How `RevokeRole` is read."""

    command = RevokeRole
