"""Behind the counter: the shelf, deliveries, counts, prices, donors, and the shop itself."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.paging import LONGEST_PAGE
from timebank.shop.commands import (
    AddItem,
    AddItemSchema,
    CloseShop,
    MakePriceList,
    MakePriceListSchema,
    OpenShop,
    OpenShopSchema,
    SetAlarm,
    SetAlarmSchema,
)
from timebank.shop.count_queries import counts_page
from timebank.shop.donors import donor_view, donors_page
from timebank.shop.finding import KEEPERS, ONLOOKERS
from timebank.shop.keeping import add_item, close_shop, make_price_list, open_shop, set_alarm
from timebank.shop.queries import items_page, price_lists_page, stock_of
from timebank.shop.stocktaking import count_stock, decide_count, spoil_goods
from timebank.shop.supply_commands import (
    CountAnswer,
    CountAnswerSchema,
    CountStock,
    CountStockSchema,
    DecideCount,
    DeliverGoods,
    DeliverGoodsSchema,
    PledgeGoods,
    PledgeGoodsSchema,
    RegisterDonor,
    RegisterDonorSchema,
    SpoilGoods,
    SpoilGoodsSchema,
)
from timebank.shop.supply_model import DONOR_KIND_NAMES, CountState
from timebank.shop.supplying import deliver_goods, pledge_goods, register_donor
from web import times
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import default_values, read_form, shown_again_by
from web.market_words import COUNT_WORDS
from web.paged import after, pager
from web.shop import shop_site
from web.translate import _

pages = Blueprint("supply_pages", __name__)
pages.before_request(want_login)

Shown = dict[str, Any]
PRICE = "p-"
DELIVERY_FORMS = ("deliveries", "pledges", "items", "donors")
COUNT_FORMS = ("counts", "spoilages", "alarms")


@pages.get("/shop/stock")
def stock() -> str:
    """Show where the pieces of each item are."""
    actor = want_role(*ONLOOKERS)
    site = shop_site()
    lines = stock_of(reading(), site, actor)
    return render_template("stock.html", site=site, lines=lines, may_keep=actor.may_act_at(site, KEEPERS))


@pages.get("/shop/deliveries/new")
def delivery_page() -> str:
    """Show the form that takes goods in, or the one asked for: a promise, a new item, a new donor."""
    actor = want_role(*KEEPERS)
    donors = donors_page(reading(), actor, limit=LONGEST_PAGE).items
    return render_template(
        "delivery_new.html",
        site=shop_site(),
        form_shown=_form_of(DELIVERY_FORMS),
        items=_items(),
        donors=[(one.id, f"{one.name} · {one.number}") for one in donors],
        donor_kinds=[(kind.value, _(name)) for kind, name in DONOR_KIND_NAMES.items()],
    )


@pages.post("/shop/deliveries")
@shown_again_by(delivery_page)
def deliver() -> Response:
    """Take goods in."""
    command: DeliverGoods = read_form(DeliverGoodsSchema())
    done = run(deliver_goods, command)
    words = _("收到 %(quantity)s，货架上现在有 %(left)s。", quantity=done.quantity, left=done.on_shelf)
    flash(words, "good")
    return redirect(f"/shop/stock?site={command.site}", 303)


@pages.post("/shop/items")
@shown_again_by(delivery_page)
def name_item() -> Response:
    """Name a new item."""
    command: AddItem = read_form(AddItemSchema())
    added = run(add_item, command)
    flash(_("物品加好了，编码 %(item)s。", item=added.item), "good")
    return redirect(f"/shop/deliveries/new?site={command.site}", 303)


@pages.post("/shop/donors")
@shown_again_by(delivery_page)
def add_donor() -> Response:
    """Put a donor on record."""
    command: RegisterDonor = read_form(RegisterDonorSchema())
    added = run(register_donor, command)
    flash(_("捐赠人登记好了，编号 %(number)s。", number=added.number), "good")
    return redirect(f"/shop/deliveries/new?site={command.site}", 303)


@pages.post("/shop/pledges")
@shown_again_by(delivery_page)
def pledge() -> Response:
    """Note a promise."""
    command: PledgeGoods = read_form(PledgeGoodsSchema())
    noted = run(pledge_goods, command)
    words = _("认捐记好了，编号 %(number)s。到货时再记实收多少。", number=noted.number)
    flash(words, "good")
    return redirect(f"/shop/donors/{command.donor}", 303)


@pages.get("/shop/counts")
def counts() -> str:
    """Show the counts of a shop with the form that counts, or the one asked for: spoil, set the alarm."""
    actor = want_role(*ONLOOKERS)
    site = shop_site()
    page = counts_page(reading(), site, actor, after=after())
    lines = stock_of(reading(), site, actor)
    return render_template(
        "counts.html",
        site=site,
        form_shown=_form_of(COUNT_FORMS),
        counts=[
            {"count": one, "words": _(COUNT_WORDS[one.state]), "is_waiting": one.state == CountState.WAITING}
            for one in page.items
        ],
        items=[(line.item, f"{line.name}（{line.held}{line.measure}）") for line in lines],
        may_keep=actor.may_act_at(site, KEEPERS),
        **pager(page),
    )


def counts_again(**_address: str) -> str:
    """Show the counts again after a refused form about one of them."""
    return counts()


@pages.post("/shop/counts")
@shown_again_by(counts)
def count() -> Response:
    """Say how many really lie there."""
    command: CountStock = read_form(CountStockSchema())
    done = run(count_stock, command)
    words = (
        _("数目对。")
        if not done.difference
        else _("差 %(difference)s，等第二个人确认。", difference=done.difference)
    )
    flash(words, "good")
    return redirect(f"/shop/counts?site={command.site}", 303)


@pages.post("/shop/counts/<count_id>/confirmation")
@shown_again_by(counts_again)
def confirm(count_id: str) -> Response:
    """Confirm or throw away somebody else's count."""
    answer: CountAnswer = read_form(CountAnswerSchema())
    run(decide_count, DecideCount(count_id, answer.confirm))
    flash(_("差额记好了。") if answer.confirm else _("这次盘点作废了。"), "good")
    return redirect("/shop/counts", 303)


