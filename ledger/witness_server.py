"""The witness behind HTTP: `POST <any prefix>/add-checkpoint`, and nothing else."""

import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from threading import Semaphore, Timer

from ledger.errors import StoreFailed
from ledger.spelling import read_decimal
from ledger.submission import MAX_SUBMISSION_BYTES
from ledger.witness import Witness, WitnessAnswer

PATIENCE_SECONDS = 10.0  # for each read from a caller
CONNECTION_SECONDS = 60.0  # for all of them on one connection, however they trickle
MAX_CALLERS = 64  # at one time; who comes then is sent away

Request = socket | tuple[bytes, socket]  # what the base class may hand on; over TCP it is the connection

_UNPRINTABLE = dict.fromkeys((*range(32), *range(127, 160)), "?")


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness; `serve_forever` begins, `shutdown` from another thread ends it."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        super().__init__(address, _Handler)
        self.witness = witness
        self._places = Semaphore(MAX_CALLERS)

    def process_request(self, request: Request, client_address: object) -> None:
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Request, client_address: object) -> None:
        connection = request if isinstance(request, socket) else request[1]
        watch = Timer(CONNECTION_SECONDS, _cut_off, [connection])
        watch.daemon = True
        watch.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            watch.cancel()
            self._places.release()

    def handle_error(self, request: Request, client_address: object) -> None:
        """Say in one line that an exchange has ended badly; most often the caller has gone."""
        sys.stderr.write(f"{client_address}: {sys.exception()!r}\n")


def _cut_off(connection: socket) -> None:
    with suppress(OSError):  # it has just ended by itself
        connection.shutdown(SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    server_version = "witness"
    sys_version = ""
    timeout = PATIENCE_SECONDS

    def do_POST(self) -> None:
        length = read_decimal(self.headers.get("Content-Length", ""))
        if length is None:
            self._refuse(411, "say how long it is\n")
        elif length > MAX_SUBMISSION_BYTES:
            self._refuse(413, f"at most {MAX_SUBMISSION_BYTES} bytes\n")
        elif not self.path.endswith("/add-checkpoint"):
            self._refuse(404, "POST to /add-checkpoint\n")
        else:
            self._answer(self._ask(self.rfile.read(length)))

    def _ask(self, body: bytes) -> WitnessAnswer:
        try:
            return self.server.witness.add_checkpoint(body)
        except StoreFailed as error:
            self.log_error("%s", error)
            return WitnessAnswer(503, "nothing can be stored at the moment\n")

    def _refuse(self, status: int, says: str) -> None:
        """Answer without having read the body, so that no further request can follow on this connection."""
        self.close_connection = True
        self._answer(WitnessAnswer(status, says))

    def _answer(self, answer: WitnessAnswer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write one line a request to stderr; what callers send may hold no line of its own there."""
        words = (format % args).translate(_UNPRINTABLE)
        sys.stderr.write(f"{self.log_date_time_string()} {self.address_string()} {words}\n")
