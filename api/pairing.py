"""Pairs of a volunteer and an elder: proposed by the site, agreed to by both."""

from dataclasses import dataclass, replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.pairing.commands import AnswerPair, AnswerPairSchema, EndPair, ProposePair, ProposePairSchema
from timebank.pairing.queries import PairView, pair_view, pairs_page
from timebank.pairing.use_cases import PairStanding, answer_pair, end_pair, propose_pair
from timebank.schemas import Text

blueprint = Blueprint("pairs", "Volunteers paired with an elder")


@dataclass(frozen=True, slots=True)
class PairsQuery(PageQuery):
    """Whose pairs are wanted; without a member all that one may see."""

    member: str = ""


class PairsQuerySchema(PageQuerySchema):
    """How `PairsQuery` is read."""

    command = PairsQuery
    member = Text(36)


@blueprint.get("/pairs")
@blueprint.arguments(PairsQuerySchema, location="query")
@blueprint.response(200, Page[PairView])
def list_pairs(query: PairsQuery) -> Page[PairView]:
    """List the pairs one may see, newest first"""
    with bank().reading(current_actor()) as reading:
        return pairs_page(reading, current_actor(), member=query.member, after=query.after, limit=query.limit)


@blueprint.post("/pairs")
@blueprint.arguments(ProposePairSchema)
@blueprint.response(201, PairStanding)
def propose(command: ProposePair) -> PairStanding:
    """Propose that a volunteer looks after an elder"""
    return bank().run(propose_pair, command, current_actor(), request_key())


@blueprint.get("/pairs/<pair_id>")
@blueprint.response(200, PairView)
def show_pair(pair_id: str) -> PairView:
    """Show a pair with the word of each side"""
    with bank().reading(current_actor()) as reading:
        return pair_view(reading, pair_id, current_actor())


@blueprint.post("/pairs/<pair_id>/answer")
@blueprint.arguments(AnswerPairSchema)
@blueprint.response(201, PairStanding)
def answer(command: AnswerPair, pair_id: str) -> PairStanding:
    """Say yes or no for a side"""
    return bank().run(answer_pair, replace(command, pair_id=pair_id), current_actor(), request_key())


@blueprint.post("/pairs/<pair_id>/ending")
@blueprint.response(201, PairStanding)
def end(pair_id: str) -> PairStanding:
    """Be a pair no more"""
    return bank().run(end_pair, EndPair(pair_id), current_actor(), request_key())
