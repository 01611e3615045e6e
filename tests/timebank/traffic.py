"""Traffic between accounts: acts by which many processes at once try to break a book.

python -m tests.timebank.traffic URL NAME THREADS ACTS   ACTS random acts a thread; prints what was done and seen

With `jumping` behind that, the machine's clock jumps to and fro between the acts, by up to ten years.
"""

import json
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ledger.errors import LedgerError
from ledger.sql_store import SqlStore
from tests.timebank.kernel import BOOK, Give, give
from tests.timebank.writer_process import open_bank_at
from timebank.accounts import MEMBER, find_handle
from timebank.actors import Actor
from timebank.clock import SystemClock
from timebank.errors import Refused, Unavailable
from timebank.work import UnitOfWork
from timebank.writer import Bank

MEMBERS = tuple(f"member-{number}" for number in range(12))
EACH_MINUTES = 30
LOOK_EVERY = 5
JUMPS_SECONDS = (1, 3600, 2 * 86_400, 10 * 365 * 86_400)


class NotPossible(Refused):
    """The ledger refused; `why` is its code."""

    code = "not_possible"
    message = "%(why)s"


@dataclass(frozen=True, slots=True)
class Act:
    """Move minutes, set them aside, or end a reservation: `way` is the bookkeeper's method."""

    way: str
    payer: str = ""
    payee: str = ""
    minutes: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Acted:
    """The entry that says so."""

    id: str
    seq: int


def act(uow: UnitOfWork, command: Act, actor: Actor) -> Acted:
    """Carry out an act at the book."""
    try:
        posted = {
            "transfer": lambda: uow.ledger.transfer(*_between(uow, command), command.minutes),
            "reserve": lambda: uow.ledger.reserve(*_between(uow, command), command.minutes),
            "settle": lambda: uow.ledger.settle(command.ref, command.minutes),
            "release": lambda: uow.ledger.release(command.ref, "timeout"),
            "reverse": lambda: uow.ledger.reverse(command.ref, command.minutes),
        }[command.way]()
    except LedgerError as refusal:
        raise NotPossible(why=refusal.code) from refusal
    return Acted(posted.id, posted.seq)


def _between(uow: UnitOfWork, command: Act) -> tuple[str, str]:
    payer, payee = (
        find_handle(uow.connection, uow.book, MEMBER, one, "member") for one in (command.payer, command.payee)
    )
    assert payer
    assert payee
    return payer, payee


def fund(bank: Bank) -> None:
    """Give every member the minutes they begin with."""
    for member in MEMBERS:
        bank.run(give, Give(member, EACH_MINUTES), Actor(BOOK, "office"))


class JumpingClock(SystemClock):
    """The machine's clock while somebody sets it again and again."""

    def __init__(self, name: str) -> None:
        chance = random.Random(name)

        def wall() -> datetime:
            seconds = chance.choice(JUMPS_SECONDS)
            return datetime.now(UTC) + timedelta(seconds=chance.uniform(-seconds, seconds))

        super().__init__(wall)


class Trader:
    """One who acts at random; an ended reservation is sometimes ended again, which must be refused.

    `acts` are the beginning, the end and the number of each, `looks` the beginning, the end, the size of the log and
    the counters of the accounts: times in nanoseconds of the clock that all processes of a machine share.
    """

    def __init__(self, bank: Bank, name: str) -> None:
        self._bank, self._actor, self._chance = bank, Actor(BOOK, name), random.Random(name)
        self._moved: list[Acted] = []
        self._reserved: list[Acted] = []
        self.done: Counter[str] = Counter()
        self.acts: list[tuple[int, int, int]] = []
        self.looks: list[tuple[int, int, int, dict[str, tuple[int, int, int, int]]]] = []

    def trade(self, count: int) -> None:
        """Try so many acts, and look at the book now and then."""
        for number in range(count):
            if number % LOOK_EVERY == 0:
                self._look()
            command = self._choose()
            began = time.monotonic_ns()
            try:
                acted = self._run(command, f"{self._actor.member_id}-{number}")
            except NotPossible:
                self.done["refused"] += 1
                continue
            self.acts.append((began, time.monotonic_ns(), acted.seq))
            self.done[command.way] += 1
            if command.way in ("transfer", "settle"):
                self._moved.append(acted)
            elif command.way == "reserve":
                self._reserved.append(acted)

    def _run(self, command: Act, key: str) -> Acted:
        """Ask until there is an answer: a busy system has not decided anything."""
        while True:
            try:
                return self._bank.run(act, command, self._actor, key)
            except Unavailable:
                time.sleep(0.01)

    def _look(self) -> None:
        began = time.monotonic_ns()
        with self._bank.connect() as connection:
            store = SqlStore(connection, BOOK)
            size = store.head().size
            seen = {
                one.handle: (one.debits, one.credits, one.pending_debits, one.pending_credits)
                for one in store.account_rows()
            }
        self.looks.append((began, time.monotonic_ns(), size, seen))

    def _choose(self) -> Act:
        way = self._chance.choice(("transfer", "reserve", "reserve", "settle", "release", "reverse"))
        minutes = self._chance.randint(1, 20)
        if way in ("settle", "release") and self._reserved:
            return Act(way, minutes=minutes, ref=self._chance.choice(self._reserved).id)
        if way == "reverse" and self._moved:
            return Act(way, minutes=minutes, ref=self._chance.choice(self._moved).id)
        payer, payee = self._chance.sample(MEMBERS, 2)
        return Act("reserve" if way == "reserve" else "transfer", payer, payee, minutes)


def main(url: str, name: str, threads: int, count: int, *, is_jumping: bool) -> None:
    """Let so many traders act at once, and print what was done and seen."""
    bank = open_bank_at(url)
    if is_jumping:
        bank.clock = JumpingClock(name)
    traders = [Trader(bank, f"{name}-{number}") for number in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda trader: trader.trade(count), traders))
    bank.close()
    done: Counter[str] = sum((trader.done for trader in traders), Counter())
    acts = [one for trader in traders for one in trader.acts]
    looks = [one for trader in traders for one in trader.looks]
    print(json.dumps({"done": done, "acts": acts, "looks": looks}))


if __name__ == "__main__":
    url, name, threads, count = sys.argv[1:5]
    main(url, name, int(threads), int(count), is_jumping="jumping" in sys.argv[5:])
