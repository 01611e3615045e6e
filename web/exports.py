"""Sheets to take away, and the two reports that are also read on the screen: indicators, and what the county owes."""

from itertools import groupby

from flask import Blueprint, Response, render_template, request, send_file
from marshmallow import ValidationError

from timebank.actors import Role
from timebank.age_bands import AGE_BANDS
from timebank.errors import N_, InvalidInput
from timebank.liabilities import MAY_SEE, liabilities, outlook
from timebank.members.commands import LookPurpose
from timebank.members.grants import KEEPERS, STAFF
from timebank.places.queries import sites_page
from timebank.places.regions import place_name
from timebank.places.site_ids import SITE_DIGITS
from timebank.reports.accounts import widest_scope
from timebank.reports.asked import Ask, AskSchema, SheetName, sheet_named
from timebank.reports.files import MEDIA_TYPES, FileKind, write_file
from timebank.reports.indicators import MINUTES, Indicator, indicators
from timebank.reports.making import make_sheet
from web import filters, times
from web.current import bank, current_actor, reading, want_login, want_role
from web.members import EVERY_SITE
from web.translate import _
from web.words import PURPOSE_WORDS

pages = Blueprint("exports_pages", __name__)
pages.before_request(want_login)

OFFICES = tuple(role for role in STAFF if role is not Role.SHOPKEEPER)
REGIONS = (Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)
SHEETS = {
    SheetName.MEMBERS: (N_("成员"), OFFICES),
    SheetName.SERVICES: (N_("服务"), OFFICES),
    SheetName.NEEDS: (N_("需求"), OFFICES),
    SheetName.SITES: (N_("互助点"), OFFICES),
    SheetName.CERTIFICATES: (N_("服务证明"), KEEPERS),
    SheetName.ORDERS: (N_("积分超市订单"), OFFICES),
    SheetName.POINTS: (N_("积分流水"), OFFICES),
    SheetName.GIFTS: (N_("亲属间送时间"), OFFICES),
    SheetName.INDICATORS: (N_("指标"), OFFICES),
    SheetName.FIGURES: (N_("辖区数字"), REGIONS),
    SheetName.OBJECTIONS: (N_("异议"), (Role.COUNTY,)),
    SheetName.LIABILITIES: (N_("欠着的时间"), MAY_SEE),
}


@pages.get("/exports")
def choose_page() -> str:
    """Show which sheets there are, and the form that asks for one."""
    actor = want_role(*OFFICES)
    sites = sites_page(reading(), actor, scope=widest_scope(actor), limit=EVERY_SITE).items
    return render_template(
        "exports.html",
        sheets=[
            {"code": name.value, "words": _(words)}
            for name, (words, roles) in SHEETS.items()
            if actor.has(*roles)
        ],
        sites=[(site.id, f"{site.place} {site.name}") for site in sites],
        purposes=[(purpose.value, _(PURPOSE_WORDS[purpose])) for purpose in LookPurpose]
        if actor.has(*KEEPERS)
        else [],
        first_day=times.today().replace(month=1, day=1),
        last_day=times.today(),
    )


@pages.get("/exports/file")
def file_asked_for() -> Response:
    """Give the sheet that the form asks for."""
    return export(request.args.get("sheet", ""))


@pages.get("/exports/<sheet>")
def export(sheet: str) -> Response:
    """Give a sheet as a file."""
    name, actor, ask = sheet_named(sheet), current_actor(), _asked()
    kind = FileKind(ask.format)
    file = write_file(make_sheet(bank(), reading(), name, actor, ask, _), kind)
    return send_file(
        file, mimetype=MEDIA_TYPES[kind], as_attachment=True, download_name=f"timebank-{name}.{kind}"
    )


@pages.get("/indicators")
def indicators_page() -> str:
    """Show the indicators of a region and a period."""
    actor, ask = want_role(*OFFICES), _asked()
    scope = ask.site or widest_scope(actor)
    first, last = ask.from_day or times.today().replace(month=1, day=1), ask.until_day or times.today()
    lines = indicators(reading(), actor, scope, first, last)
    groups = [
        {
            "words": _(group),
            "lines": [
                {"name": _(name), "value": " · ".join(map(_amount, same))}
                for name, same in groupby(some, key=lambda line: line.name)
            ],
        }
        for group, some in groupby(lines, key=lambda line: line.group)
    ]
    return render_template(
        "indicators.html",
        groups=groups,
        scope=scope,
        place=_place(scope),
        first_day=first,
        last_day=last,
    )


@pages.get("/liabilities")
def liabilities_page() -> str:
    """Show what the county owes, and promised against available hours."""
    actor = want_role(*MAY_SEE)
    owed, ahead = liabilities(reading(), actor), outlook(reading(), actor)
    words = {code: name for code, name, _age in AGE_BANDS}
    return render_template(
        "liabilities.html",
        owed={"issued": owed.issued, "held": owed.held, "reserved": owed.reserved, "lost": owed.lost},
        bands=[
            {"words": _(words[band.band]), "minutes": band.minutes, "holders": band.holders}
            for band in ahead.by_age
        ],
        given_last_year=ahead.given_last_year,
        redeem_age=ahead.redeem_age,
        years=[
            {
                "year": year.year,
                "asked": year.may_be_asked,
                "given": year.given_at_this_pace,
                "is_short": year.may_be_asked > year.given_at_this_pace,
            }
            for year in ahead.years
        ],
    )


def _asked() -> Ask:
    """Return what the address asks for; an empty input counts as not asked.

    Raises:
        InvalidInput: something cannot be read, such as a day that does not exist.
    """
    schema = AskSchema()
    given = {name: value for name, value in request.args.items() if value and name in schema.fields}
    try:
        asked: Ask = schema.load(given)
    except ValidationError as error:
        raise InvalidInput(field=str(next(iter(error.messages_dict)))) from error
    return asked


def _amount(line: Indicator) -> str:
    return filters.minutes(line.value) if line.unit == MINUTES else f"{line.value} {_(line.unit)}"


def _place(scope: str) -> str:
    return place_name(scope) if len(scope) < SITE_DIGITS else scope
