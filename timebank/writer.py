"""The one place that begins and commits: a writer thread a book, and readers beside it.

The thread takes one command, then all that wait, and runs them in one transaction, each in its own savepoint: a
crowd shares one fsync, no two writers race for the head of the chain, and a refused command costs its neighbours
nothing. What must outlive a refusal is written after the savepoint is gone, in the same batch.
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InvalidRequestError, OperationalError
from sqlalchemy.orm import Session

from ledger.errors import StoreFailed
from timebank.actors import Actor
from timebank.clock import Clock
from timebank.crypto import Vault
from timebank.db import in_transaction
from timebank.errors import Busy, OutcomeUnknown, ReadOnly, Refusal, Unavailable
from timebank.locks import file_lock
from timebank.requests import content_digests, find_answer, is_answered, keep_answer
from timebank.work import Reading, UnitOfWork

log = structlog.get_logger()

C = TypeVar("C")
R = TypeVar("R")
UseCase = Callable[[UnitOfWork, C, Actor], R]

BATCH = 256


@dataclass(slots=True)
class Job:
    """A command that waits for the writer."""

    use_case: UseCase[Any, Any]
    command: object
    actor: Actor
    key: str | None
    answer: Future[Any]


class _BatchLost(Exception):
    """The batch's transaction is gone before its commit, so nothing of it was done; the cause says why."""


