"""A volunteer at the desk: applying, the two steps of approval, trainings, insurance, standing aside, coming back."""

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from timebank.members.model import VolunteerState
from timebank.members.volunteer_commands import (
    ApplyAsVolunteer,
    ApproveVolunteer,
    ApproveVolunteerSchema,
    RecordInsurance,
    RecordInsuranceSchema,
    RecordTraining,
    RecordTrainingSchema,
    ReinstateVolunteer,
    SuspendVolunteer,
)
from timebank.members.volunteering import (
    apply_as_volunteer,
    approve_volunteer,
    record_insurance,
    record_training,
    reinstate_volunteer,
    suspend_volunteer,
)
from web.current import run, want_login
from web.forms import read_form, shown_again_by
from web.member import member_page
from web.translate import _

pages = Blueprint("volunteers_pages", __name__)
pages.before_request(want_login)


@pages.post("/members/<member_id>/application")
@shown_again_by(member_page)
def apply(member_id: str) -> Response:
    """Let a member on the register offer help too."""
    run(apply_as_volunteer, ApplyAsVolunteer(member_id=member_id))
    flash(_("登记为志愿者了，等两步审核。"), "good")
    return redirect(f"/members/{member_id}", 303)


@pages.post("/members/<member_id>/approval")
@shown_again_by(member_page)
def approve(member_id: str) -> Response:
    """Take a step of approving a volunteer."""
    command: ApproveVolunteer = read_form(ApproveVolunteerSchema())
    standing = run(approve_volunteer, ApproveVolunteer(command.step, member_id))
    is_approved = standing.state == VolunteerState.APPROVED
    flash(_("可以接单了。") if is_approved else _("您这一步通过了，还要乡镇再审。"), "good")
    return redirect(f"/members/{member_id}", 303)


@pages.post("/members/<member_id>/training")
@shown_again_by(member_page)
def train(member_id: str) -> Response:
    """Record a training a volunteer passed."""
    given: RecordTraining = read_form(RecordTrainingSchema())
    run(record_training, RecordTraining(given.kind, given.passed_on, given.valid_until, member_id))
    flash(_("培训记好了。"), "good")
    return redirect(f"/members/{member_id}", 303)


@pages.post("/members/<member_id>/insurance")
@shown_again_by(member_page)
def insure(member_id: str) -> Response:
    """Record until when a volunteer is insured and fit."""
    given: RecordInsurance = read_form(RecordInsuranceSchema())
    run(record_insurance, RecordInsurance(given.insured_until, given.fit_until, member_id))
    flash(_("保险和体检记好了。"), "good")
    return redirect(f"/members/{member_id}", 303)


@pages.post("/members/<member_id>/suspension")
@shown_again_by(member_page)
def suspend(member_id: str) -> Response:
    """Let a volunteer serve nobody for now."""
    run(suspend_volunteer, SuspendVolunteer(member_id))
    flash(_("已经暂停，现在不能接单。本人会收到消息。"), "good")
    return redirect(f"/members/{member_id}", 303)


@pages.post("/members/<member_id>/reinstatement")
@shown_again_by(member_page)
def reinstate(member_id: str) -> Response:
    """Let a suspended volunteer serve again."""
    run(reinstate_volunteer, ReinstateVolunteer(member_id))
    flash(_("恢复了，又可以接单。"), "good")
    return redirect(f"/members/{member_id}", 303)
