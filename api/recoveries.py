"""A lost card, a forgotten PIN, a new phone: given anew by two people of the office."""

from dataclasses import dataclass, replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.recoveries.commands import (
    AgreeToRecovery,
    AskForRecovery,
    AskForRecoverySchema,
    HandOver,
    HandOverSchema,
    TakeRecoveryBack,
)
from timebank.recoveries.queries import RecoveryView, recoveries_of, recoveries_page, recovery_view
from timebank.recoveries.use_cases import (
    GivenAnew,
    RecoveryStanding,
    agree_to_recovery,
    ask_for_recovery,
    hand_over,
    take_recovery_back,
)
from timebank.schemas import YesNo

blueprint = Blueprint("recoveries", "What is lost or forgotten, given anew by two people")


@dataclass(frozen=True, slots=True)
class RecoveriesQuery(PageQuery):
    """Which recoveries are wanted: all, or those somebody has to go on with."""

    waiting: bool = False


class RecoveriesQuerySchema(PageQuerySchema):
    """How `RecoveriesQuery` is read."""

    command = RecoveriesQuery
    waiting = YesNo()


@blueprint.get("/recoveries")
@blueprint.arguments(RecoveriesQuerySchema, location="query")
@blueprint.response(200, Page[RecoveryView])
def list_recoveries(query: RecoveriesQuery) -> Page[RecoveryView]:
    """List the recoveries at one's places, newest first"""
    with bank().reading(current_actor()) as reading:
        return recoveries_page(
            reading, current_actor(), waiting=query.waiting, after=query.after, limit=query.limit
        )


@blueprint.get("/members/<member_id>/recoveries")
@blueprint.response(200, list[RecoveryView])
def list_of_member(member_id: str) -> list[RecoveryView]:
    """List a member's latest recoveries, with who did each step"""
    with bank().reading(current_actor()) as reading:
        return recoveries_of(reading, member_id, current_actor())


@blueprint.post("/recoveries")
@blueprint.arguments(AskForRecoverySchema)
@blueprint.response(201, RecoveryStanding)
def ask(command: AskForRecovery) -> RecoveryStanding:
    """Say that a member needs a new card, PIN or password; the old one may be stopped at once"""
    return bank().run(ask_for_recovery, command, current_actor(), request_key())


@blueprint.get("/recoveries/<recovery_id>")
@blueprint.response(200, RecoveryView)
def show(recovery_id: str) -> RecoveryView:
    """Show a recovery"""
    with bank().reading(current_actor()) as reading:
        return recovery_view(reading, recovery_id, current_actor())


@blueprint.post("/recoveries/<recovery_id>/agreement")
@blueprint.response(201, RecoveryStanding)
def agree(recovery_id: str) -> RecoveryStanding:
    """Agree as a second person; what the member had ends at once"""
    return bank().run(agree_to_recovery, AgreeToRecovery(recovery_id), current_actor(), request_key())


@blueprint.post("/recoveries/<recovery_id>/revocation")
@blueprint.response(201, RecoveryStanding)
def take_back(recovery_id: str) -> RecoveryStanding:
    """Drop a recovery; what was stopped stays stopped"""
    return bank().run(take_recovery_back, TakeRecoveryBack(recovery_id), current_actor(), request_key())


@blueprint.post("/recoveries/<recovery_id>/handover")
@blueprint.arguments(HandOverSchema)
@blueprint.response(201, GivenAnew)
def give(command: HandOver, recovery_id: str) -> GivenAnew:
    """Give the member what is new, shown once; the member types the PIN that goes with a card"""
    return hand_over(bank(), replace(command, recovery_id=recovery_id), current_actor(), request_key())
