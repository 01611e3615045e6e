"""Reading from servers that are slow, broken, or worse."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from ledger.http_client import HttpClient
from ledger.log_errors import NoAnswer, NoSuchPlace, NotPublished
from ledger.log_source import HttpSource, source_at
from tests.ledger.logs import Served, serving

PATIENCE = 0.3
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Give the address of a server that does this with each connection, once it was asked something."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65536)
                    answer(connection)
                except OSError:
                    continue

    Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def drip(data: bytes) -> Callable[[socket.socket], None]:
    """Send one byte at a time, each soon enough not to be noticed by a timeout of the socket."""

    def send(connection: socket.socket) -> None:
        for byte in data * 100:
            connection.sendall(bytes([byte]))
            time.sleep(PATIENCE / 10)

    return send


def silent(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize(
    "answer", [silent, drip(b"HTTP/1.1 200 OK\r\nX: y\r\n"), drip(OK[:-3] + b"0\r\n\r\nabc")]
)
def test_nobody_can_make_it_wait(answer):
    with answering(answer) as url:
        start = time.monotonic()
        with pytest.raises(NoAnswer):
            HttpClient(url, patience=PATIENCE).get("checkpoint", 1000)

        assert time.monotonic() - start < PATIENCE * 5


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/9.9 boom\r\n\r\n",
        OK + b"abc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + b"a" * 1001,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 100_000,
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_refused(answer):
    with answering(lambda connection: connection.sendall(answer)) as url, pytest.raises(NoAnswer):
        HttpSource(url, patience=5).read("checkpoint", 1000)


def test_an_answer_is_read():
    with answering(lambda connection: connection.sendall(OK + b"hello")) as url:
        client = HttpClient(url)
        answers = [
            client.get("checkpoint", 5) for _ in range(3)
        ]  # each on a new connection: the old one is gone

    assert [(one.status, one.body) for one in answers] == [(200, b"hello")] * 3


def test_a_connection_is_kept(tmp_path):
    (tmp_path / "checkpoint").write_bytes(b"note")
    with serving(Served(tmp_path)) as served:
        client = HttpClient(served.url)
        client.get("checkpoint", 100)
        connection = client._connection.sock
        client.get("checkpoint", 100)

        assert client._connection.sock is connection
        with pytest.raises(NotPublished):
            HttpSource(served.url).read("nothing", 100)


def test_nobody_there_is_said():
    with answering(silent) as url:
        pass

    with pytest.raises(NoAnswer):
        HttpClient(url, patience=PATIENCE).get("checkpoint", 100)


@pytest.mark.parametrize(
    "place",
    [
        "ftp://127.0.0.1/log",
        "file:///etc/passwd",
        "http://",
        "http:///log",
        "http://127.0.0.1:99999/log",
        "http://127.0.0.1:port/log",
        "http://[::1/log",
        "http://127.0.0.1/log?query",
        "http://127.0.0.1/log#part",
        "http://127.0.0.1/lo g",
        "http://127.0.0.1/日志",
        "/no/such/folder",
        "",
    ],
)
def test_what_is_no_place_is_refused(place):
    with pytest.raises(NoSuchPlace):
        source_at(place)


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "词"])
def test_a_token_that_no_header_can_hold_is_refused(token):
    with pytest.raises(NoSuchPlace):
        source_at("http://127.0.0.1/log", token)


@pytest.mark.parametrize("host", ["a..b", "x" * 300 + ".invalid", "\u3002"])
def test_a_host_that_cannot_be_is_said(host):
    with pytest.raises((NoAnswer, NoSuchPlace)):
        HttpClient(f"http://{host}/log", patience=PATIENCE).get("checkpoint", 100)


def test_a_file_that_is_too_long_is_not_read(tmp_path):
    (tmp_path / "checkpoint").write_bytes(bytes(101))
    (tmp_path / "tile").mkdir()

    for path in ("checkpoint", "tile"):
        with pytest.raises(NoAnswer):
            source_at(str(tmp_path)).read(path, 100)
