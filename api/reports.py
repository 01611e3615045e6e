"""Reports: the indicators of the plans, what the county owes, and every list as a file."""

from dataclasses import dataclass, replace
from datetime import date

from flask import Response, send_file
from flask_babel import gettext

from api.blueprint import Blueprint
from api.context import bank, current_actor
from timebank.liabilities import Liabilities, Outlook, liabilities, outlook
from timebank.reports.accounts import widest_scope
from timebank.reports.asked import Ask, AskSchema, sheet_named
from timebank.reports.files import MEDIA_TYPES, FileKind, write_file
from timebank.reports.indicators import Indicator, indicators
from timebank.reports.making import make_sheet
from timebank.schemas import CommandSchema, Day, Digits

blueprint = Blueprint("reports", "Indicators, liabilities, and sheets to take away")


@dataclass(frozen=True, slots=True)
class Period:
    """A region or site, and the days from one until another."""

    site: str = ""
    from_day: date | None = None
    until_day: date | None = None


class PeriodSchema(CommandSchema):
    """How `Period` is read."""

    command = Period
    site = Digits(14)
    from_day = Day()
    until_day = Day()


@dataclass(frozen=True, slots=True)
class Owed:
    """What the county owes now, and the outlook."""

    now: Liabilities
    outlook: Outlook


@blueprint.get("/indicators")
@blueprint.arguments(PeriodSchema, location="query")
@blueprint.response(200, list[Indicator])
def list_indicators(period: Period) -> list[Indicator]:
    """List the indicators of a region, by default one's own and this year's"""
    actor = current_actor()
    with bank().reading(actor) as reading:
        today = reading.business_clock.today()
        first, last = period.from_day or today.replace(month=1, day=1), period.until_day or today
        found = indicators(reading, actor, period.site or widest_scope(actor), first, last)
    return [
        replace(each, group=gettext(each.group), name=gettext(each.name), unit=gettext(each.unit))
        for each in found
    ]


@blueprint.get("/liabilities")
@blueprint.response(200, Owed)
def show_liabilities() -> Owed:
    """Show what the county owes, by age, and what may be asked for in the years ahead"""
    actor = current_actor()
    with bank().reading(actor) as reading:
        return Owed(liabilities(reading, actor), outlook(reading, actor))


@blueprint.get("/exports/<sheet>")
@blueprint.arguments(AskSchema, location="query")
@blueprint.files(each.partition(";")[0] for each in MEDIA_TYPES.values())
def export(ask: Ask, sheet: str) -> Response:
    """Give a list as a workbook or CSV; members in clear for a stated purpose, and each look is logged"""
    name, actor, kind = sheet_named(sheet), current_actor(), FileKind(ask.format)
    with bank().reading(actor) as reading:
        file = write_file(make_sheet(bank(), reading, name, actor, ask, gettext), kind)
    return send_file(
        file, mimetype=MEDIA_TYPES[kind], as_attachment=True, download_name=f"timebank-{name}.{kind}"
    )
