"""Render a template with plain values, without the application: stand-ins for what Flask gives to templates.

Undefined names raise, so a variable that a template uses but does not document is found by its sample.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parents[2] / "web" / "templates"
STATIC = TEMPLATES.parent / "static"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def environment(static_url: str = "/static", flashes: tuple[tuple[str, str], ...] = ()) -> Environment:
    """Return templates over stand-ins; `static_url` is where the browser finds web/static."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    env.globals.update(
        csrf_token=lambda: "csrf-token",
        idempotency_key=lambda: "idempotency-key",
        url_for=lambda _endpoint, filename: f"{static_url}/{filename}",
        get_flashed_messages=lambda with_categories: flashes,
    )
    env.filters.update(minutes=minutes, day=day, clock=clock, when=when)
    return env


def minutes(amount: int) -> str:
    hours, rest = divmod(amount, 60)
    return (f"{hours}小时" if hours else "") + (f"{rest}分" if rest or not hours else "")


def day(moment: date) -> str:
    moment = moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment
    return f"{moment.month}月{moment.day}日 周{'一二三四五六日'[moment.weekday()]}"


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%H:%M}"


def when(moment: datetime) -> str:
    return f"{day(moment)} {clock(moment)}"


def render(name: str, context: Mapping[str, Any], env: Environment | None = None) -> str:
    """Return the page that a template makes of a sample."""
    return (env or environment()).get_template(name).render(context)
