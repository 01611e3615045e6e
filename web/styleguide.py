"""All components on one page, for those who work on the pages; served only by a server in debug mode."""

from datetime import datetime, timedelta

from flask import Blueprint, abort, current_app, g, render_template

from timebank.clock import SHANGHAI
from web.charts import bar_chart

pages = Blueprint("styleguide_pages", __name__)

NINE = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
WRONG = "请写 11 位手机号，例如 13800000000。"


@pages.get("/styleguide")
def show() -> str:
    """Show every component in the type and the colours of this browser."""
    if not current_app.debug:
        abort(404)
    g.values, g.errors = {"phone": "1380000"}, {"phone": [WRONG]}
    return render_template(
        "styleguide.html",
        steps=[
            {"words": "已接单", "at": NINE, "who": "李桂兰", "note": None},
            {"words": "已签到", "at": NINE + timedelta(minutes=5), "who": "李桂兰", "note": "在老人家门口"},
            {"words": "等老人确认", "at": None, "who": None, "note": None},
        ],
        chart=bar_chart("入账时间", [("大丰镇", "280小时50分", 16850), ("明亮镇", "119小时27分", 7167)]),
        balance={"available": 90, "reserved": 60, "coming": 45, "lifetime": 1290},
    )
