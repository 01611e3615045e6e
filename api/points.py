"""Points of households: awards for village deeds, deductions by a rule, objections, statements."""

import base64
import binascii
from dataclasses import dataclass

from flask import Response
from flask_babel import gettext
from marshmallow import fields

from api.blueprint import Blueprint
from api.confirmation import LARGEST_CONFIRMATION_BYTES
from api.context import bank, current_actor, files, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.files import NotAPhotograph, plain_photograph
from timebank.notices.commands import ObjectionInput, ObjectionSchema
from timebank.notices.model import ObjectionState
from timebank.paging import Page
from timebank.points.award_queries import AwardNotice, AwardView, award_notices, award_view, awards_page
from timebank.points.commands import (
    Approval,
    ApprovalSchema,
    DecideAward,
    DecidePointsObjection,
    ObjectToAward,
    PointsDecision,
    PointsDecisionSchema,
    ProposeAward,
    ProposeAwardSchema,
    ProposeDeduction,
    ProposeDeductionSchema,
    RecordRule,
    RuleInput,
    RuleInputSchema,
)
from timebank.points.heads import HEADS
from timebank.points.model import AwardState
from timebank.points.objections import (
    PointsObjectionDecision,
    PointsObjectionReceipt,
    PointsObjectionView,
    decide_points_objection,
    object_to_award,
    points_objection_view,
    points_objections_page,
)
from timebank.points.queries import (
    PointsEntryLine,
    PointsLine,
    PointsView,
    RuleView,
    points_entries,
    points_of,
    points_statement,
    rules_of,
)
from timebank.points.use_cases import AwardStep, decide_award, propose_award, propose_deduction
from timebank.points.village_rules import RecordedRule, open_rule_picture, record_rule, store_rule_picture
from timebank.schemas import Choice, Digits

blueprint = Blueprint("points", "Points of households")

OWN = "own"
"""Stands for the actor's own household in an address."""


@dataclass(frozen=True, slots=True)
class HeadView:
    """A head of the posted list, named in the reader's language."""

    code: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class AwardsQuery(PageQuery):
    """Which awards are wanted; `site` may be a region too."""

    state: tuple[str, ...] = ()
    site: str = ""


class AwardsQuerySchema(PageQuerySchema):
    """How `AwardsQuery` is read."""

    command = AwardsQuery
    state = fields.List(Choice(AwardState))
    site = Digits(14)


@dataclass(frozen=True, slots=True)
class PointsPlaceQuery(PageQuery):
    """Of which site or region."""

    site: str = ""


class PointsPlaceQuerySchema(PageQuerySchema):
    """How `PointsPlaceQuery` is read."""

    command = PointsPlaceQuery
    site = Digits(14)


@dataclass(frozen=True, slots=True)
class PointsObjectionsQuery(PageQuery):
    """Which objections are wanted."""

    state: str = ObjectionState.OPEN


class PointsObjectionsQuerySchema(PageQuerySchema):
    """How `PointsObjectionsQuery` is read."""

    command = PointsObjectionsQuery
    state = Choice(ObjectionState)


@blueprint.get("/points/households/<household>")
@blueprint.response(200, PointsView)
def show_points(household: str) -> PointsView:
    """Show the points of a household, by id or number; `own` is one's own"""
    with bank().reading(current_actor()) as reading:
        return points_of(reading, _wanted(household), current_actor())


@blueprint.get("/points/households/<household>/statement")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[PointsLine])
def show_points_statement(query: PageQuery, household: str) -> Page[PointsLine]:
    """Show what points came and went, newest first, with the running balance"""
    with bank().reading(current_actor()) as reading:
        return points_statement(
            reading, _wanted(household), current_actor(), after=query.after, limit=query.limit
        )


@blueprint.get("/points/entries")
@blueprint.arguments(PointsPlaceQuerySchema, location="query")
@blueprint.response(200, Page[PointsEntryLine])
def list_points_entries(query: PointsPlaceQuery) -> Page[PointsEntryLine]:
    """List the entries over points of a place, from which its figures add up"""
    actor = current_actor()
    with bank().reading(actor) as reading:
        site = query.site or actor.book
        return points_entries(reading, actor, site=site, after=query.after, limit=query.limit)


@blueprint.get("/points/heads", is_public=True)
@blueprint.response(200, list[HeadView])
def list_heads() -> list[HeadView]:
    """List the deeds for which a village gives points"""
    return [HeadView(head.code, gettext(head.name), gettext(head.hint)) for head in HEADS]


@blueprint.get("/points/awards")
@blueprint.arguments(AwardsQuerySchema, location="query")
@blueprint.response(200, Page[AwardView])
def list_awards(query: AwardsQuery) -> Page[AwardView]:
    """List the awards and deductions one may see, newest first"""
    with bank().reading(current_actor()) as reading:
        return awards_page(
            reading,
            current_actor(),
            states=tuple(query.state),
            site=query.site,
            after=query.after,
            limit=query.limit,
        )


