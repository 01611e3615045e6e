"""Needs: asked for, taken, called off, and who pays."""

from dataclasses import dataclass

from marshmallow import fields

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.needs.commands import (
    Acceptance,
    AcceptanceSchema,
    AcceptNeed,
    Cancellation,
    CancellationSchema,
    CancelNeed,
    ChoosePayer,
    PayerChoice,
    PayerChoiceSchema,
    PostNeed,
    PostNeedSchema,
)
from timebank.needs.model import NeedState
from timebank.needs.offering import near
from timebank.needs.proposing import Proposal, proposals
from timebank.needs.queries import NeedView, need_view, needs_page
from timebank.needs.use_cases import (
    AcceptedNeed,
    PostedNeed,
    accept_need,
    cancel_need,
    choose_payer,
    post_need,
)
from timebank.paging import Page
from timebank.schemas import Choice, Digits, Text, YesNo

blueprint = Blueprint("needs", "What elders ask for")


@dataclass(frozen=True, slots=True)
class NeedsQuery(PageQuery):
    """Which needs are wanted; `site` may be a region too.

    Without it a volunteer finds, of what others wait for, that of the own township; with the county's code all.
    """

    state: tuple[str, ...] = ()
    site: str = ""
    elder: str = ""
    payer_to_be_found: bool = False


class NeedsQuerySchema(PageQuerySchema):
    """How `NeedsQuery` is read."""

    command = NeedsQuery
    state = fields.List(Choice(NeedState))
    site = Digits(14)
    elder = Text(36)
    payer_to_be_found = YesNo()


@blueprint.get("/needs")
@blueprint.arguments(NeedsQuerySchema, location="query")
@blueprint.response(200, Page[NeedView])
def list_needs(query: NeedsQuery) -> Page[NeedView]:
    """List the needs one may see, newest first"""
    with bank().reading(current_actor()) as reading:
        return needs_page(
            reading,
            current_actor(),
            states=tuple(query.state),
            site=query.site,
            elder=query.elder,
            payer_to_be_found=query.payer_to_be_found,
            near="" if query.site else near(reading, current_actor()),
            after=query.after,
            limit=query.limit,
        )


@blueprint.post("/needs")
@blueprint.arguments(PostNeedSchema)
@blueprint.response(201, PostedNeed)
def post(command: PostNeed) -> PostedNeed:
    """Ask for a service"""
    return bank().run(post_need, command, current_actor(), request_key())


@blueprint.get("/needs/<need_id>")
@blueprint.response(200, NeedView)
def show_need(need_id: str) -> NeedView:
    """Show one need, found by its id or number"""
    with bank().reading(current_actor()) as reading:
        return need_view(reading, need_id, current_actor())


@blueprint.get("/needs/<need_id>/proposals")
@blueprint.response(200, list[Proposal])
def propose(need_id: str) -> list[Proposal]:
    """Propose volunteers for an open need, each with the reasons; a person decides"""
    with bank().reading(current_actor()) as reading:
        return list(proposals(reading, need_id, current_actor()))


@blueprint.post("/needs/<need_id>/acceptance")
@blueprint.arguments(AcceptanceSchema)
@blueprint.response(201, AcceptedNeed)
def accept(given: Acceptance, need_id: str) -> AcceptedNeed:
    """Take a need as a volunteer, or as the site for one who promised; answers the service"""
    command = AcceptNeed(need_id, given.volunteer)
    return bank().run(accept_need, command, current_actor(), request_key())


@blueprint.post("/needs/<need_id>/payer")
@blueprint.arguments(PayerChoiceSchema)
@blueprint.response(201, PostedNeed)
def choose(choice: PayerChoice, need_id: str) -> PostedNeed:
    """Settle who pays a need"""
    command = ChoosePayer(need_id, choice.pay_from)
    return bank().run(choose_payer, command, current_actor(), request_key())


@blueprint.post("/needs/<need_id>/cancellation")
@blueprint.arguments(CancellationSchema)
@blueprint.response(201, PostedNeed)
def cancel(cancellation: Cancellation, need_id: str) -> PostedNeed:
    """Take a need back"""
    command = CancelNeed(need_id, cancellation.reason)
    return bank().run(cancel_need, command, current_actor(), request_key())
