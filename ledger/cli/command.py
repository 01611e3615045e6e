"""What a command is: a name, its arguments, and work that ends with exit code 0 (holds), 1 (not) or 2 (wrong usage)."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from ledger.errors import LedgerError
from ledger.keys import VerifierKey, parse_vkey

HOLDS, DOES_NOT_HOLD, WRONG_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `run` returns the exit code, or raises a LedgerError whose text says why it does not hold."""

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def add_keys(parser: ArgumentParser) -> None:
    """Add `--vkey`, which may be given several times."""
    parser.add_argument(
        "--vkey",
        action="append",
        required=True,
        type=vkey,
        metavar="K",
        help="a key that counts: of the log, also an older one; of a witness. Again for each more",
    )


def vkey(text: str) -> VerifierKey:
    """Return the key an argument names."""
    try:
        return parse_vkey(text)
    except LedgerError as error:
        raise ArgumentTypeError(str(error)) from error


def printable(text: str) -> str:
    """Return the text with everything that could play tricks on a terminal made visible."""
    return "".join(char if char.isprintable() else "?" for char in text)
