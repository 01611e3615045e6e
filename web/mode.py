"""The size of type: asked once, remembered by the browser and with the account, offered on every page."""

from contextlib import suppress

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from timebank.actors import Actor
from timebank.errors import Unavailable
from timebank.members.queries import find_any_member
from timebank.members.type_size import ChooseTypeSize, TypeSize, choose_type_size
from web.choices_kept import keep_choice, local_path
from web.current import current_actor, reading, run

COOKIE = "tb_mode"

pages = Blueprint("mode_pages", __name__)


def current_mode() -> str:
    """Return the size of type this browser asked for."""
    return _chosen_here() or TypeSize.STANDARD


def is_asked_for() -> bool:
    """Tell whether the page asks which size is wanted: the first one seen, until there is an answer."""
    return request.path == "/" and _chosen_here() is None


@pages.post("/mode")
def choose() -> Response:
    """Switch the size of type and come back to the same page."""
    answer = redirect(local_path(request.form.get("next", "")), 303)
    size = TypeSize.ELDER if request.form.get("mode") == TypeSize.ELDER else TypeSize.STANDARD
    if current_actor().is_known:
        _keep_with_account(size)
    return keep_choice(answer, COOKIE, size)


def bring_along(answer: Response, actor: Actor, *, is_borrowed: bool) -> Response:
    """Return the answer to a login: the account's size comes to this browser; without one the browser's is kept.

    Not that of a borrowed one, on which somebody else was logged in: it is that person's answer.
    """
    here, kept = _chosen_here(), find_any_member(reading(), actor.member_id).type_size
    if kept:
        return keep_choice(answer, COOKIE, kept)
    if here and not is_borrowed:
        _keep_with_account(here)
    return answer


def _keep_with_account(size: TypeSize) -> None:
    with suppress(
        Unavailable
    ):  # nobody is kept from reading because nothing can be written: the cookie will do
        run(choose_type_size, ChooseTypeSize(size))


def _chosen_here() -> TypeSize | None:
    chosen = request.cookies.get(COOKIE, "")
    return TypeSize(chosen) if chosen in tuple(TypeSize) else None
