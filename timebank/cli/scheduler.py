"""`scheduler`: run the scheduled work alone, in the foreground, until it is told to stop."""

import signal
import threading
from argparse import Namespace

from timebank.bootstrap import NoMasterKey, make_scheduler, open_bank
from timebank.cli.command import DONE, Command, CommandFailed, no_arguments
from timebank.settings import Settings


def run(arguments: Namespace, settings: Settings) -> int:
    """Lead, or wait to lead, until SIGTERM or Ctrl-C; then let the work in hand end."""
    try:
        bank = open_bank(settings)
    except NoMasterKey as missing:
        raise CommandFailed(f"{missing}.") from missing
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = make_scheduler(bank, settings)
    scheduler.start()
    print(f"The scheduler runs for {settings.home}; stop it with Ctrl-C.", flush=True)
    stop.wait()
    scheduler.stop()
    bank.close()
    return DONE


SCHEDULER = Command("scheduler", "run the scheduled work alone, until stopped", no_arguments, run)