@blueprint.post("/points/awards")
@blueprint.arguments(ProposeAwardSchema)
@blueprint.response(201, AwardStep)
def add_award(command: ProposeAward) -> AwardStep:
    """Propose points for a village deed"""
    return bank().run(propose_award, command, current_actor(), request_key())


@blueprint.get("/points/awards/<award_id>")
@blueprint.response(200, AwardView)
def show_award(award_id: str) -> AwardView:
    """Show one award or deduction"""
    with bank().reading(current_actor()) as reading:
        return award_view(reading, award_id, current_actor())


@blueprint.post("/points/awards/<award_id>/approval")
@blueprint.arguments(ApprovalSchema)
@blueprint.response(201, AwardStep)
def approve_award(approval: Approval, award_id: str) -> AwardStep:
    """Approve or decline what somebody else proposed"""
    command = DecideAward(award_id, approval.approve)
    return bank().run(decide_award, command, current_actor(), request_key())


@blueprint.post("/points/awards/<award>/objections", is_public=True)
@blueprint.arguments(ObjectionSchema)
@blueprint.response(201, PointsObjectionReceipt)
def object_to_points(objection: ObjectionInput, award: str) -> PointsObjectionReceipt:
    """Object to an award by its number, also without a login; to a deduction as its household"""
    command = ObjectToAward(award, objection.reason, objection.contact, objection.way)
    return bank().run(object_to_award, command, current_actor(), request_key())


@blueprint.post("/points/deductions")
@blueprint.arguments(ProposeDeductionSchema)
@blueprint.response(201, AwardStep)
def add_deduction(command: ProposeDeduction) -> AwardStep:
    """Propose to take points by an adopted village rule on file"""
    return bank().run(propose_deduction, command, current_actor(), request_key())


@blueprint.get("/points/notices", is_public=True)
@blueprint.arguments(PointsPlaceQuerySchema, location="query")
@blueprint.response(200, Page[AwardNotice])
def list_award_notices(query: PointsPlaceQuery) -> Page[AwardNotice]:
    """List the awards on public notice"""
    with bank().reading(current_actor()) as reading:
        return award_notices(reading, site=query.site, after=query.after, limit=query.limit)


@blueprint.get("/points/objections")
@blueprint.arguments(PointsObjectionsQuerySchema, location="query")
@blueprint.response(200, Page[PointsObjectionView])
def list_points_objections(query: PointsObjectionsQuery) -> Page[PointsObjectionView]:
    """List the objections to points one decides, oldest first"""
    with bank().reading(current_actor()) as reading:
        return points_objections_page(
            reading, current_actor(), state=query.state, after=query.after, limit=query.limit
        )


@blueprint.get("/points/objections/<objection_id>")
@blueprint.response(200, PointsObjectionView)
def show_points_objection(objection_id: str) -> PointsObjectionView:
    """Show one objection to points"""
    with bank().reading(current_actor()) as reading:
        return points_objection_view(reading, objection_id, current_actor())


@blueprint.post("/points/objections/<objection_id>/decision")
@blueprint.arguments(PointsDecisionSchema)
@blueprint.response(201, PointsObjectionDecision)
def decide_objection_to_points(decision: PointsDecision, objection_id: str) -> PointsObjectionDecision:
    """Uphold or refuse an objection to points"""
    command = DecidePointsObjection(objection_id, decision.uphold, decision.reason)
    return bank().run(decide_points_objection, command, current_actor(), request_key())


@blueprint.get("/points/village-rules/<village>")
@blueprint.response(200, list[RuleView])
def list_village_rules(village: str) -> list[RuleView]:
    """List the adopted rules of a village on file"""
    with bank().reading(current_actor()) as reading:
        return list(rules_of(reading, village))


@blueprint.get("/points/village-rules/<rule_id>/photo")
@blueprint.file("image/jpeg")
def show_rule_photo(rule_id: str) -> Response:
    """Show the photograph of a village rule"""
    picture = open_rule_picture(bank(), files(), rule_id, current_actor())
    return Response(picture, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@blueprint.post("/points/village-rules", longest_body=LARGEST_CONFIRMATION_BYTES)
@blueprint.arguments(RuleInputSchema)
@blueprint.response(201, RecordedRule)
def add_village_rule(rule: RuleInput) -> RecordedRule:
    """Put an adopted village rule on file, with a photograph of it"""
    try:
        picture = base64.b64decode("".join(rule.photo.split()), validate=True)
    except (binascii.Error, ValueError) as error:  # ValueError: characters beyond ASCII
        raise NotAPhotograph(field="photo") from error
    file, digest = store_rule_picture(bank(), files(), plain_photograph(picture), current_actor())
    command = RecordRule(rule.village, rule.title, rule.adopted_on, digest, file)
    return bank().run(record_rule, command, current_actor(), request_key())


def _wanted(household: str) -> str:
    return "" if household == OWN else household
