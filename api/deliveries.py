"""Messages that leave the house: where one's own go, which arrived, and slips of paper instead."""

from dataclasses import dataclass, replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.deliveries.choosing import ChooseWay, ChooseWaySchema, ChosenWay, choose_way
from timebank.deliveries.model import DeliveryState
from timebank.deliveries.queries import DeliveryView, deliveries_page
from timebank.deliveries.slips import (
    HandSlipOver,
    HandSlipOverSchema,
    MakeSlip,
    Slip,
    SlipHandedOver,
    hand_slip_over,
    make_slip,
)
from timebank.paging import Page
from timebank.schemas import Choice, Text

blueprint = Blueprint("deliveries", "Messages that leave the house, and slips of paper")


@dataclass(frozen=True, slots=True)
class DeliveriesQuery(PageQuery):
    """Which messages are wanted: in a state, to a member; "" for all."""

    state: str = ""
    member: str = ""


class DeliveriesQuerySchema(PageQuerySchema):
    """How `DeliveriesQuery` is read."""

    command = DeliveriesQuery
    state = Choice(DeliveryState)
    member = Text(36)


@blueprint.get("/deliveries")
@blueprint.arguments(DeliveriesQuerySchema, location="query")
@blueprint.response(200, Page[DeliveryView])
def list_deliveries(query: DeliveriesQuery) -> Page[DeliveryView]:
    """List the messages on their way to members of one's places, newest first, without what they say"""
    with bank().reading(current_actor()) as reading:
        return deliveries_page(
            reading,
            current_actor(),
            state=query.state,
            member=query.member,
            after=query.after,
            limit=query.limit,
        )


@blueprint.post("/me/message-way")
@blueprint.arguments(ChooseWaySchema)
@blueprint.response(201, ChosenWay)
def choose(command: ChooseWay) -> ChosenWay:
    """Say where one's own messages go: by short message, by WeCom, or nowhere"""
    return bank().run(choose_way, command, current_actor(), request_key())


@blueprint.post("/members/<member_id>/message-slips")
@blueprint.response(201, Slip)
def slip(member_id: str) -> Slip:
    """Show a member's unread messages to print them; the look is written down"""
    return bank().run(make_slip, MakeSlip(member_id), current_actor())


@blueprint.post("/members/<member_id>/message-handovers")
@blueprint.arguments(HandSlipOverSchema)
@blueprint.response(201, SlipHandedOver)
def hand_over(command: HandSlipOver, member_id: str) -> SlipHandedOver:
    """Say that a member's messages up to one were given on paper"""
    return bank().run(hand_slip_over, replace(command, member_id=member_id), current_actor(), request_key())
