"""The points shop: what it sells, orders, the counter, prices."""

from dataclasses import dataclass

from marshmallow import fields

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.schemas import Choice, CommandSchema, Digits
from timebank.shop.commands import (
    AddItem,
    AddItemSchema,
    CancelOrder,
    CloseShop,
    HandOver,
    MakePriceList,
    MakePriceListSchema,
    OpenShop,
    OpenShopSchema,
    PickUpCode,
    PickUpCodeSchema,
    PlaceOrder,
    PlaceOrderSchema,
    ReturnGoods,
    ReturnInput,
    ReturnInputSchema,
    SetAlarm,
    SetAlarmSchema,
)
from timebank.shop.handing_over import HandedOver, hand_over, return_goods
from timebank.shop.keeping import (
    AddedItem,
    AlarmSet,
    MadePriceList,
    ShopStep,
    add_item,
    close_shop,
    make_price_list,
    open_shop,
    set_alarm,
)
from timebank.shop.order_model import OrderState
from timebank.shop.order_queries import OrderView, order_view, orders_page
from timebank.shop.ordering import OrderStep, PlacedOrder, cancel_order, place_order
from timebank.shop.queries import (
    ItemLine,
    PriceListView,
    Shopfront,
    items_page,
    price_lists_page,
    shopfront,
    shops_page,
)

blueprint = Blueprint("shop", "The points shop")


@dataclass(frozen=True, slots=True)
class ShopQuery:
    """Which shop, by its site."""

    site: str


class ShopQuerySchema(CommandSchema):
    """How `ShopQuery` is read."""

    command = ShopQuery
    site = Digits(14, required=True)


@dataclass(frozen=True, slots=True)
class OrdersQuery(PageQuery):
    """Which orders are wanted; `site` may be a region too."""

    state: tuple[str, ...] = ()
    site: str = ""


class OrdersQuerySchema(PageQuerySchema):
    """How `OrdersQuery` is read."""

    command = OrdersQuery
    state = fields.List(Choice(OrderState))
    site = Digits(14)


@blueprint.get("/shops", is_public=True)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[Shopfront])
def list_shops(query: PageQuery) -> Page[Shopfront]:
    """List the open shops, without their goods"""
    with bank().reading(current_actor()) as reading:
        return shops_page(reading, after=query.after, limit=query.limit)


@blueprint.post("/shops")
@blueprint.arguments(OpenShopSchema)
@blueprint.response(201, ShopStep)
def add_shop(command: OpenShop) -> ShopStep:
    """Open the shop of a site"""
    return bank().run(open_shop, command, current_actor(), request_key())


@blueprint.post("/shops/<site>/closure")
@blueprint.response(201, ShopStep)
def end_shop(site: str) -> ShopStep:
    """Take no new orders at a shop"""
    return bank().run(close_shop, CloseShop(site), current_actor(), request_key())


@blueprint.get("/shop/goods", is_public=True)
@blueprint.arguments(ShopQuerySchema, location="query")
@blueprint.response(200, Shopfront)
def show_goods(query: ShopQuery) -> Shopfront:
    """Show what a shop sells, with the number of the price list in force"""
    with bank().reading(current_actor()) as reading:
        return shopfront(reading, query.site)


@blueprint.get("/shop/items")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[ItemLine])
def list_items(query: PageQuery) -> Page[ItemLine]:
    """List the things that shops of the book may keep"""
    with bank().reading(current_actor()) as reading:
        return items_page(reading, after=query.after, limit=query.limit)


@blueprint.post("/shop/items")
@blueprint.arguments(AddItemSchema)
@blueprint.response(201, AddedItem)
def add_one_item(command: AddItem) -> AddedItem:
    """Name a thing that shops of the book may keep"""
    return bank().run(add_item, command, current_actor(), request_key())


@blueprint.post("/shop/alarms")
@blueprint.arguments(SetAlarmSchema)
@blueprint.response(201, AlarmSet)
def add_alarm(command: SetAlarm) -> AlarmSet:
    """Set the mark at which the keepers are told that an item runs low"""
    return bank().run(set_alarm, command, current_actor(), request_key())


@blueprint.get("/shops/<site>/price-lists", is_public=True)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[PriceListView])
def list_price_lists(query: PageQuery, site: str) -> Page[PriceListView]:
    """List the price lists of a shop, newest first"""
    with bank().reading(current_actor()) as reading:
        return price_lists_page(reading, site, after=query.after, limit=query.limit)


@blueprint.post("/shop/price-lists")
@blueprint.arguments(MakePriceListSchema)
@blueprint.response(201, MadePriceList)
def add_price_list(command: MakePriceList) -> MadePriceList:
    """Put a whole list of prices into force from a day on"""
    return bank().run(make_price_list, command, current_actor(), request_key())


@blueprint.get("/shop/orders")
@blueprint.arguments(OrdersQuerySchema, location="query")
@blueprint.response(200, Page[OrderView])
def list_orders(query: OrdersQuery) -> Page[OrderView]:
    """List the orders one may see, newest first"""
    with bank().reading(current_actor()) as reading:
        return orders_page(
            reading,
            current_actor(),
            states=tuple(query.state),
            site=query.site,
            after=query.after,
            limit=query.limit,
        )


@blueprint.post("/shop/orders")
@blueprint.arguments(PlaceOrderSchema)
@blueprint.response(201, PlacedOrder)
def add_order(command: PlaceOrder) -> PlacedOrder:
    """Order goods for a household; answers the pick-up code"""
    return bank().run(place_order, command, current_actor(), request_key())


@blueprint.get("/shop/orders/<order_id>")
@blueprint.response(200, OrderView)
def show_order(order_id: str) -> OrderView:
    """Show one order, found by its id or number"""
    with bank().reading(current_actor()) as reading:
        return order_view(reading, order_id, current_actor())


@blueprint.post("/shop/orders/<order_id>/handover")
@blueprint.arguments(PickUpCodeSchema)
@blueprint.response(201, HandedOver)
def hand_order_over(code: PickUpCode, order_id: str) -> HandedOver:
    """Hand an order over against its pick-up code"""
    return bank().run(hand_over, HandOver(order_id, code.code), current_actor(), request_key())


@blueprint.post("/shop/orders/<order_id>/cancellation")
@blueprint.response(201, OrderStep)
def cancel_one_order(order_id: str) -> OrderStep:
    """Give points and goods of an order free"""
    return bank().run(cancel_order, CancelOrder(order_id), current_actor(), request_key())


@blueprint.post("/shop/orders/<order_id>/return")
@blueprint.arguments(ReturnInputSchema)
@blueprint.response(201, OrderStep)
def take_goods_back(returned: ReturnInput, order_id: str) -> OrderStep:
    """Take back some of what was handed over"""
    command = ReturnGoods(order_id, returned.lines, returned.reason)
    return bank().run(return_goods, command, current_actor(), request_key())
