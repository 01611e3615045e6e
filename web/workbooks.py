"""Sheets in and out: a file is looked through line by line first, then taken in whole or not at all."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from timebank.actors import Role
from timebank.errors import N_
from timebank.sheets.exporting import Sheet, awards_sheet, prices_sheet, stock_sheet
from timebank.sheets.importing import ImportSheet, SheetReport, import_sheet, look_through
from timebank.sheets.kinds import HEADS_OF, SheetKind
from timebank.sheets.table_in import LARGEST_FILE_BYTES, read_sheet
from timebank.sheets.table_out import as_csv, as_excel
from web import times
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import shown_again_by
from web.shop import shop_site
from web.translate import _

pages = Blueprint("workbooks_pages", __name__)
pages.before_request(want_login)

HANDLERS = (Role.SHOPKEEPER, Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
KIND_WORDS = {
    SheetKind.PRICES: N_("价目表"),
    SheetKind.DELIVERIES: N_("收货单"),
    SheetKind.AWARDS: N_("加分名单"),
}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/shop/sheets")
def sheets_page(report: SheetReport | None = None) -> str:
    """Show the form that takes a sheet in, what a look through it found, and the sheets to take away."""
    want_role(*HANDLERS)
    kind = (
        SheetKind(request.values["kind"])
        if request.values.get("kind") in list(SheetKind)
        else SheetKind.PRICES
    )
    return render_template(
        "workbooks.html",
        site=shop_site(),
        kind=kind.value,
        kinds=[(each.value, _(words), "、".join(HEADS_OF[each])) for each, words in KIND_WORDS.items()],
        report=None if report is None else _shown(report),
    )


@pages.post("/shop/sheets")
@shown_again_by(sheets_page)
def take_in() -> AnyResponse | str:
    """Look through a sheet; where that is all right and it was asked for, take it in."""
    actor = want_role(*HANDLERS)
    if request.form.get("kind") not in list(SheetKind):
        abort(400)
    kind, site = SheetKind(request.form["kind"]), request.form.get("site", "")
    upload = request.files.get("file")
    data = upload.stream.read(LARGEST_FILE_BYTES + 1) if upload else b""
    report = look_through(reading(), kind, site, read_sheet(data, HEADS_OF[kind]), actor)
    if report.wrong or request.form.get("step") != "import":
        return sheets_page(report)
    done = run(import_sheet, ImportSheet(kind, site, report.lines, times.today()))
    told = _("导入了 %(count)s 行。", count=done.lines) if done.is_new else _("这份表以前导入过，没有改动。")
    flash(told, "good")
    return redirect(f"/shop/sheets?kind={kind.value}&site={site}", 303)


@pages.get("/shop/sheets/<name>.<form>")
def take_away(name: str, form: str) -> Response:
    """Give a sheet as Excel or CSV: `prices`, `stock` or `awards`."""
    want_role(*HANDLERS, Role.AUDITOR)
    sheet = _sheet(name)
    if sheet is None or form not in ("xlsx", "csv"):
        abort(404)
    title, heads, rows = sheet
    data = as_excel(title, heads, rows) if form == "xlsx" else as_csv(heads, rows)
    headers = {
        "Content-Disposition": f"attachment; filename={name}.{form}",
        "Cache-Control": "no-store",
    }
    return Response(data, mimetype=EXCEL if form == "xlsx" else "text/csv", headers=headers)


def _sheet(name: str) -> Sheet | None:
    site, actor = shop_site(), current_actor()
    match name:
        case "prices":
            return prices_sheet(reading(), site)
        case "stock":
            return stock_sheet(reading(), site, actor)
        case "awards":
            return awards_sheet(reading(), site, actor)
    return None


def _shown(report: SheetReport) -> dict[str, Any]:
    return {
        "right": len(report.lines)
        - len({word.line for word in report.wrong} & {one.line for one in report.lines}),
        "wrong": [{"line": word.line, "words": _(word.message, **dict(word.facts))} for word in report.wrong],
    }