class Bank:
    """Every write and every read of an installation goes through here."""

    def __init__(
        self,
        writer: Engine,
        reader: Engine,
        vault: Vault,
        clock: Clock,
        *,
        lock_file: Path | None = None,
        queue_size: int = 1024,
    ) -> None:
        self.vault, self.clock = vault, clock
        self.read_only_reason = ""
        self._writer_engine, self._reader_engine = writer, reader
        self._lock_file, self._queue_size = lock_file, queue_size
        self._batch_lock = threading.Lock()
        self._books: dict[str, _Writer] = {}
        self._starting = threading.Lock()

    def run(self, use_case: UseCase[C, R], command: C, actor: Actor, key: str | None = None) -> R:
        """Run a use case in the next batch and return its result once it is durable.

        With a key, the same request asked again gets the first answer and changes nothing.

        Raises:
            Refusal: a rule, or the writer (`Busy`, `OutcomeUnknown`), says no.
        """
        return self.submit(use_case, command, actor, key).result()

    def submit(self, use_case: UseCase[C, R], command: C, actor: Actor, key: str | None = None) -> Future[R]:
        """Queue a use case and return the future of its result, for callers that have many."""
        if self.read_only_reason:
            raise ReadOnly(reason=self.read_only_reason)
        answer: Future[R] = Future()
        self._writer_of(actor.book).put(Job(use_case, command, actor, key, answer))
        return answer

    @contextlib.contextmanager
    def reading(self, actor: Actor) -> Iterator[Reading]:
        """Give a consistent view of the actor's book for the time of the block."""
        with self._reader_engine.connect() as connection, Session(connection) as session:
            yield Reading(session, self.vault, self.clock, actor)

    @contextlib.contextmanager
    def connect(self) -> Iterator[Connection]:
        """Give a reading transaction that belongs to no actor: logins, health, audit."""
        with self._reader_engine.begin() as connection:
            yield connection

    def is_answered(self, actor: Actor, key: str) -> bool:
        """Tell whether a key of the actor's was used: the same request will get the first answer."""
        with self.connect() as connection:
            return is_answered(connection, actor.book, actor.member_id, key)

    def waiting(self) -> int:
        """Return how many commands wait in all queues."""
        return sum(writer.queue.qsize() for writer in self._books.values())

    def close(self) -> None:
        """Finish what waits, then stop the writers and let go of the database."""
        for writer in self._books.values():
            writer.stop()
        self._writer_engine.dispose()
        self._reader_engine.dispose()

    def _writer_of(self, book: str) -> "_Writer":
        with self._starting:
            if book not in self._books:
                self._books[book] = _Writer(self, book, self._queue_size)
            return self._books[book]

    def _run_batch(self, jobs: list[Job]) -> None:
        # SQLite's own wait for a busy file sleeps and starves its waiters; these two locks wake the next at once.
        with self._batch_lock, file_lock(self._lock_file):
            try:
                outcomes = self._transact(jobs)
            except _BatchLost:
                outcomes = [self._transact_alone(job) for job in jobs]
        for job, outcome in zip(jobs, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                job.answer.set_exception(outcome)
            else:
                job.answer.set_result(outcome)

    def _transact_alone(self, job: Job) -> object:
        try:
            return self._transact([job])[0]
        except _BatchLost as lost:
            assert lost.__cause__ is not None
            return _as_answer(lost.__cause__)

    def _transact(self, jobs: list[Job]) -> list[object]:
        """Return the outcome of each job, a result or an exception, after one commit.

        Raises:
            _BatchLost: something failed before the commit, and all was rolled back.
        """
        try:
            connection = self._writer_engine.connect()
        except DBAPIError as error:
            raise _BatchLost from error
        try:
            connection.begin()
            outcomes = [self._run_one(connection, job) for job in jobs]
        except Exception as fault:
            log.exception("batch_lost", jobs=len(jobs))
            connection.invalidate()  # closing the driver's connection rolls back, whatever state it is in
            raise _BatchLost from fault
        else:
            return outcomes if self._commit(connection) else [OutcomeUnknown() for _ in jobs]
        finally:
            connection.close()

    def _commit(self, connection: Connection) -> bool:
        """Commit, and tell whether the database said that it is done."""
        try:
            connection.commit()
        except DBAPIError:
            log.exception("commit_failed")
            connection.invalidate()
            return False
        return True

    def _run_one(self, connection: Connection, job: Job) -> object:
        actor, key = job.actor, job.key
        digests: dict[str, str] = {}
        if key is not None:
            digests = content_digests(self.vault, actor.book, job.use_case.__name__, job.command)
            try:
                kind = result_type(job.use_case)
                found = find_answer(connection, self.vault, actor.book, actor.member_id, key, digests, kind)
            except Refusal as refusal:
                return refusal
            if found is not None:
                return found[0]
        outcome, kept = self._in_savepoint(connection, job)
        if not in_transaction(connection):
            raise StoreFailed("the database ended the transaction by itself")
        for write in kept:
            write(connection)
        if key is not None and _is_decided(outcome):
            now = self.clock.now()
            keep_answer(connection, self.vault, actor.book, actor.member_id, key, digests, outcome, now)
        return outcome

    def _in_savepoint(
        self, connection: Connection, job: Job
    ) -> tuple[object, list[Callable[[Connection], None]]]:
        whole = connection.get_transaction()
        connection.exec_driver_sql("SAVEPOINT command")  # a quarter of what `begin_nested` costs
        with Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
            uow = UnitOfWork(session, self.vault, self.clock, job.actor, job.key)
            try:
                result = job.use_case(uow, job.command, job.actor)
                session.commit()  # writes what is pending; ends nothing, nor does one inside the use case
                if connection.get_transaction() is not whole:
                    raise InvalidRequestError("the use case ended the transaction")  # noqa: TRY301 - handled below
                connection.exec_driver_sql("RELEASE SAVEPOINT command")
            except Exception as fault:
                if connection.get_transaction() is not whole or not in_transaction(connection):
                    raise  # a stray rollback, or the database's own: this command cannot be undone by itself
                connection.exec_driver_sql("ROLLBACK TO SAVEPOINT command")
                connection.exec_driver_sql("RELEASE SAVEPOINT command")
                if isinstance(fault, Refusal):
                    return fault, uow.kept
                log.exception("use_case_failed", use_case=job.use_case.__name__)
                return _as_answer(fault), []
            return result, uow.kept


class _Writer:
    """The thread that writes one book."""

    def __init__(self, bank: Bank, book: str, size: int) -> None:
        self.queue: queue.Queue[Job | None] = queue.Queue(size)
        self._bank = bank
        self._closing = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name=f"writer-{book}", daemon=True)
        self._thread.start()

    def put(self, job: Job) -> None:
        with self._closing:  # nothing may come to stand behind the end of the queue, where nobody answers
            if self._is_closed:
                raise Unavailable
            try:
                self.queue.put_nowait(job)
            except queue.Full as full:
                raise Busy from full

    def stop(self) -> None:
        with self._closing:
            self._is_closed = True
        self.queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self.queue.get()) is not None:
            batch = [job]
            last = False
            while len(batch) < BATCH:
                try:
                    following = self.queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    last = True
                    break
                batch.append(following)
            self._answer(batch)
            if last:
                return

    def _answer(self, batch: list[Job]) -> None:
        wanted = [job for job in batch if job.answer.set_running_or_notify_cancel()]
        try:
            self._bank._run_batch(wanted)
        except Exception as fault:
            log.exception("batch_failed", jobs=len(wanted))
            for job in wanted:
                if not job.answer.done():
                    job.answer.set_exception(fault)


def _is_decided(outcome: object) -> bool:
    """Tell whether an outcome is the answer to its request for ever; faults and a busy system decide nothing."""
    return not isinstance(outcome, BaseException) or (
        isinstance(outcome, Refusal) and not isinstance(outcome, Unavailable)
    )


def _as_answer(fault: BaseException) -> BaseException:
    """Return what the caller is told of a fault: a failing disk or lock is no fault of the request."""
    if not isinstance(fault, OperationalError | StoreFailed):
        return fault
    answer = Unavailable()
    answer.__cause__ = fault
    return answer


@cache
def result_type(use_case: Callable[..., Any]) -> type[Any]:
    """Return the type a use case is annotated to return."""
    kind: type[Any] = get_type_hints(use_case)["return"]
    return kind
