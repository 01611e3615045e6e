"""Small use cases by which the kernel is tried: each does one thing that a test can count afterwards."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from timebank import tallies
from timebank.accounts import MEMBER, find_handle
from timebank.actors import Actor, system
from timebank.books import OpenBook, open_book
from timebank.errors import Refused
from timebank.work import UnitOfWork
from timebank.writer import Bank

BOOK = "450125"
SITE = "45012510020101"
LI, NONG, WANG = Actor(BOOK, "li"), Actor(BOOK, "nong"), Actor(BOOK, "wang")


@dataclass(frozen=True, slots=True)
class Tick:
    """Count a figure up."""

    name: str = "ticks"
    by: int = 1


@dataclass(frozen=True, slots=True)
class Ticked:
    """The figure after it."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Give:
    """Give a member minutes from the county's issue account; the account is opened with the first."""

    member: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Given:
    """A transfer's number in the log."""

    seq: int


class NoMoreTicks(Refused):
    """A refusal of these tests."""

    code = "no_more_ticks"
    message = "%(name)s"


def tick(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    uow.count(SITE, command.name, command.by)
    return Ticked(command.name, value_of(uow, command.name))


def tick_then_refuse(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    tick(uow, command, actor)
    raise NoMoreTicks(field="name", name=command.name)


def tick_then_fail(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
    tick(uow, command, actor)
    raise ZeroDivisionError


def give(uow: UnitOfWork, command: Give, actor: Actor) -> Given:
    handle = find_handle(uow.connection, uow.book, MEMBER, command.member, "member")
    if handle is None:
        uow.people.create(command.member)
        handle = uow.ledger.open_account(MEMBER, command.member, "member")
    return Given(uow.ledger.transfer(uow.ledger.issue_handle(), handle, command.minutes).seq)


def value_of(uow: UnitOfWork, name: str) -> int:
    return tallies.figures(uow.connection, uow.book, SITE, 14).get(SITE, {}).get(name, 0)


def figure(bank: Bank, name: str = "ticks") -> int:
    """Return what the figure stands at, as a reader sees it."""
    with bank.connect() as connection:
        return tallies.figures(connection, BOOK, SITE, 14).get(SITE, {}).get(name, 0)


def open_test_book(bank: Bank) -> None:
    bank.run(open_book, OpenBook("上林县", f"test.invalid/log/{BOOK}", "test+00000000+AQAB"), system(BOOK))


class Gate:
    """A use case that holds the writer until it is let through, so that a queue builds up behind it."""

    def __init__(self) -> None:
        self.entered, self.open = threading.Event(), threading.Event()

    def hold(self, uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        self.entered.set()
        assert self.open.wait(10)
        return Ticked(command.name, 0)


@contextmanager
def held_writer(bank: Bank) -> Iterator[None]:
    """Hold the writer during the block; what is submitted in it runs in one batch afterwards."""
    gate = Gate()
    bank.submit(gate.hold, Tick("gate"), system(BOOK))
    assert gate.entered.wait(10)
    yield
    gate.open.set()


@contextmanager
def on_commit(bank: Bank, act: Callable[[Any], None]) -> Iterator[None]:
    """Do something each time the writer is about to commit."""
    engine = bank._writer_engine
    event.listen(engine, "commit", act)
    yield
    event.remove(engine, "commit", act)
