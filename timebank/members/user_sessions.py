"""Logged-in sessions, browsers' and programs' in one table; a token's SHA-256 finds its row.

Who works for an office is logged out after
half an hour without a request and after twelve hours at most; others after twelve hours and thirty days; a
program's token after twelve hours. A session opened by card and PIN is without the roles of an office.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor
from timebank.db import Base
from timebank.errors import N_, NotFound
from timebank.work import UnitOfWork, beside_the_ledger

STAFF_IDLE, STAFF_LASTS = timedelta(minutes=30), timedelta(hours=12)
IDLE, LASTS = timedelta(hours=12), timedelta(days=30)
BEARER_LASTS = timedelta(hours=12)


class SessionKind(StrEnum):
    """A browser's cookie, or the bearer token of a program."""

    COOKIE = "cookie"
    BEARER = "bearer"


class LoginWay(StrEnum):
    """By what somebody proved to be the member."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    CARD = "card"


class SessionNotFound(NotFound):
    """No such session of one's own."""

    code = "session_not_found"
    message = N_("没有这个登录，或者已经退出。")


class UserSession(Base):
    """One login. `device` is what the browser calls itself, shown to the member alone."""

    __tablename__ = "user_session"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        UniqueConstraint("book", "token_hash"),
        Index("ix_user_session_member", "book", "member_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(8))
    way: Mapped[str] = mapped_column(String(8))
    device: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Log a member in; the secret was checked before."""

    token_hash: str
    kind: str
    way: str
    device: str


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """A new session."""

    session_id: str


@dataclass(frozen=True, slots=True)
class RevokeSession:
    """Log out one of one's own sessions."""

    session_id: str


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """How many sessions were logged out."""

    count: int


def is_over(kind: str, opened_at: datetime, last_seen: datetime, now: datetime, *, is_staff: bool) -> bool:
    """Tell whether a session has lasted too long, or a browser's has rested too long."""
    if now >= ends_at(kind, opened_at, is_staff=is_staff):
        return True
    return kind == SessionKind.COOKIE and now - last_seen >= (STAFF_IDLE if is_staff else IDLE)


def ends_at(kind: str, opened_at: datetime, *, is_staff: bool) -> datetime:
    """Return when a session is over however much it is used."""
    if kind == SessionKind.BEARER:
        return opened_at + BEARER_LASTS
    return opened_at + (STAFF_LASTS if is_staff else LASTS)


@beside_the_ledger
def open_session(uow: UnitOfWork, command: OpenSession, actor: Actor) -> SessionOpened:
    """Write a new session of the actor; the actor's sessions of long ago go."""
    now = uow.clock.now()
    mine = (UserSession.book == uow.book) & (UserSession.member_id == actor.member_id)
    uow.session.execute(delete(UserSession).where(mine, UserSession.opened_at <= now - LASTS))
    session = UserSession(
        book=uow.book,
        id=uow.new_id(),
        member_id=actor.member_id,
        token_hash=bytes.fromhex(command.token_hash),
        kind=command.kind,
        way=command.way,
        device=command.device,
        opened_at=now,
        last_seen=now,
    )
    uow.session.add(session)
    return SessionOpened(session.id)


@beside_the_ledger
def note_seen(uow: UnitOfWork, command: RevokeSession, actor: Actor) -> SessionOpened:
    """Note that a session is in use."""
    uow.session.execute(
        update(UserSession)
        .where(UserSession.book == uow.book, UserSession.id == command.session_id)
        .values(last_seen=uow.clock.now())
    )
    return SessionOpened(command.session_id)


@beside_the_ledger
def revoke_session(uow: UnitOfWork, command: RevokeSession, actor: Actor) -> SessionsEnded:
    """Log out one of the actor's own sessions; doing it twice is no fault.

    Raises:
        SessionNotFound: it is not the actor's.
    """
    session = uow.session.get(UserSession, (uow.book, command.session_id))
    if session is None or session.member_id != actor.member_id:
        raise SessionNotFound
    if session.revoked_at is None:
        session.revoked_at = uow.clock.now()
    return SessionsEnded(1)


def end_sessions(uow: UnitOfWork, member_id: str, but: str = "") -> int:
    """Log a member out everywhere, but for one session; return how many were open."""
    ended = uow.session.execute(
        update(UserSession)
        .where(
            UserSession.book == uow.book,
            UserSession.member_id == member_id,
            UserSession.revoked_at.is_(None),
            UserSession.id != but,
        )
        .values(revoked_at=uow.clock.now())
        .returning(UserSession.id)
    )
    return len(ended.all())
