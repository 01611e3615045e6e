"""Traffic between accounts: acts by which many processes at once try to break a book.

python -m tests.timebank.traffic URL NAME THREADS ACTS   ACTS random acts a thread; prints how many of each were done
"""

import json
import random
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ledger.errors import LedgerError
from tests.timebank.kernel import BOOK, Give, give
from tests.timebank.writer_process import open_bank_at
from timebank.accounts import MEMBER, find_handle
from timebank.actors import Actor
from timebank.errors import Refused
from timebank.work import UnitOfWork
from timebank.writer import Bank

MEMBERS = tuple(f"member-{number}" for number in range(12))
EACH_MINUTES = 30


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


class Trader:
    """One who acts at random; an ended reservation is sometimes ended again, which must be refused."""

    def __init__(self, bank: Bank, name: str) -> None:
        self._bank, self._actor, self._chance = bank, Actor(BOOK, name), random.Random(name)
        self._moved: list[Acted] = []
        self._reserved: list[Acted] = []
        self.done: Counter[str] = Counter()

    def trade(self, count: int) -> None:
        """Try so many acts."""
        for number in range(count):
            command = self._choose()
            try:
                acted = self._bank.run(act, command, self._actor, f"{self._actor.member_id}-{number}")
            except NotPossible:
                self.done["refused"] += 1
                continue
            self.done[command.way] += 1
            if command.way in ("transfer", "settle"):
                self._moved.append(acted)
            elif command.way == "reserve":
                self._reserved.append(acted)

    def _choose(self) -> Act:
        way = self._chance.choice(("transfer", "reserve", "reserve", "settle", "release", "reverse"))
        minutes = self._chance.randint(1, 20)
        if way in ("settle", "release") and self._reserved:
            return Act(way, minutes=minutes, ref=self._chance.choice(self._reserved).id)
        if way == "reverse" and self._moved:
            return Act(way, minutes=minutes, ref=self._chance.choice(self._moved).id)
        payer, payee = self._chance.sample(MEMBERS, 2)
        return Act("reserve" if way == "reserve" else "transfer", payer, payee, minutes)


def main(url: str, name: str, threads: int, count: int) -> None:
    """Let so many traders act at once, and print what was done."""
    bank = open_bank_at(url)
    traders = [Trader(bank, f"{name}-{number}") for number in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda trader: trader.trade(count), traders))
    bank.close()
    print(json.dumps(sum((trader.done for trader in traders), Counter())))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
