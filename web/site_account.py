"""The account of a site: its people, hours, points, stock and pool, as one page."""

from flask import Blueprint, render_template

from timebank.errors import NotAllowed
from timebank.members.queries import coordinators_of, names_of, shopkeepers_of
from timebank.places.queries import STAFF, view_site
from timebank.places.site_ids import SITE_DIGITS
from timebank.shop.queries import stock_of
from timebank.shop.refusals import ShopNotFound
from timebank.statements import accounts_of
from timebank.tallies import figures
from timebank.teams.queries import teams_page
from timebank.units import MINUTES, POINTS
from web.current import reading, want_login, want_role
from web.figures import COLUMNS, figure
from web.teams import line_shown

pages = Blueprint("site_account_pages", __name__)
pages.before_request(want_login)

TEAMS_SHOWN = 5


@pages.get("/sites/<site>")
def account_page(site: str) -> str:
    """Show the account of a site to who works within its region."""
    actor = want_role(*STAFF)
    if not actor.may_act_at(site, STAFF):
        raise NotAllowed
    view = view_site(reading(), site, actor)
    kept = figures(reading().connection, reading().book, view.id, SITE_DIGITS).get(view.id, {})
    accounts = {account.unit: account for account in accounts_of(reading(), view.id, actor)}
    try:
        stock = stock_of(reading(), view.id, actor)
    except ShopNotFound:
        stock = ()
    staff = names_of(reading(), {*coordinators_of(reading(), site), *shopkeepers_of(reading(), site)})
    return render_template(
        "site_account.html",
        site=view,
        staff="、".join(staff.values()),
        figures=[figure(column, view.id, kept) for column in COLUMNS],
        teams=[
            line_shown(line) for line in teams_page(reading(), actor, site=view.id, limit=TEAMS_SHOWN).items
        ],
        pool=accounts[MINUTES],
        takings=accounts.get(POINTS),
        stock=stock,
    )
