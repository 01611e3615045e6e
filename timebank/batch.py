"""One batch: many commands in one transaction of their book, each in its own savepoint, and one commit.

A refused command costs its neighbours nothing, and what must outlive a refusal is written after its savepoint is
gone, in the same batch. A commit that fails is never tried again: nobody can tell whether it happened. A batch that
was certainly undone is run again, one command at a time.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InternalError, InvalidRequestError, OperationalError
from sqlalchemy.orm import Session

from ledger.errors import StoreFailed
from ledger.sql_store import SqlStore
from ledger.store import Head
from timebank.actors import Actor
from timebank.book_rows import current_log
from timebank.clock import Clock
from timebank.crypto import Vault
from timebank.db import CommitUnsure, can_commit, commit, in_transaction
from timebank.errors import OutcomeUnknown, Refusal, Unavailable
from timebank.postgresql import is_passing
from timebank.requests import content_digests, find_answer, keep_answer
from timebank.work import Keep, UnitOfWork

log = structlog.get_logger()

C = TypeVar("C")
R = TypeVar("R")
UseCase = Callable[[UnitOfWork, C, Actor], R]


@dataclass(slots=True)
class Job:
    """A command that waits for the writer."""

    use_case: UseCase[Any, Any]
    command: object
    actor: Actor
    key: str | None
    answer: Future[Any]


class _NotBegun(Exception):
    """The database could not be reached, or the book not be held; the cause says why."""


class _Undone(Exception):
    """The batch's transaction is gone before its commit, so nothing of it was done; the cause says why."""


class Batches:
    """Runs the batches of an installation, those of one book one after the other."""

    def __init__(self, engine: Engine, vault: Vault, clock: Clock) -> None:
        self._engine, self._vault, self._clock = engine, vault, clock

    def run(self, jobs: list[Job]) -> list[object]:
        """Return the outcome of each job of one book, a result or an exception."""
        try:
            return self._transact(jobs)
        except _NotBegun as fault:
            return [_as_answer(fault) for _ in jobs]
        except _Undone:
            return [self._transact_alone(job) for job in jobs]

    def _transact_alone(self, job: Job) -> object:
        try:
            return self._transact([job])[0]
        except (_NotBegun, _Undone) as fault:
            return _as_answer(fault)

    def _transact(self, jobs: list[Job]) -> list[object]:
        """Return the outcome of each job after one commit.

        Raises:
            _NotBegun: nothing was tried.
            _Undone: something failed before the commit, and all was rolled back.
        """
        connection, log_name, head = self._begin(jobs[0].actor.book)
        batch = _Batch(connection, log_name, head, self._vault, self._clock)
        try:
            outcomes = [batch.run(job) for job in jobs]
            _require_sound(connection)
        except Exception as fault:
            log.exception("batch_lost", jobs=len(jobs))
            connection.invalidate()  # closing the driver's connection rolls back, whatever state it is in
            raise _Undone from fault
        else:
            return outcomes if self._commit(connection) else [OutcomeUnknown() for _ in jobs]
        finally:
            connection.close()

    def _begin(self, book: str) -> tuple[Connection, str, Head]:
        """Return a connection in a transaction that holds the book, the log it writes, and where that ends.

        Tries twice: a connection that lay unused may have died since, or the server be another one now.
        """
        fault: Exception
        for _ in range(2):
            try:
                connection = self._engine.connect()
            except DBAPIError as error:
                fault = error
                continue
            try:
                connection.begin()
                log_name, head = _lock(connection, book)
            except (DBAPIError, StoreFailed) as error:
                fault = error
                connection.invalidate()
                connection.close()
                self._engine.dispose()  # what else lies unused is no better
            else:
                return connection, log_name, head
        log.error("batch_not_begun", book=book, reason=str(fault))
        raise _NotBegun from fault

    def _commit(self, connection: Connection) -> bool:
        """Commit, and tell whether the database said that it is done and will last."""
        try:
            commit(connection)
        except (DBAPIError, CommitUnsure):
            log.exception("commit_failed")
            connection.invalidate()
            return False
        return True


