"""Sheets for the wall: the price list, the rules of points, the awards on notice, the red list."""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.paging import LONGEST_PAGE
from timebank.places.queries import site_row
from timebank.points.award_queries import PROPOSERS, award_notices
from timebank.points.heads import HEADS
from timebank.points.queries import rules_of
from timebank.shop.queries import shopfront
from timebank.shop.red_list import answer_red_list, own_red_list, propose_for_red_list, red_list
from timebank.shop.supply_commands import (
    AnswerRedList,
    ProposeForRedList,
    ProposeForRedListSchema,
    RedListAnswer,
    RedListAnswerSchema,
)
from web import times
from web.current import current_actor, reading, run, want_login
from web.forms import read_form, shown_again_by
from web.paged import after, pager
from web.shop import shop_site
from web.translate import _

pages = Blueprint("wall_pages", __name__)
pages.before_request(want_login)

VILLAGE_DIGITS = 12


@pages.get("/wall/prices")
def wall_prices() -> str:
    """Show the price list in force as a sheet."""
    site = shop_site()
    return _sheet("prices", site, shop=shopfront(reading(), site))


@pages.get("/wall/rules")
def wall_rules() -> str:
    """Show how points come and go as a sheet; never how many an hour brings, nor what they would be in money."""
    site = shop_site()
    rules, row = reading().policy, site_row(reading(), site)
    return _sheet(
        "rules",
        site,
        heads=[(_(head.name), _(head.hint)) for head in HEADS],
        most=rules.number("points.award_max", site),
        notice_days=rules.number("points.notice_days", site),
        hold_days=rules.number("shop.hold_days", site),
        village_rules=rules_of(reading(), row.region[:VILLAGE_DIGITS]),
    )


@pages.get("/wall/points")
def wall_points() -> str:
    """Show the awards on notice as a sheet."""
    site = shop_site()
    return _sheet("points", site, lines=award_notices(reading(), site=site, limit=LONGEST_PAGE).items)


@pages.get("/wall/red-list")
def wall_red_list() -> str:
    """Show the red list as a sheet: members who agreed to it."""
    site = shop_site()
    return _sheet("red_list", site, names=red_list(reading(), site, limit=LONGEST_PAGE).items)


@pages.get("/red-list")
def red_list_page() -> str:
    """Show the red list of a site, what one was asked oneself, and, at a desk, the form that asks."""
    actor, site = current_actor(), shop_site()
    page = red_list(reading(), site, after=after())
    return render_template(
        "red_list.html",
        site=site,
        place=site_row(reading(), site).name,
        names=page.items,
        own=own_red_list(reading(), actor),
        may_propose=actor.may_act_at(site, PROPOSERS),
        **pager(page),
    )


def red_list_again(**_address: str) -> str:
    """Show the red list again after a refused form."""
    return red_list_page()


@pages.post("/red-list")
@shown_again_by(red_list_page)
def propose() -> Response:
    """Ask a member whether to be named."""
    command: ProposeForRedList = read_form(ProposeForRedListSchema())
    run(propose_for_red_list, command)
    flash(_("已经去问本人了，同意以后才上榜。"), "good")
    return redirect("/red-list", 303)


@pages.post("/red-list/<entry_id>/answer")
@shown_again_by(red_list_again)
def answer(entry_id: str) -> Response:
    """Agree, refuse, or take it back."""
    given: RedListAnswer = read_form(RedListAnswerSchema())
    run(answer_red_list, AnswerRedList(entry_id, given.agree))
    flash(_("谢谢，您上红榜了。") if given.agree else _("好的，不会上榜。"), "good")
    return redirect("/red-list", 303)


def _sheet(kind: str, site: str, **shown: object) -> str:
    place = site_row(reading(), site)
    titles = {
        "prices": _("积分超市价目表"),
        "rules": _("积分怎么得、怎么用"),
        "points": _("积分公示"),
        "red_list": _("红榜"),
    }
    back = {
        "prices": "/shop/prices",
        "rules": "/points/rules",
        "points": "/points/notices",
        "red_list": "/red-list",
    }
    query = f"?site={site}" if request.args.get("site") else ""
    return render_template(
        "wall_sheet.html",
        kind=kind,
        title=titles[kind],
        back_url=back[kind] + query,
        place=place.name,
        telephone=place.phone,
        printed=times.today(),
        **shown,
    )
