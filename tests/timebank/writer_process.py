"""A process that writes to a bank and says so: run by test_writer_processes.

python -m tests.timebank.writer_process URL write NAME COUNT   COUNT gifts, each acknowledged on a line
python -m tests.timebank.writer_process URL die ROUNDS SEED    children that write until they are killed
"""

import os
import random
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog
from sqlalchemy.orm import configure_mappers

from tests.timebank.kernel import BOOK, Give, give
from timebank.actors import Actor
from timebank.clock import SystemClock
from timebank.crypto import Vault
from timebank.db import reader_engine, writer_engine
from timebank.writer import Bank

CALLERS = 8
LONGEST_LIFE_SECONDS = 0.3
"""Counted from the first acknowledgement, so that a slow machine kills no unborn writer."""


def open_bank_at(url: str) -> Bank:
    lock = Path(f"{url.removeprefix('sqlite:///')}.lock") if url.startswith("sqlite") else None
    return Bank(writer_engine(url), reader_engine(url), Vault(bytes(32)), SystemClock(), lock_file=lock)


def write(url: str, name: str, count: int, acknowledged: int = -1) -> None:
    """Give `count` times; the file descriptor `acknowledged`, if any, gets a byte for each gift."""
    bank = open_bank_at(url)

    def one(number: int) -> None:
        key = f"{name}-{number}"
        bank.run(give, Give(f"member-{number % 5}", 1), Actor(BOOK, name), key)
        os.write(1, f"{key}\n".encode())  # one write a line, and none of it kept back in a buffer
        if acknowledged >= 0:
            os.write(acknowledged, b".")

    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(one, range(count)))
    bank.close()


def die(url: str, rounds: int, seed: int) -> None:
    """Fork children that write, and kill each at a moment of its life that the seed decides."""
    chance = random.Random(seed)
    configure_mappers()  # once here, so that the children spend their lives on writing
    writer_engine(url).dispose()  # which loads the driver
    for number in range(rounds):
        heard, acknowledged = os.pipe()
        child = os.fork()
        if child == 0:
            write(url, f"life{number}", 1_000_000, acknowledged)
        os.read(heard, 1)
        time.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(heard)
        os.close(acknowledged)


if __name__ == "__main__":
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )
    url, act, *rest = sys.argv[1:]
    if act == "write":
        write(url, rest[0], int(rest[1]))
    else:
        die(url, int(rest[0]), int(rest[1]))
