"""Services: given, confirmed, verified, corrected; and logged afterwards."""

from dataclasses import dataclass

from flask import Response
from marshmallow import fields

from api.blueprint import Blueprint
from api.confirmation import LARGEST_CONFIRMATION_BYTES, prepare_confirmation
from api.context import bank, current_actor, files, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.schemas import Choice, Digits, Text, YesNo
from timebank.services.commands import (
    Amendment,
    AmendmentSchema,
    AmendService,
    AppealService,
    CancelService,
    CheckIn,
    CheckOut,
    Confirmation,
    ConfirmationSchema,
    CorrectionInput,
    CorrectionSchema,
    CorrectService,
    LogService,
    LogServiceSchema,
    MarkNoShow,
    Moment,
    MomentSchema,
    Reason,
    ReasonSchema,
    VerificationSchema,
    VerifyService,
)
from timebank.services.commands import Verification as VerificationInput
from timebank.services.correcting import Correction, correct_service
from timebank.services.model import ServiceState
from timebank.services.queries import ServiceLine, ServiceView, review_page, service_view, services_page
from timebank.services.reviewing import Verification, appeal_service, verify_service
from timebank.services.slips import open_slip
from timebank.services.use_cases import (
    ServiceStep,
    amend_service,
    cancel_service,
    check_in,
    check_out,
    confirm_service,
    log_service,
    mark_no_show,
)

blueprint = Blueprint("services", "Help given by one member to another")


@dataclass(frozen=True, slots=True)
class ServicesQuery(PageQuery):
    """Which services are wanted; `site` may be a region too; `to_review` those that wait for one's own review."""

    state: tuple[str, ...] = ()
    site: str = ""
    elder: str = ""
    volunteer: str = ""
    to_review: bool = False


class ServicesQuerySchema(PageQuerySchema):
    """How `ServicesQuery` is read."""

    command = ServicesQuery
    state = fields.List(Choice(ServiceState))
    site = Digits(14)
    elder = Text(36)
    volunteer = Text(36)
    to_review = YesNo()


@blueprint.get("/services")
@blueprint.arguments(ServicesQuerySchema, location="query")
@blueprint.response(200, Page[ServiceLine])
def list_services(query: ServicesQuery) -> Page[ServiceLine]:
    """List the services one may see, newest first; those to review, oldest first"""
    with bank().reading(current_actor()) as reading:
        if query.to_review:
            return review_page(reading, current_actor(), after=query.after, limit=query.limit)
        return services_page(
            reading,
            current_actor(),
            states=tuple(query.state),
            site=query.site,
            elder=query.elder,
            volunteer=query.volunteer,
            after=query.after,
            limit=query.limit,
        )


@blueprint.post("/services")
@blueprint.arguments(LogServiceSchema)
@blueprint.response(201, ServiceStep)
def log(command: LogService) -> ServiceStep:
    """Log a finished service afterwards; it takes two reviewers"""
    return bank().run(log_service, command, current_actor(), request_key())


@blueprint.get("/services/<service_id>")
@blueprint.response(200, ServiceView)
def show_service(service_id: str) -> ServiceView:
    """Show a service with its timeline, found by its id or number"""
    with bank().reading(current_actor()) as reading:
        return service_view(reading, service_id, current_actor())


@blueprint.get("/services/<service_id>/photo")
@blueprint.file("image/jpeg")
def show_photo(service_id: str) -> Response:
    """Show the photographed slip to those who review it; the look is logged"""
    picture = open_slip(bank(), files(), service_id, current_actor())
    return Response(picture, content_type="image/jpeg")


@blueprint.post("/services/<service_id>/check-in")
@blueprint.arguments(MomentSchema)
@blueprint.response(201, ServiceStep)
def begin(moment: Moment, service_id: str) -> ServiceStep:
    """Begin a service, now or at a time typed in"""
    command = CheckIn(service_id, moment.at, moment.position)
    return bank().run(check_in, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/check-out")
@blueprint.arguments(MomentSchema)
@blueprint.response(201, ServiceStep)
def end(moment: Moment, service_id: str) -> ServiceStep:
    """End a service"""
    command = CheckOut(service_id, moment.at, moment.position)
    return bank().run(check_out, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/confirmation", longest_body=LARGEST_CONFIRMATION_BYTES)
@blueprint.arguments(ConfirmationSchema)
@blueprint.response(201, ServiceStep)
def confirm(confirmation: Confirmation, service_id: str) -> ServiceStep:
    """Confirm a service for the elder's side: own device, card and PIN, proxy, call-back or paper slip"""
    command = prepare_confirmation(confirmation, service_id)
    return bank().run(confirm_service, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/verification")
@blueprint.arguments(VerificationSchema)
@blueprint.response(201, Verification)
def verify(decided: VerificationInput, service_id: str) -> Verification:
    """Approve, return or decline a confirmed service, as one who had no part in it"""
    command = VerifyService(service_id, decided.decision, decided.minutes, decided.reason, decided.shortfall)
    return bank().run(verify_service, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/amendment")
@blueprint.arguments(AmendmentSchema)
@blueprint.response(201, ServiceStep)
def amend(amendment: Amendment, service_id: str) -> ServiceStep:
    """Put the times right before verification; they are confirmed anew"""
    command = AmendService(service_id, amendment.starts_at, amendment.minutes, amendment.note)
    return bank().run(amend_service, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/cancellation")
@blueprint.arguments(ReasonSchema)
@blueprint.response(201, ServiceStep)
def cancel(reason: Reason, service_id: str) -> ServiceStep:
    """Give a taken service back before it is given"""
    command = CancelService(service_id, reason.reason)
    return bank().run(cancel_service, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/no-show")
@blueprint.arguments(ReasonSchema)
@blueprint.response(201, ServiceStep)
def miss(reason: Reason, service_id: str) -> ServiceStep:
    """Say that the volunteer did not come"""
    command = MarkNoShow(service_id, reason.reason)
    return bank().run(mark_no_show, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/appeal")
@blueprint.arguments(ReasonSchema)
@blueprint.response(201, ServiceStep)
def appeal(reason: Reason, service_id: str) -> ServiceStep:
    """Send a declined service to the township, once"""
    command = AppealService(service_id, reason.reason)
    return bank().run(appeal_service, command, current_actor(), request_key())


@blueprint.post("/services/<service_id>/correction")
@blueprint.arguments(CorrectionSchema)
@blueprint.response(201, Correction)
def correct(right: CorrectionInput, service_id: str) -> Correction:
    """Reverse a settled service visibly, and post the right minutes if any"""
    command = CorrectService(service_id, right.minutes, right.reason, right.cover_from_loss)
    return bank().run(correct_service, command, current_actor(), request_key())
