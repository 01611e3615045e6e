"""A login that ran out in the middle of a form: what was typed waits, sealed, in the login page itself.

The seal is the book's, so the page holds nothing readable; after half an hour it does not open any more. Who logs
in sees what was typed and sends it with one more press. Nothing is stored on the server, photographs excepted:
they have to be chosen again.
"""

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import g, make_response, render_template, request
from werkzeug.wrappers import Response

from timebank.crypto import SealBroken
from timebank.errors import N_
from web.choices_kept import local_path
from web.current import bank, current_book
from web.forms import typed_values
from web.translate import _

WAITS = timedelta(minutes=30)
PLACE = "web/resume"
LONGEST_SEALED = 200_000
LOGGED_OUT = N_("登录过期了。您填的内容都在，重新登录就能接着办。")


def login_url(then: str) -> str:
    """Return the path of the login page that leads on to another page."""
    way = "card" if then.startswith(("/needs", "/time", "/confirmations")) else "phone"
    return "/login?" + urlencode({"with": way, "next": then})


def ask_to_log_in() -> Response:
    """Show the login page with what was typed sealed inside."""
    g.values, g.errors = {}, {"_schema": [_(LOGGED_OUT)]}
    sealed = seal(request.path, typed_values())
    return make_response(
        render_template("login.html", way="phone", next="", needs_code=False, resume=sealed), 401
    )


def seal(path: str, values: dict[str, Any]) -> str:
    """Return a form that waits, as the text of a hidden input."""
    until = bank().clock.now() + WAITS
    text = json.dumps({"path": path, "values": values, "until": until.isoformat()}, ensure_ascii=False)
    sealed = bank().vault.seal_for_book(current_book().book, PLACE, text)
    return base64.urlsafe_b64encode(sealed).decode("ascii")


def open_seal(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return the path and the values of a form that waits, or None for one too old or not ours."""
    if not text or len(text) > LONGEST_SEALED:
        return None
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii"))
        waiting = json.loads(bank().vault.open_for_book(current_book().book, PLACE, sealed))
    except (SealBroken, binascii.Error, ValueError):
        return None
    if bank().clock.now() > datetime.fromisoformat(waiting["until"]):
        return None
    return local_path(waiting["path"]), waiting["values"]


def show_again(path: str, values: dict[str, Any]) -> str:
    """Return the page on which one who logged in again sends the form that waited."""
    return render_template("resume.html", path=path, inputs=_inputs(values))


def _inputs(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    ]
