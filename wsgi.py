"""The web application put together: the API, the pages, and what every request passes on its way.

`gunicorn wsgi:app` asks for `app`, which is made at that moment: importing this module does no work.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import api
import api.errors
import web
from api import limits, request_log
from timebank.bootstrap import open_bank
from timebank.settings import Settings, load_settings
from timebank.writer import Bank
from web import headers
from web import limits as page_limits
from web.compressing import Compressing

WEB = Path(__file__).parent / "web"
STATIC = WEB / "static"
LARGEST_REQUEST_BYTES = 20_000_000
FOR_PROGRAMS = ("/api/", "/log/")
FILES_FOR_SECONDS = 7 * 24 * 3600
"""For files asked for without their hash; under an address with it a file is kept for good."""


class Application(Flask):
    """Both faces in one application; whatever goes wrong under the API's paths is answered by the API."""

    def handle_user_exception(self, e: Exception) -> HTTPException | ResponseReturnValue:
        """Return the answer to whatever was raised while a request was served."""
        if request.path.startswith(FOR_PROGRAMS):
            return api.errors.answer(e)
        return super().handle_user_exception(e)


def create_app(bank: Bank, settings: Settings) -> Flask:
    """Return the application that serves a bank."""
    app = Application("timebank", root_path=str(WEB))
    app.extensions |= {"bank": bank, "settings": settings}
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES
    app.config["SECRET_KEY"] = bank.vault.book_secret("", "forms")
    cast(DefaultJSONProvider, app.json).ensure_ascii = False
    request_log.register(app)
    app.before_request(_refuse_nul)
    headers.register(app)
    api.register(app)
    web.register(app)
    limits.register(app)
    page_limits.install(app)
    _serve_files(app)
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # Flask's documented way
    return app


@cache
def make_app() -> Flask:
    """Return the application over the installation that the environment names, made once a process."""
    request_log.configure_logging()
    settings = load_settings()
    return create_app(open_bank(settings), settings)


def __getattr__(name: str) -> Any:
    if name == "app":
        return make_app()
    raise AttributeError(name)


def _refuse_nul() -> None:
    """Find nothing under an address with a NUL: PostgreSQL takes none in a text, so it cannot be looked for."""
    asked = [request.path, *request.args, *(text for texts in request.args.listvalues() for text in texts)]
    if any("\0" in text for text in asked):
        abort(404)


def _serve_files(app: Flask) -> None:
    """Serve the static files before the application is asked, each under an address that holds its hash."""

    @app.url_defaults
    def _add_hash(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["v"] = _file_hash(values["filename"])

    files = WhiteNoise(
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=FILES_FOR_SECONDS,
        allow_all_origins=False,
        add_headers_function=headers.protect_file,
    )
    app.wsgi_app = Compressing(files, "/static/", _hash_in_force)  # type: ignore[method-assign]  # Flask's documented way


def _hash_in_force(name: str) -> str:
    """Return the hash of a file of ours, "" for a name that is none."""
    path = STATIC / name
    return _file_hash(name) if path.is_file() and path.resolve().is_relative_to(STATIC) else ""


@cache
def _file_hash(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
