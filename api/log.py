"""The published log of each book, at the paths of C2SP tlog-tiles: for auditors, witnesses and holders of receipts.

Checkpoint and hash tiles are everybody's, also for pages of other sites; entry bundles want an auditor's token
unless the book's rules open them.
"""

from flask import Blueprint, Response, request

from api.context import BookNotFound, bank, current_actor, load_actor, settings
from timebank.actors import anonymous
from timebank.book_keys import Handovers, log_keys
from timebank.books import BookView, logs_here
from timebank.published_logs import (
    are_entries_open,
    is_bundle,
    published_checkpoint,
    published_growth,
    published_tile,
    want_entries_reader,
)

blueprint = Blueprint("log", __name__, url_prefix="/log/<string(length=6):book>")
CONTINUED = "<int(min=2,max=9999):number>"
"""A log that continues the book's first one lies below it, as its name does."""

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FOR_EVER = "max-age=31536000, immutable"
CHANGING = "no-cache"
"""It may be kept, but is asked for again each time."""


@blueprint.get("/checkpoint")
@blueprint.get(f"/{CONTINUED}/checkpoint")
def show_checkpoint(book: str, number: int = 1) -> Response:
    """Show the newest signed checkpoint, with the cosignatures of witnesses."""
    return _public(published_checkpoint(settings(), _log(book, number).log), TEXT, CHANGING)


@blueprint.get("/vkey")
@blueprint.get(f"/{CONTINUED}/vkey")
def show_key(book: str, number: int = 1) -> Response:
    """Show the key that signs the checkpoints."""
    here = _log(book, number)
    with bank().connect() as connection:
        keys = log_keys(connection, settings(), here)
    return _public(f"{keys[-1].vkey}\n".encode(), TEXT, CHANGING)


@blueprint.get("/keys")
@blueprint.get(f"/{CONTINUED}/keys")
def show_key_chain(book: str, number: int = 1) -> Response:
    """Show the changes of the key, each with the proof that the key before has signed it over."""
    return _public(Handovers(settings(), _log(book, number).log).chain(), TEXT, CHANGING)


@blueprint.get("/consistency")
@blueprint.get(f"/{CONTINUED}/consistency")
def show_growth(book: str, number: int = 1) -> Response:
    """Prove that the published log extends the one of `from` entries that somebody remembers."""
    asked = request.args.get("from", "")
    return _public(published_growth(settings(), _log(book, number).log, asked), TEXT, CHANGING)


@blueprint.get("/tile/<path:rest>")
@blueprint.get(f"/{CONTINUED}/tile/<path:rest>")
def show_tile(book: str, rest: str, number: int = 1) -> Response:
    """Show a tile of hashes, or a bundle of entries to those who may read it."""
    path = f"tile/{rest}"
    if is_bundle(path):
        return _entries(_log(book, number), path)
    return _public(published_tile(settings(), _log(book, number).log, path), BYTES, f"public, {FOR_EVER}")


def _entries(book: BookView, path: str) -> Response:
    with bank().reading(anonymous(book.book)) as reading:
        is_open = are_entries_open(reading)
    if is_open:
        return _public(published_tile(settings(), book.log, path), BYTES, f"public, {FOR_EVER}")
    load_actor(is_public=False)
    want_entries_reader(book.book, current_actor())
    data = published_tile(settings(), book.log, path)
    return Response(data, content_type=BYTES, headers={"Cache-Control": f"private, {FOR_EVER}"})


def _log(book: str, number: int) -> BookView:
    with bank().connect() as connection:
        for one in logs_here(connection):
            if (one.book, one.number) == (book, number):
                return one
    raise BookNotFound


def _public(data: bytes, content_type: str, cache: str) -> Response:
    headers = {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
    return Response(data, content_type=content_type, headers=headers)
