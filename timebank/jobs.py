"""Scheduled work: declared in code, each period claimed once by a row, whoever runs the scheduler."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor, system
from timebank.books import books_here
from timebank.db import EPOCH, Base
from timebank.errors import N_, Conflict
from timebank.work import UnitOfWork
from timebank.writer import Bank

log = structlog.get_logger()


class JobRun(Base):
    """One period of one job of a book: claimed before the work, finished after it."""

    __tablename__ = "job_run"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class Job:
    """A job: what it does to a book, and how often it looks whether there is something to do.

    The work returns how many things it did; a period with nothing to do leaves no row. Periods are counted from
    midnight UTC, or `starts` after it.
    """

    name: str
    every: timedelta
    work: Callable[[Bank, str], int]
    is_due: Callable[[Bank, str], bool]
    starts: timedelta = timedelta()

    def period_start(self, now: datetime) -> datetime:
        """Return the start of the period that a moment lies in."""
        return period_start(now, self.every, self.starts)


def period_start(now: datetime, every: timedelta, starts: timedelta) -> datetime:
    """Return the start of the period that a moment lies in."""
    first = EPOCH + starts
    return first + (now - first) // every * every


@dataclass(frozen=True, slots=True)
class ClaimRun:
    """Claim one period of a job."""

    job: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class FinishRun:
    """Say that a claimed period is done."""

    job: str
    due_at: datetime
    done: int


@dataclass(frozen=True, slots=True)
class Run:
    """A period of a job."""

    job: str
    due_at: datetime


class AlreadyClaimed(Conflict):
    """Somebody else runs, or ran, this period."""

    code = "already_claimed"
    message = N_("这项定时工作已经有人在办。")


def claim_run(uow: UnitOfWork, command: ClaimRun, actor: Actor) -> Run:
    """Claim a period; the row's key lets one claimer through."""
    if uow.session.get(JobRun, (actor.book, command.job, command.due_at)):
        raise AlreadyClaimed
    uow.session.add(
        JobRun(
            book=actor.book,
            job=command.job,
            due_at=command.due_at,
            started_at=uow.clock.now(),
            finished_at=None,
            done=0,
        )
    )
    return Run(command.job, command.due_at)


def finish_run(uow: UnitOfWork, command: FinishRun, actor: Actor) -> Run:
    """Note that a period is done, and how much."""
    run = uow.session.get_one(JobRun, (actor.book, command.job, command.due_at))
    run.finished_at = uow.clock.now()
    run.done = command.done
    return Run(command.job, command.due_at)


def run_job(bank: Bank, job: Job) -> int:
    """Run the present period of a job in every book where nobody has; return how many things were done.

    A book in which it fails, or that may only be read, keeps no other waiting: what went wrong is raised when all have
    had their turn, an ExceptionGroup where it did in several.
    """
    due_at = job.period_start(bank.clock.now())
    with bank.connect() as connection:
        books = [one.book for one in books_here(connection)]
    total, faults = 0, list[Exception]()
    for book in books:
        try:
            total += _run_in_book(bank, job, book, due_at)
        except Exception as fault:  # noqa: BLE001 - raised below
            faults.append(fault)
    if len(faults) > 1:
        raise ExceptionGroup(f"job {job.name} failed in {len(faults)} books", faults)
    if faults:
        raise faults[0]
    return total


def _run_in_book(bank: Bank, job: Job, book: str, due_at: datetime) -> int:
    if not job.is_due(bank, book):
        return 0
    actor = system(book)
    try:
        bank.run(claim_run, ClaimRun(job.name, due_at), actor)
    except AlreadyClaimed:
        return 0
    done = job.work(bank, book)
    bank.run(finish_run, FinishRun(job.name, due_at, done), actor)
    if done:
        log.info("job_done", job=job.name, book=book, done=done)
    return done
