"""`prove`: make the receipt of an entry from a published log, without asking its operator."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from ledger.checkpoint import open_checkpoint
from ledger.cli.command import HOLDS, Command, add_keys
from ledger.errors import ProofError
from ledger.key_chain import follow_keys
from ledger.log_source import source_at
from ledger.published_log import PublishedLog, TileNodes
from ledger.rebuild import tile_of
from ledger.receipt import check_receipt, format_receipt, make_receipt
from ledger.spelling import read_decimal
from ledger.verify import published_keys


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `prove` takes."""
    parser.add_argument("log", metavar="URL-or-folder", help="where checkpoint and tiles are served or lie")
    parser.add_argument("entry", type=number, metavar="NUMBER", help="which entry, counted from 0")
    add_keys(parser)
    parser.add_argument("--token", metavar="T", help="opens the entries where they are not for everybody")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the receipt here instead of to stdout"
    )


def run(arguments: Namespace) -> int:
    """Write the receipt, after it was checked as whoever receives it will."""
    source = source_at(arguments.log, arguments.token)
    log, keys = PublishedLog(source), follow_keys(arguments.vkey, published_keys(source))
    signed = open_checkpoint(log.checkpoint(), keys)
    size = signed.checkpoint.size
    if arguments.entry >= size:
        raise ProofError(f"no entry {arguments.entry} among the {size} that are signed")
    tile = tile_of(arguments.entry, size)
    entry = log.entries(tile.bundle)[arguments.entry - tile.start]
    receipt = format_receipt(make_receipt(TileNodes(log, size), arguments.entry, entry, signed.note))
    check_receipt(receipt, keys)
    if arguments.out is None:
        sys.stdout.buffer.write(receipt)
    else:
        arguments.out.write_bytes(receipt)
    return HOLDS


def number(text: str) -> int:
    """Return the entry an argument names."""
    value = read_decimal(text)
    if value is None:
        raise ArgumentTypeError(f"{text!r} is no number of an entry")
    return value


PROVE = Command("prove", "make the receipt of an entry from a published log", add_arguments, run)
