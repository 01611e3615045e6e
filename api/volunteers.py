"""Volunteers: applying, the two steps of approval, trainings, insurance, standing aside."""

from dataclasses import replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from timebank.members.guardians import GuardianStanding
from timebank.members.use_cases import (
    apply_as_volunteer,
    approve_volunteer,
    end_guardian,
    name_guardian,
    record_insurance,
    record_training,
    reinstate_volunteer,
    suspend_volunteer,
)
from timebank.members.volunteer_commands import (
    ApplyAsVolunteer,
    ApplyAsVolunteerSchema,
    ApproveVolunteer,
    ApproveVolunteerSchema,
    EndGuardian,
    NameGuardian,
    NameGuardianSchema,
    RecordInsurance,
    RecordInsuranceSchema,
    RecordTraining,
    RecordTrainingSchema,
    ReinstateVolunteer,
    SuspendVolunteer,
)
from timebank.members.volunteering import VolunteerStanding

blueprint = Blueprint("volunteers", "Who may serve")


@blueprint.post("/members/<member_id>/application")
@blueprint.arguments(ApplyAsVolunteerSchema)
@blueprint.response(201, VolunteerStanding)
def apply(command: ApplyAsVolunteer, member_id: str) -> VolunteerStanding:
    """Let a member on the register offer help too"""
    return bank().run(
        apply_as_volunteer, replace(command, member_id=member_id), current_actor(), request_key()
    )


@blueprint.post("/members/<member_id>/approval")
@blueprint.arguments(ApproveVolunteerSchema)
@blueprint.response(201, VolunteerStanding)
def approve(command: ApproveVolunteer, member_id: str) -> VolunteerStanding:
    """Take one of the two steps of approving a volunteer"""
    return bank().run(
        approve_volunteer, replace(command, member_id=member_id), current_actor(), request_key()
    )


@blueprint.post("/members/<member_id>/suspension")
@blueprint.response(201, VolunteerStanding)
def suspend(member_id: str) -> VolunteerStanding:
    """Let a volunteer serve nobody for now"""
    return bank().run(suspend_volunteer, SuspendVolunteer(member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/reinstatement")
@blueprint.response(201, VolunteerStanding)
def reinstate(member_id: str) -> VolunteerStanding:
    """Let a suspended volunteer serve again"""
    return bank().run(reinstate_volunteer, ReinstateVolunteer(member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/trainings")
@blueprint.arguments(RecordTrainingSchema)
@blueprint.response(201, VolunteerStanding)
def train(command: RecordTraining, member_id: str) -> VolunteerStanding:
    """Record a training passed"""
    return bank().run(record_training, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/insurance")
@blueprint.arguments(RecordInsuranceSchema)
@blueprint.response(201, VolunteerStanding)
def insure(command: RecordInsurance, member_id: str) -> VolunteerStanding:
    """Record until when a volunteer is insured and fit"""
    return bank().run(record_insurance, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/guardian")
@blueprint.arguments(NameGuardianSchema)
@blueprint.response(201, GuardianStanding)
def name(command: NameGuardian, member_id: str) -> GuardianStanding:
    """Name the adult who stands by a volunteer"""
    return bank().run(name_guardian, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/guardian-ending")
@blueprint.response(201, GuardianStanding)
def dismiss(member_id: str) -> GuardianStanding:
    """Let nobody stand by a volunteer any more; a minor is suspended before"""
    return bank().run(end_guardian, EndGuardian(member_id), current_actor(), request_key())
