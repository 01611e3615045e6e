"""What a page may ask for: the bank, who asks, one view of the book a request, and a way to have things done."""

import re
import uuid
from contextlib import ExitStack
from typing import TypeVar, cast

from flask import current_app, g, request

from timebank.actors import Actor, Role, anonymous
from timebank.audits import RunningAudits
from timebank.books import BookView, books_here
from timebank.errors import N_, NotAllowed, Unavailable
from timebank.members.sessions import authenticate
from timebank.settings import Settings
from timebank.work import Reading
from timebank.writer import Bank, UseCase

C = TypeVar("C")
R = TypeVar("R")

COOKIE, COOKIE_OVER_HTTPS = "tb", "__Host-tb"
KEY = re.compile(r"[0-9A-Za-z-]{8,100}")


class LoginNeeded(Exception):
    """The page is for members, and nobody is logged in."""


class NoBook(Unavailable):
    """This installation keeps no book yet."""

    code = "no_book"
    message = N_("这里还没有开立账本，请管理员先开立。")


def bank() -> Bank:
    """Return the bank this application serves."""
    return cast(Bank, current_app.extensions["bank"])


def running_audits() -> RunningAudits:
    """Return the audits that run in this process."""
    return cast(RunningAudits, current_app.extensions.setdefault("audits", RunningAudits()))


def settings() -> Settings:
    """Return the settings in force."""
    return cast(Settings, current_app.extensions["settings"])


def cookie_name() -> str:
    """Return the name of the session's cookie: over https one that no other host or path can set."""
    return COOKIE_OVER_HTTPS if request.is_secure else COOKIE


def current_actor() -> Actor:
    """Return who asks, with the roles of this moment; somebody unknown is an actor of the book shown."""
    if "actor" not in g:
        token = request.cookies.get(cookie_name(), "")
        g.actor = (authenticate(bank(), token) if token else None) or anonymous(current_book().book)
    return cast(Actor, g.actor)


def current_book() -> BookView:
    """Return the book of the actor, for strangers the first one here.

    Raises:
        NoBook: there is none.
    """
    if "book" not in g:
        with bank().connect() as connection:
            books = {one.book: one for one in books_here(connection)}
        if not books:
            raise NoBook
        wanted = g.actor.book if "actor" in g else next(iter(books))
        g.book = books[wanted]
    return cast(BookView, g.book)


def reading() -> Reading:
    """Return the request's view of the book, the same one for the page and the frame around it."""
    if "reading" not in g:
        actor = current_actor()
        g.open_reading = ExitStack()
        g.reading = g.open_reading.enter_context(bank().reading(actor))
    return cast(Reading, g.reading)


def close_reading(_: BaseException | None = None) -> None:
    """End the view: at the end of the request, and before something is done, since it would not show it."""
    if "reading" in g:
        g.pop("reading")
        g.pop("open_reading").close()


def run(use_case: UseCase[C, R], command: C) -> R:
    """Have a command done for whoever asks, under the key of the form, so that a double tap has one effect."""
    close_reading()
    return bank().run(use_case, command, current_actor(), form_key())


def form_key() -> str:
    """Return the hidden key of the form; one that is missing or malformed is as a form never sent before."""
    key = request.form.get("idempotency_key", "")
    return key if KEY.fullmatch(key) else fresh_key()


def fresh_key() -> str:
    """Return a key for a form to be shown; one whose outcome is unknown is sent again with its own."""
    return g.get("same_key") or str(uuid.uuid4())


def want_login() -> None:
    """Pass members; put before every request of pages that are theirs."""
    if not current_actor().is_known:
        raise LoginNeeded


def want_role(*roles: Role) -> Actor:
    """Return the actor who has one of the roles, for pages that show only a form.

    Raises:
        LoginNeeded: nobody is logged in.
        NotAllowed: the actor has none of them.
    """
    want_login()
    actor = current_actor()
    if not actor.has(*roles):
        raise NotAllowed
    return actor


def device() -> str:
    """Return what tries at a secret are counted for: the client's address, which a guesser cannot choose at will."""
    return request.remote_addr or "unknown"
