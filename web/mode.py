"""The size of type: asked once, remembered by the browser, offered on every page."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from web.choices_kept import keep_choice, local_path

STANDARD, ELDER = "standard", "elder"
COOKIE = "tb_mode"

pages = Blueprint("mode_pages", __name__)


def current_mode() -> str:
    """Return the size of type this browser asked for."""
    return ELDER if request.cookies.get(COOKIE) == ELDER else STANDARD


@pages.post("/mode")
def choose() -> Response:
    """Switch the size of type and come back to the same page."""
    answer = redirect(local_path(request.form.get("next", "")), 303)
    return keep_choice(answer, COOKIE, ELDER if request.form.get("mode") == ELDER else STANDARD)
