"""The bank: the one place through which everything is written and read.

A thread a book drains a queue: it takes one command, then all that wait, and runs them as one batch (`batch`). A
crowd shares one fsync, and no two writers race for the head of the chain. Readers go beside it.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from timebank.actors import Actor
from timebank.batch import Batches, C, Job, R, UseCase
from timebank.clock import Clock
from timebank.crypto import Vault
from timebank.db import is_server
from timebank.errors import Busy, ReadOnly, Unavailable, restore_refusal
from timebank.locks import file_lock
from timebank.requests import is_answered
from timebank.work import Reading

__all__ = ["Bank", "UseCase"]

log = structlog.get_logger()

BATCH = 256
SERVER_BATCH = 60
"""PostgreSQL keeps 64 open savepoints at hand; with more, everybody who reads looks them up on disk."""

LOOK_AGAIN_SECONDS = 2.0


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
        self.batch_size = SERVER_BATCH if is_server(writer) else BATCH
        self.read_only: dict[str, ReadOnly] = {}
        """The books that may be read but not written, and why; commands are refused in these words."""
        self.look_again: Callable[[str], ReadOnly | None] | None = None
        """Tells why a book that may only be read still may, None where it may be written again."""
        self._looked_at: dict[str, float] = {}
        self._writer_engine, self._reader_engine = writer, reader
        self._lock_file, self._queue_size = lock_file, queue_size
        # SQLite has one writer whatever the book; a server keeps apart by itself who may not meet.
        self._turn: AbstractContextManager[object] = (
            contextlib.nullcontext() if is_server(writer) else threading.Lock()
        )
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
        reason = self.why_read_only(actor.book)
        if reason is not None and not getattr(use_case, "is_beside_the_ledger", False):
            raise restore_refusal(reason.code, None, reason.facts)  # a new one each time: it gathers a trace
        answer: Future[R] = Future()
        self._writer_of(actor.book).put(Job(use_case, command, actor, key, answer))
        return answer

    def why_read_only(self, book: str) -> ReadOnly | None:
        """Return why a book may only be read, None where it may be written.

        A book that may only be read is looked at again every few seconds: what another process restored is written
        again without a restart, and a book that may be written costs nothing.
        """
        reason, now = self.read_only.get(book), time.monotonic()
        if reason is None or self.look_again is None:
            return reason
        if now - self._looked_at.get(book, -LOOK_AGAIN_SECONDS) < LOOK_AGAIN_SECONDS:
            return reason
        self._looked_at[book] = now
        reason = self.look_again(book)
        if reason is None:
            self.read_only.pop(book, None)
            log.info("written_again", book=book)
        else:
            self.read_only[book] = reason
        return reason

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
        with contextlib.ExitStack() as held:
            held.enter_context(self._turn)
            try:
                held.enter_context(file_lock(self._lock_file))
            except OSError as fault:
                log.error("batch_not_begun", reason=str(fault))
                outcomes: list[object] = [Unavailable() for _ in jobs]
            else:
                outcomes = Batches(self._writer_engine, self.vault, self.clock).run(jobs)
        for job, outcome in zip(jobs, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                job.answer.set_exception(outcome)
            else:
                job.answer.set_result(outcome)


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
            while len(batch) < self._bank.batch_size:
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
        if not wanted:
            return
        try:
            self._bank._run_batch(wanted)
        except Exception as fault:
            log.exception("batch_failed", jobs=len(wanted))
            for job in wanted:
                if not job.answer.done():
                    job.answer.set_exception(fault)
