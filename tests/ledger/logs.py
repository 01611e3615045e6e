"""Published logs of a small book: written to a folder from a store, and served from there over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from ledger.account import AccountTerms
from ledger.checkpoint import Checkpoint, sign_checkpoint
from ledger.keys import SigningKey
from ledger.memory_store import MemoryStore
from ledger.merkle import edge_root, grow, leaf_hash
from ledger.tile_folder import TileFolder
from tests.ledger.desk import BOOK, DIGEST, EXPIRED, ISSUE, LI, NONG, ORIGIN, POOL, WANG, ZHAO, Desk, leg
from tests.ledger.signers import LOG
from tests.ledger.trees import TreeInMemory


def desk_in_memory() -> Desk:
    return Desk(MemoryStore(BOOK)).open()


def a_day(desk: Desk) -> Desk:
    """Write entries of every kind that moves something, seals among them."""
    reserved = desk.reserve(WANG, LI, 60)
    settled = desk.do("settle", reserved.id, 45)
    desk.do("reverse", settled.id, 5)
    desk.do("release", desk.reserve(LI, ZHAO, 10).id, "no_show")
    desk.do("open_accounts", [AccountTerms(ZHAO, "min", "member", status="frozen")])
    desk.do("expire", [leg(LI, 3)], [leg(EXPIRED, 3)])
    desk.do("seal", 7)
    desk.do("seal", 9)
    desk.book.remark(desk.particulars(memo=DIGEST))
    desk.transfer(WANG, POOL, 7, with_id=settled.id)
    desk.transfer(ISSUE, NONG, 90)
    return desk


def long_book(size: int) -> Desk:
    """Return a book of so many entries."""
    desk = a_day(desk_in_memory())
    while desk.book.head().size < size:
        desk.transfer(WANG, LI, 1) if desk.count % 2 else desk.transfer(LI, WANG, 1)
    return desk


@dataclass
class Publisher:
    """Publishes a desk's book, as far as asked, into a folder; with entries replaced where a liar would."""

    desk: Desk
    folder: Path
    key: SigningKey = LOG
    lies: dict[int, bytes] = field(default_factory=dict)

    def publish(self, size: int | None = None) -> "Publisher":
        size = self.desk.book.head().size if size is None else size
        files = TileFolder(self.folder)
        tree = TreeInMemory([leaf_hash(data) for _, data in self.entry_bytes(0, size)])
        files.extend(tree, self, size)
        files.publish(self.note(size))
        return self

    def note(self, size: int) -> bytes:
        edge: tuple[bytes, ...] = ()
        for seq, data in self.entry_bytes(0, size):
            edge, _ = grow(edge, seq, leaf_hash(data))
        return sign_checkpoint(Checkpoint(ORIGIN, size, edge_root(edge)), self.key)

    def entry_bytes(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        for seq, data in self.desk.store.entry_bytes(start, stop):
            yield seq, self.lies.get(seq, data)


@dataclass
class Served:
    """A folder behind an address. `asked` are the paths that were asked for."""

    folder: Path
    token: str | None = None
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, authorization: str | None) -> tuple[int, bytes]:
        self.asked.append(path)
        if "entries" in path and self.token is not None and authorization != f"Bearer {self.token}":
            return 401, b"a token is needed"
        file = self.folder / path
        return (200, file.read_bytes()) if file.is_file() else (404, b"nothing here")


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.removeprefix("/log/450125/")
            status, body = served.answer(path, self.headers.get("Authorization"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}/log/450125"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
