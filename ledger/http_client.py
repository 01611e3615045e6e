"""Asking one server over HTTP, never for longer than it is worth.

Each question has a time after which it is given up, however slowly the answer trickles, and a size beyond which
the answer is not read. Redirections are not followed: what was given is what is asked.
"""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

from ledger.log_errors import NoAnswer, NoSuchPlace

PATIENCE_SECONDS = 30.0

_PATH = re.compile(r"[!-~]*")  # what goes onto the wire as it stands
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, type and body of what the server answered."""

    status: int
    content_type: str
    body: bytes


class HttpClient:
    """Asks below one address, over one connection that is kept. Not for use by two threads at once.

    Raises NoSuchPlace for a text that is no http or https address.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        patience: float = PATIENCE_SECONDS,
        *,
        content_type: str | None = None,
    ) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise NoSuchPlace(url) from error
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise NoSuchPlace(url)
        if _PATH.fullmatch(parts.path) is None or (token is not None and _TOKEN.fullmatch(token) is None):
            raise NoSuchPlace(url)
        self.url = url.rstrip("/")
        self._prefix = parts.path.rstrip("/")
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        if content_type is not None:
            self._headers["Content-Type"] = content_type
        self._patience = patience
        self._is_late = False
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname, port, timeout=patience)

    def get(self, path: str, limit: int) -> Answer:
        """Return the answer to a GET of this path below the address, of at most `limit` bytes."""
        return self._ask("GET", path, None, limit)

    def post(self, path: str, body: bytes, limit: int) -> Answer:
        """Return the answer to a POST to this path below the address, of at most `limit` bytes."""
        return self._ask("POST", path, body, limit)

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, limit: int) -> Answer:
        self._is_late = False
        watch = Timer(self._patience, self._cut_off)
        watch.daemon = True
        watch.start()
        try:
            return self._exchange(method, path, body, limit)
        except (
            OSError,
            HTTPException,
            ValueError,
        ) as error:  # ValueError: a host name that cannot be encoded
            self.close()
            reason = "not in time" if self._is_late else str(error) or type(error).__name__
            raise NoAnswer(self.url, reason) from error
        finally:
            watch.cancel()

    def _exchange(self, method: str, path: str, body: bytes | None, limit: int) -> Answer:
        is_kept = self._connection.sock is not None
        try:
            response = self._request(method, path, body)
        except (ConnectionError, HTTPException):
            if not is_kept:
                raise
            self.close()  # the server may close a connection that was kept; on a new one it must answer
            response = self._request(method, path, body)
        data = response.read(limit + 1)
        if len(data) > limit:
            raise HTTPException(f"more than {limit} bytes at {path}")
        if response.length:
            raise HTTPException(f"{path} breaks off")
        return Answer(response.status, response.headers.get_content_type(), data)

    def _request(self, method: str, path: str, body: bytes | None) -> HTTPResponse:
        if self._connection.sock is None:
            self._connection.connect()
        if self._is_late:
            raise TimeoutError
        self._connection.request(method, f"{self._prefix}/{path}", body, self._headers)
        return self._connection.getresponse()

    def _cut_off(self) -> None:
        """End the exchange that takes too long: its next read finds the connection closed."""
        self._is_late = True
        if self._connection.sock is not None:
            with suppress(OSError):  # it has just ended by itself
                self._connection.sock.shutdown(socket.SHUT_RDWR)
