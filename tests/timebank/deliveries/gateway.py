"""A gateway on this machine's loopback: keeps what it was asked, and answers as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


@dataclass
class Loopback:
    """The requests that came, as (path, token, body); `answers` are (status, body), the last one for good."""

    url: str = ""
    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, '{"errcode": 0}')])
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def loopback() -> Iterator[Loopback]:
    """Serve until the test is over."""
    gateway = Loopback()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            gateway.asked.append((self.path, self.headers.get("Authorization", ""), body))
            status, text = gateway.answers.pop(0) if len(gateway.answers) > 1 else gateway.answers[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/gate"
    yield gateway
    server.shutdown()
    server.server_close()
