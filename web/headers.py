"""The headers every answer carries, pages, API and files alike: what a browser may load, keep and tell."""

from wsgiref.headers import Headers

from flask import Flask, Response, request

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the QR reader is WebAssembly
        "img-src 'self' data: blob:",  # the picture of a slip, before it is sent
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
}
HTTPS_FOR = "max-age=31536000"
"""A year, in seconds."""


def register(app: Flask) -> None:
    """Add the headers to whatever the application answers."""
    app.after_request(_protect)


def protect_file(headers: Headers, path: str, url: str) -> None:
    """Add the headers to a static file, which is served before the application is asked."""
    for name, value in ALWAYS.items():
        headers[name] = value


def _protect(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    # What a member saw must not be shown by the back button to whoever holds the phone next.
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HTTPS_FOR)
    return response
