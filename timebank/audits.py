"""The nightly audit: every byte of a book read again, and its outcome kept for the pages."""

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from ledger.audit import audit
from ledger.sql_store import SqlStore
from timebank.accounts import AccountSecrets
from timebank.actors import Actor, system
from timebank.books import books_here
from timebank.codec import to_json
from timebank.db import Base
from timebank.jobs import Job, period_start
from timebank.settings import Settings
from timebank.signed_heads import head_findings
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

MOST_KEPT = 100
DAILY, AT_TWO = timedelta(days=1), timedelta(hours=18)
"""Every day at two o'clock at night in Asia/Shanghai, counted from midnight UTC."""


class AuditRun(Base):
    """One audit of a book and the first findings, as JSON."""

    __tablename__ = "audit_run"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    entries: Mapped[int] = mapped_column(Integer)
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
    """Keep the outcome of an audit."""

    entries: int
    root: str
    seconds: int
    found: int
    findings: tuple[FoundFault, ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    """The outcome of an audit: how many entries were read, the tree's root, how many findings."""

    at: datetime
    entries: int
    root: str
    seconds: int
    found: int
    findings: tuple[FoundFault, ...]


def keep_audit(uow: UnitOfWork, command: KeepAudit, actor: Actor) -> AuditView:
    """Store the outcome of an audit."""
    run = AuditRun(
        book=actor.book,
        at=uow.clock.now(),
        entries=command.entries,
        root=command.root,
        seconds=command.seconds,
        found=command.found,
        findings=to_json(command.findings),
    )
    uow.session.add(run)
    return _view(run)


def last_audit(reading: Reading) -> AuditView | None:
    """Return the newest audit of the book, None before the first."""
    run = reading.session.scalar(
        select(AuditRun).where(AuditRun.book == reading.book).order_by(AuditRun.at.desc()).limit(1)
    )
    return None if run is None else _view(run)


def audit_book(settings: Settings, bank: Bank, book: str) -> int:
    """Audit a book, keep the outcome, and return the number of findings."""
    began = time.monotonic()
    with bank.connect() as connection:
        store = SqlStore(connection, book)
        head = store.head()
        findings = audit(store, secrets=AccountSecrets(bank.vault, connection, book))
        here = next(one for one in books_here(connection) if one.book == book)
        findings += head_findings(connection, settings, here)
    kept = tuple(
        FoundFault(one.kind, -1 if one.seq is None else one.seq, str(one)) for one in findings[:MOST_KEPT]
    )
    seconds = round(time.monotonic() - began)
    command = KeepAudit(head.size, head.root.hex(), seconds, len(findings), kept)
    bank.run(keep_audit, command, system(book))
    return len(findings)


def is_audit_due(bank: Bank, book: str) -> bool:
    """Tell whether the book has not been audited in this period."""
    with bank.reading(system(book)) as reading:
        last = last_audit(reading)
    return last is None or last.at < period_start(bank.clock.now(), DAILY, AT_TWO)


def nightly(settings: Settings) -> Job:
    """Return the job that audits every book at night."""
    return Job("audit", DAILY, partial(audit_book, settings), is_audit_due, starts=AT_TWO)


def _view(run: AuditRun) -> AuditView:
    findings = tuple(FoundFault(**one) for one in json.loads(run.findings))
    return AuditView(run.at, run.entries, run.root, run.seconds, run.found, findings)
