"""Forms are taken only from our own pages: a token in each, and the browser's word where it comes from."""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

csrf = CSRFProtect()


def install(app: Flask, pages: frozenset[str]) -> None:
    """Protect the blueprints of the pages. A token lasts as long as the browser is open: forms have no time limit."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.config.update(
        SESSION_COOKIE_NAME="tb_form",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=app.extensions["settings"].behind_proxy,
    )
    csrf.init_app(app)

    @app.before_request
    def _protect() -> None:
        if request.blueprint in pages and request.method not in SAFE_METHODS:
            check_origin()
            csrf.protect()


def check_origin() -> None:
    """Refuse a form of which the browser says that another site sent it."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise CSRFError
