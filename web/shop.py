"""The shop: what it sells, an order and its code, and the counter where it is handed over."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.members.queries import find_any_member
from timebank.points.queries import PointsView, points_of, purse_of
from timebank.schemas import plain_digits
from timebank.shop.commands import (
    CancelOrder,
    HandOver,
    PickUpCode,
    PickUpCodeSchema,
    PlaceOrder,
    PlaceOrderSchema,
    ReturnGoods,
    ReturnInput,
    ReturnInputSchema,
)
from timebank.shop.finding import SELLERS, find_order, may_cancel
from timebank.shop.handing_over import hand_over, return_goods
from timebank.shop.order_model import OrderState
from timebank.shop.order_queries import OrderView, order_view, orders_page
from timebank.shop.ordering import cancel_order, place_order
from timebank.shop.queries import shopfront, shops_page, stock_of
from timebank.shop.refusals import ShopNotFound
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import read_form, shown_again_by
from web.market_words import ORDER_WORDS
from web.paged import after, pager
from web.translate import _
from web.ward import acting_for, ward_id

pages = Blueprint("shop_pages", __name__)
pages.before_request(want_login)

Shown = dict[str, Any]
QUANTITY = "q-"
"""Begins the name of an input that holds how many pieces of the item named after it are wanted."""
MOST_SHOPS, MOST_WAITING = 100, 50


def shop_site() -> str:
    """Return the site whose shop the page is about: the one asked for, the one kept, or the own."""
    actor = current_actor()
    kept = actor.scopes(*SELLERS)
    return (
        request.values.get("site", "")
        or (kept[0] if kept else "")
        or find_any_member(reading(), ward_id() if acting_for() else actor.member_id).site
    )


@pages.get("/shop")
def front() -> str:
    """Show what a shop sells, with the form of an order."""
    actor, site = current_actor(), shop_site()
    shops = [(one.site, one.site_name) for one in shops_page(reading(), limit=MOST_SHOPS).items]
    try:
        shop = shopfront(reading(), site)
    except ShopNotFound:
        return render_template(
            "shop.html", shop=None, shops=shops, household=None, is_counter=False, is_for_elder=False
        )
    is_counter = actor.may_act_at(site, SELLERS)
    wanted = request.values.get("household", "")
    household = for_elder = None if is_counter else _for_elder()
    if household is None and (wanted or not is_counter):
        household = points_of(reading(), wanted, actor)
    return render_template(
        "shop.html",
        shop=shop,
        shops=shops,
        household=household,
        is_counter=is_counter,
        is_for_elder=for_elder is not None,
    )


@pages.post("/shop/orders")
@shown_again_by(front)
def order() -> Response:
    """Order; the page shown then has the code."""
    lines = _lines(QUANTITY)
    command: PlaceOrder = read_form(
        PlaceOrderSchema(), lines=lines, price_list=request.form.get("price_list")
    )
    placed = run(place_order, command)
    if current_actor().may_act_at(command.site, SELLERS):
        words = _(
            "订好了，共 %(points)s 分。取货码 %(code)s，写给这一户。", points=placed.points, code=placed.code
        )
    else:
        words = _(
            "订好了，共 %(points)s 分。来取时报取货码 %(code)s。", points=placed.points, code=placed.code
        )
    flash(words, "good")
    return redirect(f"/shop/orders/{placed.id}", 303)


@pages.get("/shop/orders")
def orders() -> str:
    """Show the orders of the own household; at the counter those of the shop, or the one whose number is typed."""
    actor = current_actor()
    states = tuple(request.args.getlist("state"))
    page = orders_page(reading(), actor, states=states, site=request.args.get("site", ""), after=after())
    return render_template(
        "orders.html",
        orders=[_order(one) for one in page.items],
        is_counter=actor.has(*SELLERS),
        **pager(page),
    )


@pages.get("/shop/orders/find")
def find() -> Response:
    """Go to the order whose number is typed at the counter."""
    return redirect(f"/shop/orders/{plain_digits(request.args.get('number', ''))[:16] or '0'}", 303)


@pages.get("/shop/orders/<order_id>")
def order_page(order_id: str) -> str:
    """Show one order, by its id or number, with what this actor may do."""
    actor = current_actor()
    view = order_view(reading(), order_id, actor)
    return render_template("order_show.html", order=_order(view), actions=_actions(view))


@pages.post("/shop/orders/<order_id>/handover")
@shown_again_by(order_page)
def handover(order_id: str) -> Response:
    """Hand an order over against its code."""
    given: PickUpCode = read_form(PickUpCodeSchema())
    sale = run(hand_over, HandOver(order_id, given.code))
    flash(
        _("交货好了，收 %(points)s 分，价目表 %(list)s。", points=sale.points, list=sale.price_list), "good"
    )
    return redirect(f"/shop/orders/{sale.id}", 303)


@pages.post("/shop/orders/<order_id>/cancellation")
@shown_again_by(order_page)
def cancel(order_id: str) -> Response:
    """Give an order free."""
    step = run(cancel_order, CancelOrder(order_id))
    flash(_("取消了，退回 %(points)s 分。", points=step.points), "good")
    return redirect(f"/shop/orders/{step.id}", 303)


@pages.post("/shop/orders/<order_id>/return")
@shown_again_by(order_page)
def give_back(order_id: str) -> Response:
    """Take some of a sale back."""
    given: ReturnInput = read_form(ReturnInputSchema(), lines=_lines("r-"))
    step = run(return_goods, ReturnGoods(order_id, given.lines, given.reason))
    flash(_("退好了，退回 %(points)s 分。", points=step.points), "good")
    return redirect(f"/shop/orders/{step.id}", 303)


@pages.get("/shop/desk")
def desk() -> str:
    """Show the counter: who waits for goods, what runs low, what the keeper does."""
    actor = want_role(*SELLERS)
    site = shop_site()
    waiting = orders_page(reading(), actor, states=(OrderState.RESERVED,), site=site, limit=MOST_WAITING)
    try:
        shop = shopfront(reading(), site)
        low = [line for line in stock_of(reading(), site, actor) if line.is_low]
    except ShopNotFound:
        shop, low = None, []
    return render_template(
        "shop_desk.html",
        site=site,
        shop=shop,
        waiting=[_order(one) for one in waiting.items],
        low=low,
        may_open=actor.has(Role.COORDINATOR),
    )


def _for_elder() -> PointsView | None:
    """Return the points of the elder's household for whom one acts, where the elder gave leave to spend them."""
    ward = ward_id() if acting_for() else ""
    return purse_of(reading(), ward, current_actor()) if ward else None


