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

from sqlalchemy import Connection, Row, bindparam, select, tuple_

from timebank.actors import Actor, Grant, Role, anonymous
from timebank.books import books_here
from timebank.errors import N_, NotAllowed, Unavailable
from timebank.identifiers import parse_phone
from timebank.members.cards import CARD, Card
from timebank.members.credentials import Credential, SecretKind
from timebank.members.grants import STAFF, MemberRole
from timebank.members.hashing import is_right_secret
from timebank.members.login_tries import CountTry, clear_tries, count_try
from timebank.members.lookups import LookupKind, MemberLookup
from timebank.members.model import Member, MemberStatus
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


class LoginFailed(NotAllowed):
    """Unknown, wrong, or no longer allowed: which of them is not said."""

    code = "login_failed"
    message = N_("没有登录成功，请核对后再试。忘记了可以到互助点请协管员帮忙。")


@dataclass(frozen=True, slots=True)
class Login:
    """An open session: its token is given to the browser or program once and never stored."""

    token: str
    expires_at: datetime
    actor: Actor


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A member of a book whom a phone or card may mean, with the hash of the secret that proves it."""

    book: str
    member_id: str
    hash: str


def login_by_phone(
    bank: Bank,
    phone: str,
    password: str,
    device: str,
    *,
    kind: SessionKind = SessionKind.COOKIE,
    user_agent: str = "",
) -> Login:
    """Log in whoever has the phone and the password; of several members with the phone the password tells which.

    Args:
        bank: the installation; the phone is looked up in each of its books.
        phone: as typed.
        password: as typed.
        device: what a guesser cannot choose at will: the client's address, or an enrolled device.
        kind: for a browser or for a program.
        user_agent: what the member reads in the own list of sessions.

    Raises:
        MalformedPhone: it is no mobile number.
        TooManyTries: five wrong ones; wait.
        LoginFailed: anything else; nobody is told what.
    """
    number = parse_phone(phone)
    return _login(bank, LookupKind.PHONE, number, password, device, LoginWay.PASSWORD, kind, user_agent)


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
    number = plain_digits(card)
    return _login(bank, CARD, number, plain_digits(pin), device, LoginWay.CARD, kind, user_agent)


def check_card_pin(bank: Bank, book: str, card: str, pin: str, device: str) -> str:
    """Return the id of the member of a book who holds the card and typed its PIN, as on somebody else's phone.

    Raises:
        TooManyTries: five wrong ones on this device; wait.
        LoginFailed: the card or the PIN is wrong.
    """
    number = plain_digits(card)
    return _prove(bank, [book], CARD, number, plain_digits(pin), device).member_id


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
    bank: Bank,
    named_by: str,
    number: str,
    secret: str,
    device: str,
    way: LoginWay,
    kind: SessionKind,
    user_agent: str,
) -> Login:
    with bank.connect() as connection:
        books = [view.book for view in books_here(connection)]
    found = _prove(bank, books, named_by, number, secret, device)
    token = new_token(found.book)
    command = OpenSession(token_hash(token).hex(), kind, way, user_agent[:LONGEST_DEVICE])
    bank.run(open_session, command, Actor(found.book, found.member_id))
    actor = authenticate(bank, token)
    assert actor is not None, "a session just opened is in force"
    return Login(token, ends_at(kind, bank.clock.now(), is_staff=_is_staff(actor.grants)), actor)


def _prove(
    bank: Bank, books: Sequence[str], named_by: str, number: str, secret: str, device: str
) -> _Candidate:
    """Return the member whose number and secret these are; the tries of all books are counted in the first."""
    if not books:
        raise LoginFailed
    attempt = CountTry(device, f"{named_by}/{number}")
    bank.run(count_try, attempt, anonymous(books[0]))
    with bank.connect() as connection:
        candidates = _candidates(bank, connection, books, named_by, number)
    if not candidates:
        is_right_secret(None, secret)  # nobody takes as long as somebody
    for candidate in candidates:
        if is_right_secret(candidate.hash, secret):
            bank.run(clear_tries, attempt, anonymous(books[0]))
            return candidate
    raise LoginFailed


def _candidates(
    bank: Bank, connection: Connection, books: Sequence[str], named_by: str, number: str
) -> list[_Candidate]:
    """Return the active members whom a phone or card in force may mean and who have the secret that goes with it."""
    wanted = [(book, bank.vault.lookup_hash(book, named_by, number)) for book in books]
    active = (
        select(Credential.book, Credential.member_id, Credential.hash)
        .join(Member, (Member.book == Credential.book) & (Member.id == Credential.member_id))
        .where(Member.status == MemberStatus.ACTIVE)
        .order_by(Credential.book, Credential.member_id)
    )
    if named_by == CARD:
        holds = (Card.book == Credential.book) & (Card.member_id == Credential.member_id)
        statement = active.join(Card, holds).where(
            tuple_(Card.book, Card.number_hash).in_(wanted),
            Card.revoked_at.is_(None),
            Credential.kind == SecretKind.PIN,
        )
    else:
        has = (MemberLookup.book == Credential.book) & (MemberLookup.member_id == Credential.member_id)
        statement = active.join(MemberLookup, has).where(
            tuple_(MemberLookup.book, MemberLookup.hash).in_(wanted),
            MemberLookup.kind == named_by,
            Credential.kind == SecretKind.PASSWORD,
        )
    return [_Candidate(*row) for row in connection.execute(statement)]
