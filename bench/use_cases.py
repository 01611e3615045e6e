"""A whole use case with its business rows, through the writer, beside the ledger's post alone.

The use case is a coordinator's verification of a confirmed service: it reads the service, who had a part in it,
the rules and what the day has left, sets the minutes aside in the ledger, and writes service, act, reservation,
figures and message.
"""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from bench.ground import BOOK, Ground
from bench.measure import Options, interleave, latencies, median_ratio, percentile, rate
from bench.posts import BATCH, MEMBERS, post_all
from bench.table import Row
from ledger import guards
from tests import walk
from tests.town import GiveMinutes, Town, give_minutes, settle_town
from timebank.actors import Actor, system
from timebank.books import OpenBook, open_book
from timebank.clock import SHANGHAI, SetClock
from timebank.crypto import Vault
from timebank.db import reader_engine, writer_engine
from timebank.ids import new_id, with_check_digit
from timebank.needs.model import Payer
from timebank.schema import METADATA
from timebank.services.commands import VerifyService
from timebank.services.model import Service
from timebank.services.records import Act
from timebank.services.reviewing import verify_service
from timebank.work import UnitOfWork
from timebank.writer import Bank

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=SHANGHAI)
ALONE, TOGETHER = 150, 640
"""Services verified a round, by one caller and by sixty-four."""
CALLERS = BATCH
Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Pay:
    """Move a minute from the county's budget to a member."""

    handle: str


@dataclass(frozen=True, slots=True)
class Paid:
    """The number of the entry."""

    seq: int


def pay(uow: UnitOfWork, command: Pay, actor: Actor) -> Paid:
    """Post and do nothing else: what the writer itself costs."""
    return Paid(uow.ledger.transfer(uow.ledger.issue_handle(), command.handle, 1).seq)


def measure_use_cases(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of one and of sixty-four callers."""
    alone, together = options.scaled(ALONE), max(CALLERS, options.scaled(TOGETHER))
    town = settled_town(folder / "town.sqlite3")
    services = iter(_confirmed_services(town, (alone + together) * options.rounds))
    ground = Ground(folder / "ground.sqlite3", MEMBERS)
    ground.create()
    yield from _measure(town, ground, services, options, alone, callers=1, goal=0.5)
    yield from _measure(town, ground, services, options, together, callers=CALLERS, goal=0.4)
    town.bank.close()
    ground.close()


def _measure(
    town: Town,
    ground: Ground,
    services: Iterator[str],
    options: Options,
    count: int,
    *,
    callers: int,
    goal: float,
) -> Iterator[Row]:
    with town.bank.reading(town.li) as reading:
        handle = reading.ledger.member_handle(town.li.member_id)
    taken: list[float] = []
    offset = callers * 1_000_000  # so that no post of one measure repeats the id of another's

    def post(number: int) -> float:
        first = offset + number * count
        return rate(count, lambda: post_all(ground, first, count, callers))

    def run_pay(number: int) -> float:
        calls: list[Call] = [lambda: town.bank.run(pay, Pay(handle), system(BOOK))] * count
        return latencies(calls, callers)[0]

    def run_verify(number: int) -> float:
        calls = [_verification(town, next(services)) for _ in range(count)]
        speed, seconds = latencies(calls, callers)
        taken.extend(seconds)
        return speed

    figures = interleave({"post": post, "pay": run_pay, "verify": run_verify}, options.rounds)
    who = "one caller" if callers == 1 else f"{callers} callers"
    posts = f"{statistics.median(figures['post']):,.0f}/s ledger.post, {callers} a commit"
    command = "python -m bench --only use-cases"
    yield Row(
        work=f"bank.run that only posts, {who}",
        figure=f"{statistics.median(figures['pay']):,.0f}/s",
        beside=posts,
        ratio=median_ratio(figures["pay"], figures["post"]),
        goal=None,
        is_least=True,
        command=command,
    )
    yield Row(
        work=f"verify a service, {who}",
        figure=f"{statistics.median(figures['verify']):,.0f}/s",
        beside=posts,
        ratio=median_ratio(figures["verify"], figures["post"]),
        goal=goal,
        is_least=True,
        command=command,
        note=f"N={count} a round",
    )
    middle, slow = percentile(taken, 50), percentile(taken, 99)
    yield Row(
        work=f"verify a service, {who}: slowest in a hundred",
        figure=f"p99 {slow * 1000:,.1f} ms",
        beside=f"p50 {middle * 1000:,.1f} ms",
        ratio=slow / middle,
        goal=4.0,
        is_least=False,
        command=command,
    )


def _verification(town: Town, service_id: str) -> Call:
    return lambda: town.bank.run(verify_service, VerifyService(service_id, "approve"), town.nong)


def settled_town(path: Path) -> Town:
    """Return the cast of the tests in a bank on this file."""
    url = f"sqlite:///{path}"
    clock = SetClock(MONDAY)
    writer = writer_engine(url)
    with writer.begin() as connection:
        for metadata in METADATA:
            metadata.create_all(connection)
        guards.create(connection)
    bank = Bank(writer, reader_engine(url), Vault(bytes(32)), clock)
    bank.run(open_book, OpenBook("上林县", f"bench.invalid/log/{BOOK}", "bench+00000000+AQAB"), system(BOOK))
    return settle_town(bank, clock)


def _confirmed_services(town: Town, count: int) -> list[str]:
    """Make so many confirmed services, a day apart: one by its use cases, the others as copies of its rows."""
    town.bank.run(give_minutes, GiveMinutes(town.wang.member_id, 60), system(BOOK))
    model = walk.confirmed(town)
    copies = []
    with town.bank._writer_engine.begin() as connection:
        service = _one(connection, Service, Service.id == model)
        acts = connection.execute(select(Act.__table__).where(Act.service_id == model)).mappings().all()
        for number in range(count):
            earlier = timedelta(days=number + 1)
            copy = new_id(MONDAY)
            times = {name: service[name] - earlier for name in ("planned_at", "begins_at", "ends_at")}
            own = {
                "id": copy,
                "number": with_check_digit(500_000 + number),
                "need_id": "",
                "pay_from": Payer.PUBLIC,
                "is_logged_afterwards": True,
            }
            connection.execute(insert(Service), {**service, **times, **own})
            connection.execute(insert(Act), [{**act, "service_id": copy} for act in acts])
            copies.append(copy)
    return copies


def _one(connection: Connection, model: Any, condition: Any) -> dict[str, Any]:
    return dict(connection.execute(select(model.__table__).where(condition)).mappings().one())
