"""Who died, left or moved away, and what becomes of the time."""

from dataclasses import dataclass

from marshmallow import fields

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.departures.commands import (
    ClaimInput,
    ClaimInputSchema,
    ConfirmDeparture,
    EnterDeparture,
    EnterDepartureSchema,
    PayClaim,
    ProposeClaim,
    TakeDepartureBack,
    WithdrawClaim,
)
from timebank.departures.estates import ClaimStanding, pay_claim, propose_claim, withdraw_claim
from timebank.departures.model import DepartureState
from timebank.departures.queries import DepartureView, departure_view, departures_page
from timebank.departures.use_cases import (
    DepartureStanding,
    confirm_departure,
    enter_departure,
    take_departure_back,
)
from timebank.paging import Page
from timebank.schemas import Choice, Text

blueprint = Blueprint("departures", "Who is gone, and what becomes of the time")


@dataclass(frozen=True, slots=True)
class DeparturesQuery(PageQuery):
    """Which departures are wanted."""

    state: tuple[str, ...] = ()
    member: str = ""


class DeparturesQuerySchema(PageQuerySchema):
    """How `DeparturesQuery` is read."""

    command = DeparturesQuery
    state = fields.List(Choice(DepartureState))
    member = Text(36)


@blueprint.get("/departures")
@blueprint.arguments(DeparturesQuerySchema, location="query")
@blueprint.response(200, Page[DepartureView])
def list_departures(query: DeparturesQuery) -> Page[DepartureView]:
    """List the departures of one's places, newest first"""
    with bank().reading(current_actor()) as reading:
        return departures_page(
            reading,
            current_actor(),
            states=tuple(query.state),
            member=query.member,
            after=query.after,
            limit=query.limit,
        )


@blueprint.post("/departures")
@blueprint.arguments(EnterDepartureSchema)
@blueprint.response(201, DepartureStanding)
def enter(command: EnterDeparture) -> DepartureStanding:
    """Say that a member died, left or moved away"""
    return bank().run(enter_departure, command, current_actor(), request_key())


@blueprint.get("/departures/<departure_id>")
@blueprint.response(200, DepartureView)
def show_departure(departure_id: str) -> DepartureView:
    """Show one departure with its claims"""
    with bank().reading(current_actor()) as reading:
        return departure_view(reading, departure_id, current_actor())


@blueprint.post("/departures/<departure_id>/confirmation")
@blueprint.response(201, DepartureStanding)
def confirm(departure_id: str) -> DepartureStanding:
    """Say as a second person that it is so"""
    return bank().run(confirm_departure, ConfirmDeparture(departure_id), current_actor(), request_key())


@blueprint.post("/departures/<departure_id>/revocation")
@blueprint.response(201, DepartureStanding)
def revoke(departure_id: str) -> DepartureStanding:
    """Take a departure back that is not frozen yet"""
    return bank().run(take_departure_back, TakeDepartureBack(departure_id), current_actor(), request_key())


@blueprint.post("/departures/<departure_id>/claims")
@blueprint.arguments(ClaimInputSchema)
@blueprint.response(201, ClaimStanding)
def claim(given: ClaimInput, departure_id: str) -> ClaimStanding:
    """Write down what kin claim"""
    command = ProposeClaim(departure_id, given.heir, given.minutes)
    return bank().run(propose_claim, command, current_actor(), request_key())


@blueprint.post("/departures/<departure_id>/claims/<claim_id>/payment")
@blueprint.response(201, ClaimStanding)
def pay(departure_id: str, claim_id: str) -> ClaimStanding:
    """Pay a claim as a second person"""
    return bank().run(pay_claim, PayClaim(departure_id, claim_id), current_actor(), request_key())


@blueprint.post("/departures/<departure_id>/claims/<claim_id>/withdrawal")
@blueprint.response(201, ClaimStanding)
def withdraw(departure_id: str, claim_id: str) -> ClaimStanding:
    """Drop a claim that is not paid"""
    return bank().run(withdraw_claim, WithdrawClaim(departure_id, claim_id), current_actor(), request_key())
