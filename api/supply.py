"""Behind the counter: donors, deliveries, the shelf, counts, and the red list."""

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.shop.count_queries import CountView, counts_page
from timebank.shop.donors import DonorLine, DonorView, donor_view, donors_page
from timebank.shop.queries import StockLine, stock_of
from timebank.shop.red_list import (
    RedListLine,
    RedListStep,
    answer_red_list,
    propose_for_red_list,
    red_list,
)
from timebank.shop.stocktaking import (
    CountStep,
    SpoiledGoods,
    count_stock,
    decide_count,
    spoil_goods,
)
from timebank.shop.supply_commands import (
    AnswerRedList,
    CountAnswer,
    CountAnswerSchema,
    CountStock,
    CountStockSchema,
    DecideCount,
    DeliverGoods,
    DeliverGoodsSchema,
    PledgeGoods,
    PledgeGoodsSchema,
    ProposeForRedList,
    ProposeForRedListSchema,
    RedListAnswer,
    RedListAnswerSchema,
    RegisterDonor,
    RegisterDonorSchema,
    SpoilGoods,
    SpoilGoodsSchema,
)
from timebank.shop.supplying import (
    DeliveredGoods,
    PledgedGoods,
    RegisteredDonor,
    deliver_goods,
    pledge_goods,
    register_donor,
)

blueprint = Blueprint("supply", "Donors, deliveries and the shelf of the points shop")


@blueprint.get("/shops/<site>/stock")
@blueprint.response(200, list[StockLine])
def show_stock(site: str) -> list[StockLine]:
    """Show where the pieces of each item of a shop are"""
    with bank().reading(current_actor()) as reading:
        return list(stock_of(reading, site, current_actor()))


@blueprint.get("/shop/donors")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[DonorLine])
def list_donors(query: PageQuery) -> Page[DonorLine]:
    """List the donors"""
    with bank().reading(current_actor()) as reading:
        return donors_page(reading, current_actor(), after=query.after, limit=query.limit)


@blueprint.post("/shop/donors")
@blueprint.arguments(RegisterDonorSchema)
@blueprint.response(201, RegisteredDonor)
def add_donor(command: RegisterDonor) -> RegisteredDonor:
    """Put a donor on record"""
    return bank().run(register_donor, command, current_actor(), request_key())


@blueprint.get("/shop/donors/<donor>")
@blueprint.response(200, DonorView)
def show_donor(donor: str) -> DonorView:
    """Show what a donor promised and delivered, and which villages it reached; `own` is one's own page"""
    with bank().reading(current_actor()) as reading:
        return donor_view(reading, "" if donor == "own" else donor, current_actor())


@blueprint.post("/shop/pledges")
@blueprint.arguments(PledgeGoodsSchema)
@blueprint.response(201, PledgedGoods)
def add_pledge(command: PledgeGoods) -> PledgedGoods:
    """Note what a donor promises a shop"""
    return bank().run(pledge_goods, command, current_actor(), request_key())


@blueprint.post("/shop/deliveries")
@blueprint.arguments(DeliverGoodsSchema)
@blueprint.response(201, DeliveredGoods)
def add_delivery(command: DeliverGoods) -> DeliveredGoods:
    """Take goods in: what really came"""
    return bank().run(deliver_goods, command, current_actor(), request_key())


@blueprint.post("/shop/spoilages")
@blueprint.arguments(SpoilGoodsSchema)
@blueprint.response(201, SpoiledGoods)
def add_spoilage(command: SpoilGoods) -> SpoiledGoods:
    """Take spoiled pieces off the shelf"""
    return bank().run(spoil_goods, command, current_actor(), request_key())


@blueprint.get("/shops/<site>/counts")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[CountView])
def list_counts(query: PageQuery, site: str) -> Page[CountView]:
    """List the counts of a shop, newest first"""
    with bank().reading(current_actor()) as reading:
        return counts_page(reading, site, current_actor(), after=query.after, limit=query.limit)


@blueprint.post("/shop/counts")
@blueprint.arguments(CountStockSchema)
@blueprint.response(201, CountStep)
def add_count(command: CountStock) -> CountStep:
    """Say how many pieces really lie there; a difference waits for a second person"""
    return bank().run(count_stock, command, current_actor(), request_key())


@blueprint.post("/shop/counts/<count_id>/confirmation")
@blueprint.arguments(CountAnswerSchema)
@blueprint.response(201, CountStep)
def confirm_count(answer: CountAnswer, count_id: str) -> CountStep:
    """Book the difference a second person confirms, or throw the count away"""
    command = DecideCount(count_id, answer.confirm)
    return bank().run(decide_count, command, current_actor(), request_key())


@blueprint.get("/shops/<site>/red-list")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[RedListLine])
def show_red_list(query: PageQuery, site: str) -> Page[RedListLine]:
    """Show the red list of a site: members who agreed to be named"""
    with bank().reading(current_actor()) as reading:
        return red_list(reading, site, after=query.after, limit=query.limit)


@blueprint.post("/shop/red-list")
@blueprint.arguments(ProposeForRedListSchema)
@blueprint.response(201, RedListStep)
def ask_for_red_list(command: ProposeForRedList) -> RedListStep:
    """Ask a member whether to be named on the red list"""
    return bank().run(propose_for_red_list, command, current_actor(), request_key())


@blueprint.post("/shop/red-list/<entry_id>/answer")
@blueprint.arguments(RedListAnswerSchema)
@blueprint.response(201, RedListStep)
def answer_to_red_list(answer: RedListAnswer, entry_id: str) -> RedListStep:
    """Agree to be named, refuse, or take it back"""
    command = AnswerRedList(entry_id, answer.agree)
    return bank().run(answer_red_list, command, current_actor(), request_key())
