"""Logging in and out, and who a request comes from: what both faces call before they do anything else.

Secrets are checked here, before the queue of the writer, because Argon2 is slow on purpose. A token is the book and
256 random bits, `450125.<43 characters>`.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select

from timebank.actors import Actor, Grant, Role
from timebank.books import books_here
from timebank.errors import Unavailable
from timebank.identifiers import parse_phone
from timebank.members.cards import CARD
from timebank.members.grants import STAFF, MemberRole
from timebank.members.lookups import LookupKind
from timebank.members.model import Member, MemberStatus
from timebank.members.proofs import LoginFailed, Proof, WrongCardOrPin, forget_tries, prove
from timebank.members.second_factor import use_second_factor
from timebank.members.second_factor_commands import UseSecondFactor
from timebank.members.user_sessions import (
    LoginWay,
    OpenSession,
    RevokeSession,
    SessionKind,
    UserSession,
    ends_at,
    is_over,
    note_seen,
    open_session,
    revoke_session,
)
from timebank.schemas import plain_digits
from timebank.writer import Bank

__all__ = [
    "Login",
    "LoginFailed",
    "WrongCardOrPin",
    "authenticate",
    "check_card_pin",
    "login_by_card",
    "login_by_phone",
    "logout",
    "new_token",
    "token_hash",
]

SEEN_EVERY = timedelta(minutes=1)
"""A request notes that a session is alive at most so often, so that pages that read do not write."""
LONGEST_TOKEN = 100
LONGEST_DEVICE = 80

HOLDER = (
    select(
        UserSession.id,
        UserSession.member_id,
        UserSession.kind,
        UserSession.way,
        UserSession.opened_at,
        UserSession.last_seen,
        MemberRole.role,
        MemberRole.scope,
    )
    .join(Member, (Member.book == UserSession.book) & (Member.id == UserSession.member_id))
    .outerjoin(
        MemberRole,
        (MemberRole.book == UserSession.book)
        & (MemberRole.member_id == UserSession.member_id)
        & MemberRole.until.is_(None),
    )
    .where(
        UserSession.book == bindparam("of_book"),
        UserSession.token_hash == bindparam("hashed"),
        UserSession.revoked_at.is_(None),
        Member.status == MemberStatus.ACTIVE,
    )
)
"""A session with its member's roles, a row a role; built once, because each request asks it."""


@dataclass(frozen=True, slots=True)
class Login:
    """An open session: its token is given to the browser or program once and never stored."""

    token: str
    expires_at: datetime
    actor: Actor


def login_by_phone(
    bank: Bank,
    phone: str,
    password: str,
    device: str,
    *,
    kind: SessionKind = SessionKind.COOKIE,
    user_agent: str = "",
    code: str = "",
) -> Login:
    """Log in whoever has the phone and the password; of several members with the phone the password tells which.

    Args:
        bank: the installation; the phone is looked up in each of its books.
        phone: as typed.
        password: as typed.
        device: what a guesser cannot choose at will: the client's address, or an enrolled device.
        kind: for a browser or for a program.
        user_agent: what the member reads in the own list of sessions.
        code: of the second factor, where one is asked.

    Raises:
        MalformedPhone: it is no mobile number.
        SecondFactorNeeded, SecondFactorWrong: an office of a real book is entered with a code too.
        TooManyTries: five wrong ones; wait.
        LoginFailed: anything else; nobody is told what.
    """
    proof = Proof(LookupKind.PHONE, parse_phone(phone), password, device)
    return _login(bank, proof, LoginWay.PASSWORD, kind, user_agent, code)


def login_by_card(
    bank: Bank,
    card: str,
    pin: str,
    device: str,
    *,
    kind: SessionKind = SessionKind.COOKIE,
    user_agent: str = "",
) -> Login:
    """Log in the holder of a card by its PIN, without the roles of an office; raises as `login_by_phone` does."""
    proof = Proof(CARD, plain_digits(card), plain_digits(pin), device)
    return _login(bank, proof, LoginWay.CARD, kind, user_agent)


def check_card_pin(bank: Bank, book: str, card: str, pin: str, device: str) -> str:
    """Return the id of the member of a book who holds the card and typed its PIN, as on somebody else's phone.

    Raises:
        TooManyTries: five wrong ones on this device; wait.
        WrongCardOrPin: which of them is not said.
    """
    proof = Proof(CARD, plain_digits(card), plain_digits(pin), device)
    try:
        holder = prove(bank, [book], proof)
    except LoginFailed as error:
        raise WrongCardOrPin(field="pin") from error
    forget_tries(bank, [book], proof)
    return holder.member_id


def logout(bank: Bank, actor: Actor) -> None:
    """End the session the actor came with."""
    bank.run(revoke_session, RevokeSession(actor.session_id), actor)


def new_token(book: str) -> str:
    """Return a new token of a book."""
    return f"{book}.{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def authenticate(bank: Bank, token: str) -> Actor | None:
    """Return who holds a token, with the roles of this moment, or None; one indexed select, no write to wait for."""
    book, dot, _ = token.partition(".")
    if not dot or not token.isascii() or len(token) > LONGEST_TOKEN:
        return None
    with bank.connect() as connection:
        rows = connection.execute(HOLDER, {"of_book": book, "hashed": token_hash(token)}).all()
    if not rows:
        return None
    session, now = rows[0], bank.clock.now()
    grants = _grants(rows)
    if is_over(session.kind, session.opened_at, session.last_seen, now, is_staff=_is_staff(grants)):
        return None
    actor = Actor(book, session.member_id, grants, session.id)
    if now - session.last_seen >= SEEN_EVERY:
        with contextlib.suppress(Unavailable):  # a bank that only reads, or is busy, still knows its people
            bank.submit(note_seen, RevokeSession(session.id), actor)
    return actor


def _grants(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Grant, ...]:
    """Return the grants a session carries: with a card's four digits nobody runs an office."""
    grants = [Grant(Role(row.role), row.scope) for row in rows if row.role is not None]
    if rows[0].way == LoginWay.CARD:
        grants = [grant for grant in grants if grant.role not in STAFF]
    return tuple(sorted(grants, key=lambda grant: (grant.role, grant.scope)))


def _is_staff(grants: Sequence[Grant]) -> bool:
    return any(grant.role in STAFF for grant in grants)


def _login(
    bank: Bank, proof: Proof, way: LoginWay, kind: SessionKind, user_agent: str, code: str = ""
) -> Login:
    with bank.connect() as connection:
        books = [view.book for view in books_here(connection)]
    found = prove(bank, books, proof)
    holder = Actor(found.book, found.member_id)
    if way is LoginWay.PASSWORD:
        bank.run(use_second_factor, UseSecondFactor(code), holder)
    forget_tries(bank, books, proof)
    token = new_token(found.book)
    bank.run(
        open_session, OpenSession(token_hash(token).hex(), kind, way, user_agent[:LONGEST_DEVICE]), holder
    )
    actor = authenticate(bank, token)
    assert actor is not None, "a session just opened is in force"
    return Login(token, ends_at(kind, bank.clock.now(), is_staff=_is_staff(actor.grants)), actor)
