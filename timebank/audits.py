"""The audits of a book, with their outcomes kept for the pages.

Every few minutes what was written since the last audit is audited; every night, and whenever somebody asks, every byte
of the whole book is read again. What is found stands until a whole audit no longer finds it.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from ledger.checkpoint import Checkpoint
from ledger.finding import Finding
from ledger.log_name import number_of
from ledger.sql_store import SqlStore
from ledger.store import Head
from timebank.actors import Actor, system
from timebank.audit_cores import audit_on_cores
from timebank.book_audit import Progress, audit_new_entries
from timebank.books import BookView, book_view
from timebank.codec import to_json
from timebank.db import Base
from timebank.jobs import Job, period_start
from timebank.settings import Settings
from timebank.signed_heads import head_findings, read_mark
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

MOST_KEPT = 100
EVERY_FEW_MINUTES = timedelta(minutes=5)
DAILY, AT_TWO = timedelta(days=1), timedelta(hours=18)
"""Every day at two o'clock at night in Asia/Shanghai, counted from midnight UTC."""


class AuditRun(Base):
    """One audit of a book and the first findings, as JSON."""

    __tablename__ = "audit_run"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    log: Mapped[int] = mapped_column(Integer, default=1)  # the number of the log that was written then
    entries: Mapped[int] = mapped_column(Integer)
    since: Mapped[int] = mapped_column(
        Integer, default=0
    )  # the first entry that was read; 0 of a whole audit
    root: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[int] = mapped_column(Integer)
    found: Mapped[int] = mapped_column(Integer)
    findings: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class FoundFault:
    """One finding; `seq` is -1 where it is about no single entry."""

    kind: str
    seq: int
    words: str


@dataclass(frozen=True, slots=True)
class KeepAudit:
    """Keep the outcome of an audit of the entries of a log, by its number within the book, from `since` on."""

    log: int
    entries: int
    since: int
    root: str
    seconds: int
    found: int
    findings: tuple[FoundFault, ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    """The outcome of an audit: how many entries there were, from which on they were read, the tree's root, findings."""

    at: datetime
    entries: int
    since: int
    root: str
    seconds: int
    found: int
    findings: tuple[FoundFault, ...]


def keep_audit(uow: UnitOfWork, command: KeepAudit, actor: Actor) -> AuditView:
    """Store the outcome of an audit."""
    run = AuditRun(
        book=actor.book,
        at=uow.clock.now(),
        log=command.log,
        entries=command.entries,
        since=command.since,
        root=command.root,
        seconds=command.seconds,
        found=command.found,
        findings=to_json(command.findings),
    )
    uow.session.add(run)
    return _view(run)


def last_audit(reading: Reading, *, is_whole: bool | None = True) -> AuditView | None:
    """Return the newest audit of the book's log, None before the first: whole, of what was new, or (None) any."""
    audits = select(AuditRun).where(AuditRun.book == reading.book, AuditRun.log == number_of(reading.log))
    if is_whole is not None:
        audits = audits.where((AuditRun.since == 0) == is_whole)
    run = reading.session.scalar(audits.order_by(AuditRun.at.desc()).limit(1))
    return None if run is None else _view(run)


def audit_whole(
    settings: Settings, bank: Bank, book: str, progress: Progress = lambda done, total: None
) -> int:
    """Audit a book with all that hangs on it, keep the outcome, and return the number of findings."""
    began, here = time.monotonic(), book_view(bank, book)
    mark = read_mark(settings, here.log)
    with bank.connect() as connection:
        head = SqlStore(connection, here.log).head()
        findings = [
            *audit_on_cores(settings, connection, bank.vault, book, progress).findings,
            *head_findings(connection, settings, here, mark),
        ]
    return _keep(bank, here, head, 0, began, findings)


def audit_new(settings: Settings, bank: Bank, book: str) -> int:
    """Audit what was written since the last audit, keep the outcome, and return the number of findings."""
    began, here = time.monotonic(), book_view(bank, book)
    mark = read_mark(settings, here.log)
    with bank.reading(system(book)) as reading:
        last = last_audit(reading, is_whole=None)
        assert last is not None, "what is new is new since an audit"
        connection = reading.connection
        head = SqlStore(connection, here.log).head()
        audited = Checkpoint(here.origin, last.entries, bytes.fromhex(last.root))
        findings = [
            *audit_new_entries(connection, bank.vault, book, audited),
            *head_findings(connection, settings, here, mark),
        ]
    return _keep(bank, here, head, last.entries, began, findings)


def _keep(bank: Bank, here: BookView, head: Head, since: int, began: float, findings: list[Finding]) -> int:
    kept = tuple(
        FoundFault(one.kind, -1 if one.seq is None else one.seq, one.says) for one in findings[:MOST_KEPT]
    )
    seconds = round(time.monotonic() - began)
    command = KeepAudit(here.number, head.size, since, head.root.hex(), seconds, len(findings), kept)
    bank.run(keep_audit, command, system(here.book))
    return len(findings)


def is_audit_due(bank: Bank, book: str) -> bool:
    """Tell whether the book has not been audited whole in this period."""
    with bank.reading(system(book)) as reading:
        last = last_audit(reading)
    return last is None or last.at < period_start(bank.clock.now(), DAILY, AT_TWO)


def is_something_new(bank: Bank, book: str) -> bool:
    """Tell whether the book has another size than when it was last audited."""
    with bank.reading(system(book)) as reading:
        last = last_audit(reading, is_whole=None)
        return last is not None and SqlStore(reading.connection, reading.log).head().size != last.entries


def nightly(settings: Settings) -> Job:
    """Return the job that audits every book whole at night."""
    return Job("audit", DAILY, partial(audit_whole, settings), is_audit_due, starts=AT_TWO)


def frequent(settings: Settings) -> Job:
    """Return the job that audits what is new every few minutes."""
    return Job("audit_new", EVERY_FEW_MINUTES, partial(audit_new, settings), is_something_new)


def _view(run: AuditRun) -> AuditView:
    findings = tuple(FoundFault(**one) for one in json.loads(run.findings))
    return AuditView(run.at, run.entries, run.since, run.root, run.seconds, run.found, findings)
