"""Answers sent in fewer bytes: text is compressed on the way out, and files under their hash are kept for a year.

A page and its styles are 130 KB of text and 25 KB on the wire, which on a village's network is the difference between
three seconds and half a one. A page holds its own address beside what only its reader may see, so whoever can have
it fetched again and again under addresses of their choice, and sees how long the answers are, could guess the rest. A
link from another site brings the cookie of the session along (SameSite=Lax keeps back other requests only), so a page
that the browser says another site asked for is sent as it is. Tokens of forms are signed anew each second.
"""

import gzip
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from werkzeug.datastructures import Headers

COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
)
LEAST_BYTES = 600
"""What is shorter fits into one packet as it is."""
MOST_BYTES = 4_000_000
PAGE_LEVEL, FILE_LEVEL = 5, 9
"""A page is compressed each time, a file once."""
OTHERS = ("cross-site", "same-site")
"""What `Sec-Fetch-Site` says of a page that another site leads to (Fetch Metadata, W3C); old browsers do not say it."""
FOR_GOOD = "public, max-age=31536000, immutable"

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Compressing:
    """A WSGI application around another. `hash_of` returns the hash under which a file is asked for, "" for none."""

    def __init__(self, inner: Wsgi, prefix: str, hash_of: Callable[[str], str]) -> None:
        self._inner, self._prefix, self._hash_of = inner, prefix, hash_of
        self._files: dict[tuple[str, str], bytes] = {}

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer as the other application does, in fewer bytes where the browser takes them."""
        begun: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            begun[:] = [status, Headers(headers), exc_info]

        body = self._inner(environ, begin)
        status, headers, exc_info = begun
        path = str(environ.get("PATH_INFO", ""))
        self._keep_for_good(path, str(environ.get("QUERY_STRING", "")), headers)
        if self._is_compressed(environ, path, status, headers):
            body = [self._compressed(path, headers, body)]
        start_response(status, headers.to_wsgi_list(), *([exc_info] if exc_info else []))
        return body

    def _keep_for_good(self, path: str, query: str, headers: Headers) -> None:
        if not path.startswith(self._prefix):
            return
        asked_for = parse_qs(query).get("v", [""])[0]
        if asked_for and asked_for == self._hash_of(path.removeprefix(self._prefix)):
            headers["Cache-Control"] = FOR_GOOD

    def _is_compressed(self, environ: dict[str, Any], path: str, status: str, headers: Headers) -> bool:
        """Tell whether to compress, and say to caches that it depends on what the browser takes."""
        if not headers.get("Content-Type", "").startswith(COMPRESSIBLE) or "Content-Encoding" in headers:
            return False
        headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
        length = headers.get("Content-Length", type=int) or 0
        is_safe = path.startswith(self._prefix) or environ.get("HTTP_SEC_FETCH_SITE") not in OTHERS
        is_whole = not status.startswith(("204", "206", "304")) and environ["REQUEST_METHOD"] != "HEAD"
        return (
            is_whole
            and is_safe
            and LEAST_BYTES <= length <= MOST_BYTES
            and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        )

    def _compressed(self, path: str, headers: Headers, body: Iterable[bytes]) -> bytes:
        tag = headers.get("ETag", "")
        is_file = path.startswith(self._prefix) and bool(tag)
        data = self._files.get((path, tag)) if is_file else None
        if data is None:
            data = gzip.compress(b"".join(body), FILE_LEVEL if is_file else PAGE_LEVEL, mtime=0)
            if is_file:
                self._files[path, tag] = data
        if hasattr(body, "close"):
            body.close()
        headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(data))
        if tag and not tag.startswith("W/"):
            headers["ETag"] = f"W/{tag}"  # the same text in other bytes
        return data
