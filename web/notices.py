"""The public notice: who served how long, for everybody to see before it counts, on the screen and on the wall."""

from typing import Any

from flask import Blueprint, render_template, request

from timebank.notices.queries import NoticeLine, notices_page
from timebank.places.queries import site_row
from timebank.places.site_ids import SITE_DIGITS
from timebank.schemas import plain_digits
from web import times
from web.current import current_book, reading
from web.paged import after, pager
from web.translate import _

pages = Blueprint("notices_pages", __name__)

LINES_ON_THE_WALL = 500
LONGEST_NUMBER = 32


@pages.get("/notices")
def list_page() -> str:
    """Show the public list, or the one service whose number is asked for."""
    number = plain_digits(request.args.get("number", "")[:LONGEST_NUMBER])
    site = request.args.get("site", "")
    page = notices_page(reading(), site=site, number=number, after=after())
    lines = [line_shown(line) for line in page.items]
    return render_template("notices.html", number=number, site=site, lines=lines, **pager(page))


@pages.get("/notices/print")
def print_page() -> str:
    """Show the list as a sheet for the wall: of a site, a region, or the county."""
    site = request.args.get("site", "")
    is_site = len(site) == SITE_DIGITS
    page = notices_page(reading(), site=site, limit=LINES_ON_THE_WALL)
    return render_template(
        "notices_print.html",
        back_url="/notices",
        place=site_row(reading(), site).name if is_site else current_book().name,
        printed=times.today(),
        telephone=_("县民政局"),
        lines=[line_shown(line) for line in page.items],
        names_sites=not is_site,
    )


def line_shown(line: NoticeLine) -> dict[str, Any]:
    """Return a line of the list: the volunteer masked, the elder not at all."""
    return {
        "number": line.number,
        "volunteer": line.volunteer,
        "site": line.site_name,
        "day": line.day,
        "minutes": line.minutes,
        "until": line.notice_until,
    }
