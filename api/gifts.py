"""Time given to others: gifts to kin, standing promises, donations, and what a pool did with them."""

from dataclasses import dataclass

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.gifts.commands import (
    AnswerGift,
    DonateTime,
    DonateTimeSchema,
    EndPromise,
    GiftAnswer,
    GiftAnswerSchema,
    GiveTime,
    GiveTimeSchema,
    PromiseTime,
    PromiseTimeSchema,
    TakeGiftBack,
)
from timebank.gifts.donations import Donated, DonationView, donate_time, donations_page
from timebank.gifts.promises import PromiseStanding, end_promise, promise_time
from timebank.gifts.queries import GiftView, PromiseView, gifts_page, promises_of
from timebank.gifts.use_cases import GiftStanding, answer_gift, give_time, take_gift_back
from timebank.needs.pools import PoolView, pool_view
from timebank.paging import Page
from timebank.schemas import Text

blueprint = Blueprint("gifts", "Time given to kin and to pools")


@dataclass(frozen=True, slots=True)
class GiftsQuery(PageQuery):
    """Whose gifts are wanted; an office sees those of its places."""

    member: str = ""


class GiftsQuerySchema(PageQuerySchema):
    """How `GiftsQuery` is read."""

    command = GiftsQuery
    member = Text(36)


@blueprint.get("/gifts")
@blueprint.arguments(GiftsQuerySchema, location="query")
@blueprint.response(200, Page[GiftView])
def list_gifts(query: GiftsQuery) -> Page[GiftView]:
    """List the gifts one may see, newest first"""
    with bank().reading(current_actor()) as reading:
        return gifts_page(reading, current_actor(), member=query.member, after=query.after, limit=query.limit)


@blueprint.post("/gifts")
@blueprint.arguments(GiveTimeSchema)
@blueprint.response(201, GiftStanding)
def give(command: GiveTime) -> GiftStanding:
    """Offer own minutes to kin"""
    return bank().run(give_time, command, current_actor(), request_key())


@blueprint.post("/gifts/<gift_id>/answer")
@blueprint.arguments(GiftAnswerSchema)
@blueprint.response(201, GiftStanding)
def answer(given: GiftAnswer, gift_id: str) -> GiftStanding:
    """Accept or decline a gift"""
    return bank().run(answer_gift, AnswerGift(gift_id, given.answer), current_actor(), request_key())


@blueprint.post("/gifts/<gift_id>/withdrawal")
@blueprint.response(201, GiftStanding)
def take_back(gift_id: str) -> GiftStanding:
    """Take an own gift back that is not answered yet"""
    return bank().run(take_gift_back, TakeGiftBack(gift_id), current_actor(), request_key())


@blueprint.get("/promises")
@blueprint.response(200, list[PromiseView])
def list_promises() -> list[PromiseView]:
    """List the standing promises one gave or was given"""
    with bank().reading(current_actor()) as reading:
        return list(promises_of(reading, current_actor().member_id))


@blueprint.post("/promises")
@blueprint.arguments(PromiseTimeSchema)
@blueprint.response(201, PromiseStanding)
def promise(command: PromiseTime) -> PromiseStanding:
    """Agree to pay for the care of kin, so many minutes a month at most"""
    return bank().run(promise_time, command, current_actor(), request_key())


@blueprint.post("/promises/<promise_id>/ending")
@blueprint.response(201, PromiseStanding)
def end(promise_id: str) -> PromiseStanding:
    """Stop paying for somebody's care"""
    return bank().run(end_promise, EndPromise(promise_id), current_actor(), request_key())


@blueprint.get("/donations")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[DonationView])
def list_donations(query: PageQuery) -> Page[DonationView]:
    """List one's own donations, newest first"""
    with bank().reading(current_actor()) as reading:
        return donations_page(reading, current_actor(), after=query.after, limit=query.limit)


@blueprint.post("/donations")
@blueprint.arguments(DonateTimeSchema)
@blueprint.response(201, Donated)
def donate(command: DonateTime) -> Donated:
    """Give own minutes to the pool of a site"""
    return bank().run(donate_time, command, current_actor(), request_key())


@blueprint.get("/pools/<site>")
@blueprint.response(200, PoolView)
def show_pool(site: str) -> PoolView:
    """Show what a site's pool holds and what it paid for, in counts"""
    with bank().reading(current_actor()) as reading:
        return pool_view(reading, site, current_actor())
