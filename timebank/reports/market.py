"""Points, orders of the shop and gifts of time as sheets, each as on its page, with the names in part."""

from collections.abc import Iterator

from timebank.actors import Actor
from timebank.errors import N_
from timebank.gifts.queries import gifts_page
from timebank.members.queries import masked
from timebank.paging import LONGEST_PAGE
from timebank.points.queries import points_entries
from timebank.reports.accounts import widest_scope
from timebank.reports.asked import Ask
from timebank.reports.sheet import Row, Say, Sheet, every_item
from timebank.reports.words import GIFT_STATES, ORDER_STATES, POINTS_KINDS
from timebank.shop.order_queries import OrderView, orders_page
from timebank.work import Reading


def orders_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the orders one may see, newest first, a row for each item of an order; never a pick-up code."""
    columns = (
        N_("编号"),
        N_("互助点"),
        N_("户号"),
        N_("谁订的"),
        N_("谁代办"),
        N_("什么时候"),
        N_("物品"),
        N_("数量"),
        N_("每件积分"),
        N_("退了"),
        N_("价目表"),
        N_("状态"),
    )
    views = every_item(
        lambda after: orders_page(reading, actor, site=ask.site, after=after, limit=LONGEST_PAGE)
    )
    rows = (row for view in views for row in _lines(view, say))
    return Sheet(say(N_("积分超市订单")), tuple(map(say, columns)), rows)


def points_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the entries over points of a place, newest first; they name no household.

    Raises:
        NotAllowed: the place is not within the actor's office.
    """
    columns = (N_("序号"), N_("互助点"), N_("记账时间"), N_("事项"), N_("积分"))
    place = ask.site or widest_scope(actor)
    lines = every_item(
        lambda after: points_entries(reading, actor, site=place, after=after, limit=LONGEST_PAGE)
    )
    rows: Iterator[Row] = (
        (line.seq, line.site, line.recorded_at, say(POINTS_KINDS[line.kind]), line.points) for line in lines
    )
    return Sheet(say(N_("积分流水")), tuple(map(say, columns)), rows)


def gifts_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the gifts of time one may see, newest first."""
    columns = (
        N_("编号"),
        N_("谁送的"),
        N_("送给谁"),
        N_("分钟"),
        N_("哪天送的"),
        N_("最迟答复"),
        N_("状态"),
    )
    views = every_item(
        lambda after: gifts_page(reading, actor, site=ask.site, after=after, limit=LONGEST_PAGE)
    )
    rows: Iterator[Row] = (
        (
            view.number,
            masked(view.giver_name),
            masked(view.receiver_name),
            view.minutes,
            view.given_on,
            view.answer_until,
            say(GIFT_STATES[view.state]),
        )
        for view in views
    )
    return Sheet(say(N_("亲属间送时间")), tuple(map(say, columns)), rows)


def _lines(view: OrderView, say: Say) -> Iterator[Row]:
    proxy = view.placed_by if view.placed_by != view.ordered_by else ""
    for line in view.lines:
        yield (
            view.number,
            view.site_name,
            view.household_number,
            masked(view.ordered_by),
            masked(proxy) if proxy else "",
            view.placed_at,
            line.name,
            line.quantity,
            line.points,
            line.returned,
            view.price_list,
            say(ORDER_STATES[view.state]),
        )
