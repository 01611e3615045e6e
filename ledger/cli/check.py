"""`check`: say what a receipt, or an account's line in a seal, proves, without asking anybody."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ledger.cli.command import HOLDS, Command, add_keys, printable
from ledger.key_chain import MAX_CHAIN_BYTES, follow_keys
from ledger.keys import VerifierKey
from ledger.proof_file import MAX_PROOF_BYTES
from ledger.receipt import check_receipt
from ledger.receipt_words import say, say_line
from ledger.seal_line import check_line, is_line


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("receipt", type=Path, metavar="RECEIPT", help="the file of the receipt or the line")
    add_keys(parser)
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        help="the changes of the log's keys, as it serves them at /keys: leads from the key given to newer ones, and"
        " tells which were revoked",
    )


def run(arguments: Namespace) -> int:
    """Print in plain words what the receipt says, proves, and does not prove."""
    with arguments.receipt.open("rb") as file:
        data = file.read(2 * MAX_PROOF_BYTES)  # what is longer is no receipt, and need not be read to the end
    keys = _keys(arguments)
    if is_line(data):
        first, sentences = "The line holds.", say_line(check_line(data, keys))
    else:
        first, sentences = "The receipt holds.", say(check_receipt(data, keys))
    print(first)
    for sentence in sentences:
        print(printable(sentence))
    return HOLDS


def _keys(arguments: Namespace) -> tuple[VerifierKey, ...]:
    """Return the keys that count: those given, and those that the log's changes lead to from them."""
    if arguments.keys is None:
        return tuple(arguments.vkey)
    with arguments.keys.open("rb") as file:
        return follow_keys(arguments.vkey, file.read(MAX_CHAIN_BYTES + 1))


CHECK = Command("check", "say what a receipt proves, offline", add_arguments, run)
