"""`python -m ledger COMMAND`: what anybody does with a log, whoever runs it.

Exit codes: 0 it holds, 1 it does not or could not be read (one sentence on stderr says why), 2 wrong usage.
"""

import argparse
import sys
from collections.abc import Sequence

from ledger.cli.check import CHECK
from ledger.cli.command import DOES_NOT_HOLD, WRONG_USAGE, printable
from ledger.cli.prove import PROVE
from ledger.cli.verify import VERIFY
from ledger.cli.witness import WITNESS
from ledger.errors import LedgerError, StoreFailed
from ledger.log_errors import NoSuchPlace

COMMANDS = (VERIFY, CHECK, PROVE, WITNESS)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m ledger", description="A ledger nobody has to trust.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in COMMANDS:
        one.add_arguments(commands.add_parser(one.name, help=one.summary, description=one.summary))
    arguments = parser.parse_args(words)
    command = next(one for one in COMMANDS if one.name == arguments.command)
    try:
        return command.run(arguments)
    except NoSuchPlace as error:
        return _say(command.name, error, WRONG_USAGE)
    except (LedgerError, StoreFailed, OSError) as error:
        return _say(command.name, error, DOES_NOT_HOLD)
    except KeyboardInterrupt:
        return _say(command.name, "stopped", DOES_NOT_HOLD)


def _say(command: str, why: object, code: int) -> int:
    print(f"{command}: {printable(str(why))}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