def _lines(prefix: str) -> list[Shown]:
    """Return the lines that were typed; an input left empty or at 0 is none."""
    typed = {
        name.removeprefix(prefix): value.strip()
        for name, value in request.form.items()
        if name.startswith(prefix)
    }
    return [{"item": item, "quantity": value} for item, value in typed.items() if value.strip("0０")]


def _order(view: OrderView) -> Shown:
    return {
        "id": view.id,
        "number": view.number,
        "state": view.state,
        "words": _(ORDER_WORDS[view.state]),
        "site": view.site_name,
        "points": view.points,
        "price_list": view.price_list,
        "household": view.household_number,
        "ordered_by": view.ordered_by,
        "placed_by": view.placed_by,
        "placed_at": view.placed_at,
        "hold_until": view.hold_until,
        "code": view.code,
        "lines": view.lines,
        "title": "、".join(f"{line.name} {line.quantity}{line.measure}" for line in view.lines),
    }


def _actions(view: OrderView) -> list[str]:
    actor = current_actor()
    row = find_order(reading(), view.id, actor)
    sells = actor.may_act_at(view.site, SELLERS)
    may = {
        "hand_over": view.state == OrderState.RESERVED and sells,
        "cancel": view.state == OrderState.RESERVED and may_cancel(reading(), row, actor),
        "return": view.state == OrderState.HANDED_OVER and sells,
    }
    return [action for action, is_so in may.items() if is_so]
