"""`python -m timebank COMMAND`: what an operator does from the command line.

Exit codes: 0 done, 1 not done (the sentence on stderr says why), 2 wrong usage.
"""

import argparse
import sys
from collections.abc import Sequence

from timebank.cli.audit import AUDIT
from timebank.cli.backup import BACKUP
from timebank.cli.command import NOT_DONE, WRONG_USAGE, CommandFailed
from timebank.cli.demo import DEMO
from timebank.cli.init import INIT
from timebank.cli.restore import RESTORE
from timebank.cli.rotate_key import ROTATE_KEY
from timebank.cli.scheduler import SCHEDULER
from timebank.settings import BadSetting, load_settings

COMMANDS = (INIT, DEMO, AUDIT, BACKUP, RESTORE, ROTATE_KEY, SCHEDULER)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m timebank",
        description="The time bank, from the command line. Data is in TIMEBANK_HOME.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in COMMANDS:
        one.add_arguments(commands.add_parser(one.name, help=one.summary, description=one.summary))
    arguments = parser.parse_args(words)
    command = next(one for one in COMMANDS if one.name == arguments.command)
    try:
        return command.run(arguments, load_settings())
    except CommandFailed as failed:
        print(f"{command.name}: {failed}", file=sys.stderr)
        return failed.exit_code
    except BadSetting as bad:
        print(f"{command.name}: {bad}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print(f"{command.name}: stopped", file=sys.stderr)
        return NOT_DONE


if __name__ == "__main__":
    sys.exit(main())
