"""The public notice list, objections by anybody, and the county's decisions."""

from dataclasses import dataclass

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.notices.commands import (
    DecideObjection,
    DecisionInput,
    DecisionSchema,
    ObjectionInput,
    ObjectionSchema,
    ObjectToService,
)
from timebank.notices.model import ObjectionState
from timebank.notices.queries import NoticeLine, ObjectionView, notices_page, objection_view, objections_page
from timebank.notices.use_cases import (
    ObjectionDecision,
    ObjectionReceipt,
    decide_objection,
    object_to_service,
)
from timebank.paging import Page
from timebank.schemas import Choice, Digits

blueprint = Blueprint("notices", "What stands on public notice, and objections to it")


@dataclass(frozen=True, slots=True)
class NoticesQuery(PageQuery):
    """Which notices are wanted; `site` may be a region too."""

    site: str = ""
    number: str = ""


class NoticesQuerySchema(PageQuerySchema):
    """How `NoticesQuery` is read."""

    command = NoticesQuery
    site = Digits(14)
    number = Digits(16)


@dataclass(frozen=True, slots=True)
class ObjectionsQuery(PageQuery):
    """Which objections are wanted."""

    state: str = ObjectionState.OPEN


class ObjectionsQuerySchema(PageQuerySchema):
    """How `ObjectionsQuery` is read."""

    command = ObjectionsQuery
    state = Choice(ObjectionState)


@blueprint.get("/notices", is_public=True)
@blueprint.arguments(NoticesQuerySchema, location="query")
@blueprint.response(200, Page[NoticeLine])
def list_notices(query: NoticesQuery) -> Page[NoticeLine]:
    """List the services on public notice, newest first; anybody may"""
    with bank().reading(current_actor()) as reading:
        return notices_page(
            reading, site=query.site, number=query.number, after=query.after, limit=query.limit
        )


@blueprint.post("/services/<service_id>/objections", is_public=True)
@blueprint.arguments(ObjectionSchema)
@blueprint.response(201, ObjectionReceipt)
def object_to(objection: ObjectionInput, service_id: str) -> ObjectionReceipt:
    """Object to a service by its number or id; anybody may"""
    command = ObjectToService(service_id, objection.reason, objection.contact, objection.way)
    return bank().run(object_to_service, command, current_actor(), request_key())


@blueprint.get("/objections")
@blueprint.arguments(ObjectionsQuerySchema, location="query")
@blueprint.response(200, Page[ObjectionView])
def list_objections(query: ObjectionsQuery) -> Page[ObjectionView]:
    """List the objections one decides, oldest first"""
    with bank().reading(current_actor()) as reading:
        return objections_page(
            reading, current_actor(), state=query.state, after=query.after, limit=query.limit
        )


@blueprint.get("/objections/<objection_id>")
@blueprint.response(200, ObjectionView)
def show_objection(objection_id: str) -> ObjectionView:
    """Show one objection to whoever decides it"""
    with bank().reading(current_actor()) as reading:
        return objection_view(reading, objection_id, current_actor())


@blueprint.post("/objections/<objection_id>/decision")
@blueprint.arguments(DecisionSchema)
@blueprint.response(201, ObjectionDecision)
def decide(decision: DecisionInput, objection_id: str) -> ObjectionDecision:
    """Uphold or refuse an objection"""
    command = DecideObjection(objection_id, decision.uphold, decision.reason, decision.cover_from_loss)
    return bank().run(decide_objection, command, current_actor(), request_key())
