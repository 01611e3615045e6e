"""Volunteers: who may offer help, the two steps of approval, trainings, insurance, and standing aside."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, insert, select

from timebank.actors import Actor, Role
from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Refused
from timebank.members.duplicates import refuse_known_papers
from timebank.members.finding import find_kept_member, find_member, find_own_or_kept_member
from timebank.members.grants import begin_role, end_role, role_in_force
from timebank.members.model import (
    ApprovalStep,
    Member,
    Training,
    Volunteer,
    VolunteerApproval,
    VolunteerState,
    VolunteerTime,
)
from timebank.members.volunteer_commands import (
    ApplyAsVolunteer,
    ApproveVolunteer,
    RecordInsurance,
    RecordTraining,
    ReinstateVolunteer,
    SuspendVolunteer,
)
from timebank.work import Reading, UnitOfWork

SUPERVISORS = (Role.TOWNSHIP, Role.COUNTY)
APPROVERS = {ApprovalStep.SITE: (Role.COORDINATOR,), ApprovalStep.TOWNSHIP: SUPERVISORS}
MINORS_APPROVERS = {**APPROVERS, ApprovalStep.TOWNSHIP: (Role.COUNTY,)}

# Made once: building a statement costs five times what running it does.
_CAN_COME = insert(VolunteerTime)
_APPROVE = insert(VolunteerApproval)
_APPROVALS = select(VolunteerApproval).where(
    VolunteerApproval.book == bindparam("book"), VolunteerApproval.member_id == bindparam("member")
)
_TRAINED = (
    select(Training.kind)
    .where(
        Training.book == bindparam("book"),
        Training.member_id == bindparam("member"),
        Training.kind == bindparam("kind"),
        Training.passed_on <= bindparam("day"),
        Training.valid_until.is_(None) | (Training.valid_until >= bindparam("day")),
    )
    .limit(1)
)


class TooYoung(Refused):
    """Below the age of the policy, and no guardian is named."""

    code = "volunteer_too_young"
    message = N_("未满 %(years)s 周岁，要有监护人陪同，请由监护人带着到互助点登记。")


class GuardianRefused(InvalidInput):
    """The guardian is the child, or a minor too."""

    code = "guardian_refused"
    message = N_("监护人应是另一位成年人，请核对。")


class AlreadyVolunteer(Conflict):
    """The member applied before."""

    code = "already_volunteer"
    message = N_("已经是志愿者或已经申请，不用再办。")


class VolunteerNotFound(NotFound):
    """The member did not apply as a volunteer."""

    code = "volunteer_not_found"
    message = N_("这个人没有登记为志愿者。请先登记，再办这一项。")


class NotSuspended(Conflict):
    """Only who stands aside can be let back."""

    code = "volunteer_not_suspended"
    message = N_("这位志愿者现在没有暂停，不用恢复。")


class NotApproved(Conflict):
    """Only who serves can be asked to stand aside."""

    code = "volunteer_not_approved"
    message = N_("这位志愿者现在不是已通过的状态，不能暂停。")


class TrainingNotYet(InvalidInput):
    """A training is recorded when it is passed, and ends after it began."""

    code = "training_day_refused"
    message = N_("培训通过的日期不能在今天以后，有效期也不能早于通过日期。")


class TrainingRecorded(Conflict):
    """The same training of the same day stands there."""

    code = "training_already_recorded"
    message = N_("这次培训已经记过了。")


@dataclass(frozen=True, slots=True)
class VolunteerStanding:
    """Where a volunteer stands after an act."""

    member_id: str
    state: str


def begin_volunteer(
    uow: UnitOfWork, member: Member, skills: tuple[str, ...], times: tuple[str, ...], guardian: str = ""
) -> Volunteer:
    """Let a member apply: the age is that of the policy, younger only with a guardian."""
    if (least := lacks_years(uow, member)) and not guardian:
        raise TooYoung(field="birth_date", years=least)
    volunteer = Volunteer(
        book=uow.book,
        member_id=member.id,
        state=VolunteerState.APPLIED,
        applied_on=uow.business_clock.today(),
        guardian_id=check_guardian(uow, member, guardian) if guardian else None,
        skills=skills,
    )
    uow.session.add(volunteer)
    uow.session.flush()  # the times refer to it
    for code in times:
        weekday, _, part = code.partition("-")
        time = {"weekday": int(weekday), "part": part}
        uow.connection.execute(_CAN_COME, {"book": uow.book, "member_id": member.id, **time})
    return volunteer


def apply_as_volunteer(uow: UnitOfWork, command: ApplyAsVolunteer, actor: Actor) -> VolunteerStanding:
    """Let a member on the register offer help too: the member, or a keeper in the member's name."""
    member = find_own_or_kept_member(uow, command.member_id, actor)
    if find_volunteer(uow, member.id):
        raise AlreadyVolunteer

    volunteer = begin_volunteer(uow, member, command.skills, command.times, command.guardian)
    return VolunteerStanding(member.id, volunteer.state)


