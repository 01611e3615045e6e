"""What every route of the API may ask for: the bank, the settings, who acts, and the request's key."""

import re
from typing import cast

from flask import current_app, g, request

from api.faults import AuthenticationNeeded, KeyMalformed, KeyMissing, TokenRefused
from timebank.actors import Actor, anonymous
from timebank.books import books_here
from timebank.errors import N_, NotFound
from timebank.files import FileStore
from timebank.members.sessions import authenticate
from timebank.settings import Settings
from timebank.writer import Bank

KEY_HEADER = "Idempotency-Key"
BOOK_PARAMETER = "book"
KEY = re.compile(r"[!-~]{1,120}")
"""One to 120 visible ASCII characters."""


class BookNotFound(NotFound):
    """This installation keeps no such book, or none at all yet."""

    code = "book_not_found"
    message = N_("这里没有这个县的账本。")


def bank() -> Bank:
    """Return the bank this application serves."""
    return cast(Bank, current_app.extensions["bank"])


def settings() -> Settings:
    """Return the settings in force."""
    return cast(Settings, current_app.extensions["settings"])


def current_actor() -> Actor:
    """Return who sent the request; on a public route without a token, somebody unknown."""
    if g.actor is None:
        g.actor = anonymous(_public_book())
    return cast(Actor, g.actor)


def request_key() -> str:
    """Return the key under which the answer to this request is kept.

    Raises:
        KeyMissing, KeyMalformed: there is none, or it is not 1 to 120 visible ASCII characters.
    """
    key = request.headers.get(KEY_HEADER)
    if key is None:
        raise KeyMissing
    if not KEY.fullmatch(key):
        raise KeyMalformed
    return key


def files() -> FileStore:
    """Return the store of sealed photographs."""
    return FileStore(settings().files_folder)


def load_actor(*, is_public: bool) -> None:
    """Find out who sends the request, once, before anything else is read.

    Raises:
        AuthenticationNeeded: the route is not public and no token came.
        TokenRefused: the token is unknown, ended or not a bearer token; on a public route too.
    """
    header = request.headers.get("Authorization")
    if header is None:
        if not is_public:
            raise AuthenticationNeeded
        g.actor = None
        return
    scheme, _, token = header.partition(" ")
    actor = authenticate(bank(), token.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        raise TokenRefused
    g.actor = actor


def _public_book() -> str:
    """Return the book a stranger asks about: the one named by `book`, else the first one here."""
    with bank().connect() as connection:
        books = [one.book for one in books_here(connection)]
    wanted = request.args.get(BOOK_PARAMETER, books[0] if books else "")
    if wanted not in books:
        raise BookNotFound(field=BOOK_PARAMETER)
    return wanted
