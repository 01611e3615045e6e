"""Whether the server lives, and whether it is able to serve: each check says what it found."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.context import bank, settings
from ledger import guards
from ledger.errors import LedgerError
from timebank.actors import system
from timebank.books import books_here
from timebank.clock import ClockAhead
from timebank.db import sqlite_version, wal_is_safe
from timebank.locks import take_lock
from timebank.printing import missing_packages
from timebank.signed_heads import logs_not_here
from timebank.signing import why_unusable
from timebank.waiting_entries import waiting_since

blueprint = Blueprint("health", __name__)
LEAST_FREE_BYTES = 200_000_000
SIGNED_WITHIN = timedelta(minutes=10)
"""It takes seconds; what waits longer than this, something keeps from being signed."""
TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found; without what is not needed the server still serves all but one thing."""

    is_ok: bool
    says: str
    is_needed: bool = True


@blueprint.get("/healthz")
def show_alive() -> ResponseReturnValue:
    """Answer as long as the process does."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def show_ready() -> ResponseReturnValue:
    """Answer 200 when everything needed is there, else 503; each check with its words."""
    found = {name: _checked(check) for name, check in CHECKS.items()}
    is_ready = all(check.is_ok for check in found.values() if check.is_needed)
    checks = {name: {"ok": check.is_ok, "says": check.says} for name, check in found.items()}
    return {"ready": is_ready, "checks": checks}, 200 if is_ready else 503


def _checked(check: Callable[[], Check]) -> Check:
    try:
        return check()
    except (SQLAlchemyError, LedgerError, OSError) as error:
        return Check(False, type(error).__name__)


def _database() -> Check:
    with bank().connect() as connection:
        connection.execute(text("SELECT 1"))
    return Check(True, "answers" if settings().is_sqlite else "PostgreSQL answers")


def _writing() -> Check:
    reasons = {book: bank().why_read_only(book) for book in sorted(bank().read_only)}
    stopped = [f"{book}: {reason}" for book, reason in reasons.items() if reason is not None]
    return Check(not stopped, "; ".join(stopped) or "allowed")


def _signing() -> Check:
    """Tell whether the keys that sign the books here can be used, and have been: a fault may keep a log unpublished."""
    with bank().connect() as connection:
        here = books_here(connection)
        waiting = {one.log: waiting_since(connection, settings(), one.log) for one in here}
    faults = [why for one in here if (why := why_unusable(settings(), one.log, one.origin))]
    faults += [
        f"{log}: entries wait for a signature since {since:{TIME}}, see the log"
        for log, since in waiting.items()
        if since is not None and bank().clock.now() - since > SIGNED_WITHIN
    ]
    return Check(not faults, "; ".join(faults) or "keys can be used")


def _disk() -> Check:
    free = shutil.disk_usage(settings().home).free
    return Check(free >= LEAST_FREE_BYTES, f"{free // 1_000_000} MB free")


def _chain() -> Check:
    with bank().connect() as connection:
        books = [one.book for one in books_here(connection)]
        if lost := logs_not_here(connection, settings()):
            return Check(False, f"{', '.join(lost)} was signed here, but is not in this database")
    ends = []
    for book in books:
        with bank().reading(system(book)) as reading:
            head = reading.ledger.book.head()
        ends.append(f"{book}: {head.size} entries, last {head.recorded.astimezone(UTC):{TIME}}")
    return Check(True, "; ".join(ends) or "no book yet")


def _clock() -> Check:
    with bank().connect() as connection:
        books = [one.book for one in books_here(connection)]
    for book in books:
        with bank().reading(system(book)) as reading:
            last = reading.ledger.book.head().recorded
        try:
            bank().clock.require_sound(last)
        except ClockAhead:
            return Check(False, "jumped ahead: set it right, or restart the server if it is right now")
    return Check(True, f"{bank().clock.now():{TIME}}")


def _guards() -> Check:
    with bank().connect() as connection:
        missing = guards.missing(connection)
    return Check(not missing, f"missing: {', '.join(missing)}" if missing else "all there")


def _scheduler() -> Check:
    here = current_app.extensions.get("scheduler")
    if here is not None and here.is_leader:
        return Check(True, "runs here")
    with settings().scheduler_lock.open("ab") as file:
        if take_lock(file):
            return Check(False, "nobody runs the scheduled work")
    return Check(True, "runs in another process")


def _sqlite() -> Check:
    if not settings().is_sqlite:
        return Check(True, "not in use")
    mode = "write-ahead log" if wal_is_safe() else "rollback journal, since this version's log is not safe"
    return Check(True, f"{sqlite_version()}, {mode}")


def _printing() -> Check:
    missing = missing_packages()
    return Check(
        not missing, f"missing: {' '.join(missing)}" if missing else "PDFs can be made", is_needed=False
    )


CHECKS: dict[str, Callable[[], Check]] = {
    "database": _database,
    "writing": _writing,
    "signing": _signing,
    "disk": _disk,
    "chain": _chain,
    "clock": _clock,
    "guards": _guards,
    "scheduler": _scheduler,
    "sqlite": _sqlite,
    "printing": _printing,
}
