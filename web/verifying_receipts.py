"""The page on which anybody checks a receipt, and the same as one file: computed in the browser, asking nobody.

What is served here is the same for everybody, so that a browser may keep it for days without a network.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from ledger.keys import VerifierKey
from timebank.actors import anonymous
from timebank.book_keys import log_keys
from timebank.books import BookView, logs_here
from web.current import bank, current_book, settings
from web.verifier_script import CHECKER, STATIC, checker_script

pages = Blueprint("verifying_receipts_pages", __name__)

JAVASCRIPT = "text/javascript; charset=utf-8"
NUMBER = re.compile(r"[0-9]{6}(/[1-9][0-9]{0,3})?-(0|[1-9][0-9]{0,15})")
"""Number of a receipt: its log and the entry in it."""
READER = {"script": "vendor/barcode-detector/ponyfill.js", "code": "vendor/zxing-wasm/zxing_reader.wasm"}
"""What reads QR codes where the browser cannot."""
STYLES = ("vendor/pico/pico.min.css", "tokens.css", "app.css", "parts.css", "forms.css", "proof.css")


@pages.get("/verify")
def check_page() -> str:
    """Show the page that checks a receipt in the browser."""
    # Kept on phones that several people use, it must not say who opened it.
    g.actor = anonymous(current_book().book)
    number = request.args.get("number", "")
    return render_template(
        "verify.html",
        books=[key_shown(key, f"/log/{book.log}") for book, keys in _books() for key in keys],
        worker=url_for(".worker"),
        reader={name: url_for("static", filename=path) for name, path in READER.items()},
        number=number if NUMBER.fullmatch(number) else "",
        checker=url_for(".checker", v=_script_hash()),
        alone=url_for(".alone_page"),
    )


@pages.get("/verify/checker.js")
def checker() -> Response:
    """Give the script of the page, under an address that holds its hash."""
    headers = {"Cache-Control": "public, max-age=604800"}
    return Response(checker_script(), content_type=JAVASCRIPT, headers=headers)


@pages.get("/verify/worker.js")
def worker() -> Response:
    """Give the script that keeps the page for when there is no network."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/verify"}
    return Response((CHECKER / "worker.js").read_text("utf-8"), content_type=JAVASCRIPT, headers=headers)


@pages.get("/verify/alone.html")
def alone_page() -> Response:
    """Give the page as one file to keep, with the keys of the books here."""
    page = checker_alone([key for _, keys in _books() for key in keys])
    headers = {"Content-Disposition": 'attachment; filename="verify.html"'}
    return Response(page, content_type="text/html; charset=utf-8", headers=headers)


def checker_alone(keys: Sequence[VerifierKey]) -> str:
    """Return the page as one file that loads nothing, in the language of the request; it trusts these keys."""
    g.is_bare = True
    return render_template(
        "verify_alone.html",
        styles=[(STATIC / name).read_text("utf-8") for name in STYLES],
        script="\n".join(((STATIC / READER["script"]).read_text("utf-8"), checker_script())),
        reader_code=base64.b64encode((STATIC / READER["code"]).read_bytes()).decode("ascii"),
        books=[key_shown(key) for key in keys],
        worker="",
        reader=dict.fromkeys(READER, ""),
        number="",
    )


def key_shown(key: VerifierKey, path: str = "") -> dict[str, str | int | None]:
    """Return a key to be trusted, for which checkpoints, and where its log is asked."""
    term = key.term
    return {
        "vkey": key.vkey,
        "path": path,
        "first_size": term.first_size,
        "last_size": term.last_size,
        "revoked_from": term.revoked_from,
    }


def _books() -> list[tuple[BookView, tuple[VerifierKey, ...]]]:
    with bank().connect() as connection:
        return [(log, log_keys(connection, settings(), log)) for log in logs_here(connection)]


@cache
def _script_hash() -> str:
    return hashlib.sha256(checker_script().encode()).hexdigest()[:12]