def approve_volunteer(uow: UnitOfWork, command: ApproveVolunteer, actor: Actor) -> VolunteerStanding:
    """Take a step: the site's coordinator first, then township or county; for a minor the county."""
    step = ApprovalStep(command.step)
    member = find_member(uow, command.member_id, actor)
    volunteer = _volunteer(uow, member)
    approvers = MINORS_APPROVERS if lacks_years(uow, member) else APPROVERS
    if not actor.may_act_at(member.site, approvers[step]):
        raise NotAllowed
    refuse_known_papers(uow, actor, member)

    earlier = approvals_of(uow, member.id)
    volunteer.approve(step, actor.member_id, earlier, uow.policy.number("volunteer.approvals", member.site))
    uow.connection.execute(
        _APPROVE,
        {
            "book": uow.book,
            "member_id": member.id,
            "step": step,
            "approved_by": actor.member_id,
            "approved_on": uow.business_clock.today(),
        },
    )
    if volunteer.state == VolunteerState.APPROVED:
        begin_role(uow, member, Role.VOLUNTEER)
        uow.outbox.tell(member.id, "volunteer_approved")
    return VolunteerStanding(member.id, volunteer.state)


def suspend_volunteer(uow: UnitOfWork, command: SuspendVolunteer, actor: Actor) -> VolunteerStanding:
    """Let a volunteer serve nobody for now."""
    member = find_kept_member(uow, command.member_id, actor)
    volunteer = _volunteer(uow, member)
    if volunteer.state != VolunteerState.APPROVED:
        raise NotApproved
    volunteer.state = VolunteerState.SUSPENDED
    if grant := role_in_force(uow, member.id, Role.VOLUNTEER):
        end_role(uow, member, grant)
    uow.outbox.tell(member.id, "volunteer_suspended")
    return VolunteerStanding(member.id, volunteer.state)


def reinstate_volunteer(uow: UnitOfWork, command: ReinstateVolunteer, actor: Actor) -> VolunteerStanding:
    """Let a suspended volunteer serve again: decided above the site."""
    member = find_kept_member(uow, command.member_id, actor, SUPERVISORS)
    volunteer = _volunteer(uow, member)
    if volunteer.state != VolunteerState.SUSPENDED:
        raise NotSuspended
    if (least := lacks_years(uow, member)) and not volunteer.guardian_id:
        raise TooYoung(years=least)
    volunteer.state = VolunteerState.APPROVED
    begin_role(uow, member, Role.VOLUNTEER)
    uow.outbox.tell(member.id, "volunteer_approved")
    return VolunteerStanding(member.id, volunteer.state)


def record_training(uow: UnitOfWork, command: RecordTraining, actor: Actor) -> VolunteerStanding:
    """Record a training a volunteer passed."""
    member = find_kept_member(uow, command.member_id, actor)
    volunteer = _volunteer(uow, member)
    if command.passed_on > uow.business_clock.today():
        raise TrainingNotYet(field="passed_on")
    if command.valid_until is not None and command.valid_until < command.passed_on:
        raise TrainingNotYet(field="valid_until")
    if uow.session.get(Training, (uow.book, member.id, command.kind, command.passed_on)):
        raise TrainingRecorded
    uow.session.add(
        Training(
            book=uow.book,
            member_id=member.id,
            kind=command.kind,
            passed_on=command.passed_on,
            valid_until=command.valid_until,
            recorded_by=actor.member_id,
        )
    )
    return VolunteerStanding(member.id, volunteer.state)


def record_insurance(uow: UnitOfWork, command: RecordInsurance, actor: Actor) -> VolunteerStanding:
    """Record until when a volunteer is insured and fit; the services ask for it on the day."""
    volunteer = _volunteer(uow, find_kept_member(uow, command.member_id, actor))
    volunteer.insured_until = command.insured_until
    volunteer.fit_until = command.fit_until
    return VolunteerStanding(volunteer.member_id, volunteer.state)


def find_volunteer(reading: Reading, member_id: str) -> Volunteer | None:
    """Return what is known of a member as a volunteer, or None; asks for no permission."""
    return reading.row(Volunteer, member_id)


def approvals_of(reading: Reading, member_id: str) -> tuple[VolunteerApproval, ...]:
    """Return the steps taken so far."""
    return tuple(reading.session.scalars(_APPROVALS, {"book": reading.book, "member": member_id}))


def is_trained(reading: Reading, member_id: str, kind: str, day: date) -> bool:
    """Tell whether a training for a kind of service holds on a day."""
    wanted = {"book": reading.book, "member": member_id, "kind": kind, "day": day}
    return reading.connection.scalar(_TRAINED, wanted) is not None


def lacks_years(reading: Reading, member: Member) -> int:
    """Return the age from which the policy lets a member volunteer alone, if the member is younger; else 0."""
    least = reading.policy.number("volunteer.min_age_years", member.site)
    return least if member.age_on(reading.business_clock.today()) < least else 0


def check_guardian(uow: UnitOfWork, member: Member, guardian_id: str) -> str:
    """Return the id of another adult whom the actor sees; an adult is who may volunteer alone."""
    guardian = find_member(uow, guardian_id, uow.actor)
    if guardian.id == member.id or lacks_years(uow, guardian):
        raise GuardianRefused(field="guardian")
    return guardian.id


def _volunteer(uow: UnitOfWork, member: Member) -> Volunteer:
    volunteer = find_volunteer(uow, member.id)
    if volunteer is None:
        raise VolunteerNotFound
    return volunteer
