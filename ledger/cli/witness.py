"""`witness`: watch other people's logs and cosign their checkpoints as long as they only grow."""

import signal
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from ledger.cli.command import HOLDS, Command, vkey
from ledger.key_file import create_key_file, read_signing_key
from ledger.keys import COSIGNATURE, ED25519, VerifierKey, format_vkey
from ledger.spelling import read_decimal
from ledger.witness import Witness
from ledger.witness_server import WitnessServer
from ledger.witness_store import WitnessFile

Watched = tuple[str, VerifierKey]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `witness` takes."""
    parser.add_argument("--name", required=True, help="what the witness is called, e.g. library.example/w1")
    parser.add_argument("--port", required=True, type=port, help="where it listens; 0 takes any that is free")
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address it listens on (default: this machine)"
    )
    parser.add_argument(
        "--state", required=True, type=Path, metavar="FILE", help="what it has cosigned, an SQLite file"
    )
    parser.add_argument(
        "--key", required=True, type=Path, metavar="FILE", help="its private key; made if not there"
    )
    parser.add_argument(
        "--log",
        required=True,
        action="append",
        type=watched,
        metavar="ORIGIN=VKEY",
        help="a log to watch and a key that signs it; again for each more",
    )


def run(arguments: Namespace) -> int:
    """Print the witness's own key and address, and serve until it is told to stop."""
    if not arguments.key.exists():
        create_key_file(arguments.key)
    key = read_signing_key(arguments.key, arguments.name, COSIGNATURE)
    witness = Witness(key, by_origin(arguments.log), WitnessFile(arguments.state), time.time)
    with WitnessServer((arguments.host, arguments.port), witness) as server:
        signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
        print(f"vkey {format_vkey(key.name, key.public.public_key, COSIGNATURE)}")
        print(f"listening on http://{arguments.host}:{server.server_port}/add-checkpoint", flush=True)
        server.serve_forever()
    return HOLDS


def port(text: str) -> int:
    """Return the port an argument names."""
    value = read_decimal(text)
    if value is None or value > 65_535:
        raise ArgumentTypeError(f"{text!r} is no port")
    return value


def watched(text: str) -> Watched:
    """Return origin and key of `ORIGIN=VKEY`."""
    origin, equals, key_text = text.partition("=")
    if not equals:
        raise ArgumentTypeError("want ORIGIN=VKEY")
    key = vkey(key_text)
    if key.name != origin or key.kind != ED25519:
        raise ArgumentTypeError(f"the key is not one that signs for {origin}")
    return origin, key


def by_origin(logs: Sequence[Watched]) -> dict[str, list[VerifierKey]]:
    """Return the keys of each log."""
    keys: dict[str, list[VerifierKey]] = {}
    for origin, key in logs:
        keys.setdefault(origin, []).append(key)
    return keys


WITNESS = Command(
    "witness", "cosign the checkpoints of other logs, as long as they only grow", add_arguments, run
)