class _Batch:
    """A transaction that holds its book. `head` is where its log ends, as long as nothing went wrong."""

    def __init__(
        self, connection: Connection, log_name: str, head: Head | None, vault: Vault, clock: Clock
    ) -> None:
        self._connection, self._vault, self._clock = connection, vault, clock
        self._log, self._head = log_name, head

    def run(self, job: Job) -> object:
        """Return the outcome of a job, a result or an exception."""
        actor, key = job.actor, job.key
        digests: dict[str, str] = {}
        if key is not None:
            digests = content_digests(self._vault, actor.book, job.use_case.__name__, job.command)
            try:
                kind = result_type(job.use_case)
                found = find_answer(
                    self._connection, self._vault, actor.book, actor.member_id, key, digests, kind
                )
            except Refusal as refusal:
                return refusal
            if found is not None:
                return found[0]
        outcome, kept = self._in_savepoint(job)
        _require_sound(self._connection)
        for write in kept:
            write(self._connection)
        if key is not None and _is_decided(outcome):
            now = self._clock.now()
            keep_answer(
                self._connection, self._vault, actor.book, actor.member_id, key, digests, outcome, now
            )
        return outcome

    def _in_savepoint(self, job: Job) -> tuple[object, list[Keep]]:
        connection = self._connection
        whole = connection.get_transaction()
        connection.exec_driver_sql("SAVEPOINT command")  # a quarter of what `begin_nested` costs
        with Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
            uow = UnitOfWork(session, self._vault, self._clock, job.actor, job.key, self._log, self._head)
            try:
                result = job.use_case(uow, job.command, job.actor)
                session.commit()  # writes what is pending; ends nothing, nor does one inside the use case
                if connection.get_transaction() is not whole:
                    raise InvalidRequestError("the use case ended the transaction")  # noqa: TRY301 - handled below
                connection.exec_driver_sql("RELEASE SAVEPOINT command")
            except Exception as fault:
                if connection.get_transaction() is not whole or not in_transaction(connection):
                    raise  # a stray rollback, or the database's own: this command cannot be undone by itself
                if is_passing(fault):
                    raise  # run again alone, it may well succeed
                connection.exec_driver_sql("ROLLBACK TO SAVEPOINT command")
                connection.exec_driver_sql("RELEASE SAVEPOINT command")
                if isinstance(fault, Refusal):
                    return fault, uow.kept
                log.exception("use_case_failed", use_case=job.use_case.__name__)
                return _as_answer(fault), []
            self._log, self._head = uow.log, uow.head()
            return result, uow.kept


def _lock(connection: Connection, book: str) -> tuple[str, Head]:
    """Hold the log that a book writes, and return its name and where it ends.

    Whoever held it before may have continued the book in another log, so that is looked up again once it is held.
    """
    held, log_name = "", current_log(connection, book)
    while held != log_name:
        held, head = log_name, SqlStore(connection, log_name).lock_head()
        log_name = current_log(connection, book)
    return held, head


def _require_sound(connection: Connection) -> None:
    if not can_commit(connection):
        raise StoreFailed("the transaction ended or failed by itself")


def _is_decided(outcome: object) -> bool:
    """Tell whether an outcome is the answer to its request for ever; faults and a busy system decide nothing."""
    return not isinstance(outcome, BaseException) or (
        isinstance(outcome, Refusal) and not isinstance(outcome, Unavailable)
    )


def _as_answer(fault: BaseException) -> BaseException:
    """Return what the caller is told of a fault: a failing disk, lock or server is no fault of the request."""
    if isinstance(fault, _NotBegun | _Undone):
        assert fault.__cause__ is not None
        fault = fault.__cause__
    if not isinstance(fault, OperationalError | InternalError | StoreFailed):
        return fault
    answer = Unavailable()
    answer.__cause__ = fault
    return answer


@cache
def result_type(use_case: Callable[..., Any]) -> type[Any]:
    """Return the type a use case is annotated to return."""
    kind: type[Any] = get_type_hints(use_case)["return"]
    return kind
