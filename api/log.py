"""The published log of each book, at the paths of C2SP tlog-tiles: for auditors, witnesses and holders of receipts.

Checkpoint and hash tiles are everybody's, also for pages of other sites; entry bundles want an auditor's token
unless the book's rules open them.
"""

from flask import Blueprint, Response, request

from api.context import BookNotFound, bank, current_actor, load_actor, settings
from timebank.actors import anonymous
from timebank.book_keys import Handovers, book_keys
from timebank.books import BookView, books_here
from timebank.published_logs import (
    are_entries_open,
    is_bundle,
    published_checkpoint,
    published_growth,
    published_tile,
    want_entries_reader,
)

blueprint = Blueprint("log", __name__, url_prefix="/log/<string(length=6):book>")

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FOR_EVER = "max-age=31536000, immutable"
CHANGING = "no-cache"
"""It may be kept, but is asked for again each time."""


@blueprint.get("/checkpoint")
def show_checkpoint(book: str) -> Response:
    """Show the newest signed checkpoint, with the cosignatures of witnesses."""
    return _public(published_checkpoint(settings(), _book(book).book), TEXT, CHANGING)


@blueprint.get("/vkey")
def show_key(book: str) -> Response:
    """Show the key that signs the checkpoints."""
    here = _book(book)
    with bank().connect() as connection:
        keys = book_keys(connection, here)
    return _public(f"{keys[-1].vkey}\n".encode(), TEXT, CHANGING)


@blueprint.get("/keys")
def show_key_chain(book: str) -> Response:
    """Show the changes of the key, each with the proof that the key before has signed it over."""
    return _public(Handovers(settings(), _book(book).book).chain(), TEXT, CHANGING)


@blueprint.get("/consistency")
def show_growth(book: str) -> Response:
    """Prove that the published log extends the one of `from` entries that somebody remembers."""
    asked = request.args.get("from", "")
    return _public(published_growth(settings(), _book(book).book, asked), TEXT, CHANGING)


@blueprint.get("/tile/<path:rest>")
def show_tile(book: str, rest: str) -> Response:
    """Show a tile of hashes, or a bundle of entries to those who may read it."""
    path = f"tile/{rest}"
    if is_bundle(path):
        return _entries(_book(book), path)
    return _public(published_tile(settings(), _book(book).book, path), BYTES, f"public, {FOR_EVER}")


def _entries(book: BookView, path: str) -> Response:
    with bank().reading(anonymous(book.book)) as reading:
        is_open = are_entries_open(reading)
    if is_open:
        return _public(published_tile(settings(), book.book, path), BYTES, f"public, {FOR_EVER}")
    load_actor(is_public=False)
    want_entries_reader(book.book, current_actor())
    data = published_tile(settings(), book.book, path)
    return Response(data, content_type=BYTES, headers={"Cache-Control": f"private, {FOR_EVER}"})


def _book(code: str) -> BookView:
    with bank().connect() as connection:
        for one in books_here(connection):
            if one.book == code:
                return one
    raise BookNotFound


def _public(data: bytes, content_type: str, cache: str) -> Response:
    headers = {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
    return Response(data, content_type=content_type, headers=headers)
