"""A load of ready-made HTTP requests over kept-alive connections, from a process of its own.

The client does as little as it can (whole requests out, status and length in), so that what is measured is the
server. One process and its threads share a core with nobody but the server's other work.
"""

import socket
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

HEADER_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: answers a second, seconds of each, and how often each status came."""

    rate: float
    seconds: tuple[float, ...]
    statuses: dict[int, int]


def run_load(port: int, requests: list[bytes], connections: int) -> Load:
    """Send the requests over so many connections at once and wait for all answers."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_run, port, requests, connections).result()


def post_request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return the bytes of one POST of JSON."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + HEADER_END + body


def get_request(path: str, headers: dict[str, str]) -> bytes:
    """Return the bytes of one GET."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + HEADER_END


def _run(port: int, requests: list[bytes], connections: int) -> Load:
    shares = [requests[number::connections] for number in range(connections)]
    with ThreadPoolExecutor(connections) as pool:
        began = time.perf_counter()
        answers = [answer for some in pool.map(lambda mine: _send_all(port, mine), shares) for answer in some]
        elapsed = time.perf_counter() - began
    statuses = Counter(status for status, _ in answers)
    return Load(len(answers) / elapsed, tuple(seconds for _, seconds in answers), dict(statuses))


def _send_all(port: int, requests: list[bytes]) -> list[tuple[int, float]]:
    answers = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests:
            began = time.perf_counter()
            connection.sendall(request)
            status = _read_answer(connection)
            answers.append((status, time.perf_counter() - began))
    return answers


def _read_answer(connection: socket.socket) -> int:
    data = b""
    while HEADER_END not in data:
        data += _receive(connection)
    head, _, body = data.partition(HEADER_END)
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    missing = length - len(body)
    while missing > 0:
        missing -= len(_receive(connection))
    return int(head.split(b" ", 2)[1])


def _receive(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionError("the server closed the connection before it had answered")
    return data
