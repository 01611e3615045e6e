"""Goods that came in or were exchanged at the shops of a place: the list behind two of its figures."""

from flask import Blueprint, abort, render_template, request

from timebank.places.queries import STAFF
from timebank.shop.moved_goods import MOVES, moved_goods_page
from timebank.shop.stock import DELIVERED
from web.current import reading, want_login, want_role
from web.figures import total_at
from web.paged import after, pager

pages = Blueprint("goods_moved_pages", __name__)
pages.before_request(want_login)


@pages.get("/shop/moved")
def list_page() -> str:
    """Show the lines that add up to one of the two figures."""
    actor = want_role(*STAFF)
    place = request.args.get("site", "") or min(actor.scopes(*STAFF), key=len)
    figure = f"goods.{request.args.get('figure', 'delivered')}"
    if figure not in MOVES:
        abort(404)
    page = moved_goods_page(reading(), actor, place=place, figure=figure, after=after())
    return render_template(
        "goods_moved.html",
        came_in=figure == DELIVERED,
        total=total_at(place, figure),
        lines=page.items,
        **pager(page),
    )
