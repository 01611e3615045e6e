"""`check`: say what a receipt proves, without asking anybody."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ledger.cli.command import HOLDS, Command, add_keys, printable
from ledger.proof_file import MAX_PROOF_BYTES
from ledger.receipt import check_receipt
from ledger.receipt_words import say


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("receipt", type=Path, metavar="RECEIPT", help="the receipt file")
    add_keys(parser)


def run(arguments: Namespace) -> int:
    """Print in plain words what the receipt says, proves, and does not prove."""
    with arguments.receipt.open("rb") as file:
        data = file.read(2 * MAX_PROOF_BYTES)  # what is longer is no receipt, and need not be read to the end
    checked = check_receipt(data, arguments.vkey)
    print("The receipt holds.")
    for sentence in say(checked):
        print(printable(sentence))
    return HOLDS


CHECK = Command("check", "say what a receipt proves, offline", add_arguments, run)