@pages.post("/shop/spoilages")
@shown_again_by(counts)
def spoil() -> Response:
    """Take spoiled pieces off the shelf."""
    command: SpoilGoods = read_form(SpoilGoodsSchema())
    done = run(spoil_goods, command)
    flash(_("记好了，货架上还有 %(left)s。", left=done.on_shelf), "good")
    return redirect(f"/shop/stock?site={command.site}", 303)


@pages.post("/shop/alarms")
@shown_again_by(counts)
def alarm() -> Response:
    """Set the mark at which the keepers are told."""
    command: SetAlarm = read_form(SetAlarmSchema())
    run(set_alarm, command)
    flash(_("提醒设好了。"), "good")
    return redirect(f"/shop/stock?site={command.site}", 303)


@pages.get("/shop/prices")
def prices() -> str:
    """Show the price lists, and to a keeper the form of the next."""
    actor, site = current_actor(), shop_site()
    page = price_lists_page(reading(), site, after=after())
    in_force = next((one for one in page.items if one.is_in_force), None)
    today = times.today()
    now = {} if in_force is None else {f"{PRICE}{line.item}": str(line.points) for line in in_force.prices}
    default_values(valid_from_year=today.year, valid_from_month=today.month, valid_from_day=today.day, **now)
    return render_template(
        "prices.html",
        site=site,
        lists=page.items,
        items=_items(),
        may_keep=actor.may_act_at(site, KEEPERS),
        **pager(page),
    )


@pages.post("/shop/prices")
@shown_again_by(prices)
def set_prices() -> Response:
    """Put a new price list into force; an item without a price is not sold."""
    typed = {
        name.removeprefix(PRICE): value.strip()
        for name, value in request.form.items()
        if name.startswith(PRICE)
    }
    lines = [{"item": item, "points": value} for item, value in typed.items() if value]
    command: MakePriceList = read_form(MakePriceListSchema(), prices=lines)
    made = run(make_price_list, command)
    words = (
        _("新价目表 %(number)s，%(day)s 起用。", number=made.number, day=made.valid_from)
        if made.is_new
        else _("和现在的价目表一样，没有改动。")
    )
    flash(words, "good")
    return redirect(f"/shop/prices?site={command.site}", 303)


@pages.get("/shop/donors")
def donors() -> str:
    """Show the donors."""
    actor = want_role(*ONLOOKERS)
    page = donors_page(reading(), actor, after=after())
    kinds = {kind.value: _(name) for kind, name in DONOR_KIND_NAMES.items()}
    return render_template("donors.html", donors=page.items, kinds=kinds, **pager(page))


@pages.get("/shop/donors/<donor>")
def donor_page(donor: str) -> str:
    """Show what a donor promised and delivered, and which villages it reached; `own` is the donor's own page."""
    view = donor_view(reading(), "" if donor == "own" else donor, current_actor())
    return render_template("donor_show.html", view=view)


@pages.post("/shops")
def open_one() -> Response:
    """Open the shop of a site."""
    want_role(Role.COORDINATOR, Role.COUNTY)
    command: OpenShop = read_form(OpenShopSchema())
    run(open_shop, command)
    flash(_("积分超市开张了。"), "good")
    return redirect(f"/shop/desk?site={command.site}", 303)


@pages.post("/shops/<site>/closure")
def close_one(site: str) -> Response:
    """Close the shop of a site."""
    run(close_shop, CloseShop(site))
    flash(_("积分超市停业了，订好的照常来取。"), "good")
    return redirect(f"/shop/desk?site={site}", 303)


def _form_of(forms: tuple[str, ...]) -> str:
    """Return which of a page's forms is shown: the one that was sent and refused, the one asked for, the first."""
    sent = request.path.removeprefix("/shop/") if request.method == "POST" else request.args.get("form", "")
    return sent if sent in forms else forms[0]


def _items() -> list[tuple[str, str]]:
    page = items_page(reading(), limit=LONGEST_PAGE)
    return [(one.item, f"{one.name}（{one.measure}）") for one in page.items]
