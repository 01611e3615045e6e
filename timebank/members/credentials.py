"""The secrets members hold, as hashes: passwords, PINs, and one-time codes that open an account."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.ids import with_check_digit
from timebank.work import UnitOfWork

CODE_DIGITS = 12
CODE_LASTS = timedelta(days=7)
CODE = "code"
ENDED = ""
"""What stands for the hash of a secret that ended."""


class SecretKind(StrEnum):
    """A password goes with a phone, a PIN with a card."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    PIN = "pin"


class Credential(Base):
    """The Argon2 hash of one secret of a member, and who set it: the member, or a keeper beside the member.

    One that ended stays, with an empty hash that nothing fits: that there was one, and who had set it, still counts.
    """

    __tablename__ = "credential"
    __table_args__ = (ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(String(36))


class OneTimeCode(Base):
    """A code given into a member's hand that sets a password once; kept as a keyed hash."""

    __tablename__ = "one_time_code"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        UniqueConstraint("book", "code_hash"),
        Index("ix_one_time_code_member", "book", "member_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    made_by: Mapped[str] = mapped_column(String(36))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def store_secret(uow: UnitOfWork, member_id: str, kind: SecretKind, hashed: str) -> None:
    """Set or replace a secret of a member."""
    credential = uow.session.get(Credential, (uow.book, member_id, kind))
    if credential is None:
        credential = Credential(book=uow.book, member_id=member_id, kind=kind)
        uow.session.add(credential)
    credential.hash = hashed
    credential.set_at = uow.clock.now()
    credential.set_by = uow.actor.member_id


def end_secret(uow: UnitOfWork, member_id: str, kind: SecretKind) -> None:
    """End a secret of a member; nothing happens where there is none."""
    credential = uow.session.get(Credential, (uow.book, member_id, kind))
    if credential is not None:
        credential.hash = ENDED


def new_code(uow: UnitOfWork, member_id: str) -> tuple[str, datetime]:
    """Return a new code for a member and when it runs out; earlier ones of the member end now."""
    end_codes(uow, member_id)
    smallest = 10 ** (CODE_DIGITS - 2)
    code = with_check_digit(smallest + secrets.randbelow(9 * smallest))
    expires_at = uow.clock.now() + CODE_LASTS
    uow.session.add(
        OneTimeCode(
            book=uow.book,
            id=uow.new_id(),
            member_id=member_id,
            code_hash=uow.people.lookup_hash(CODE, code),
            made_by=uow.actor.member_id,
            expires_at=expires_at,
        )
    )
    return code, expires_at


def end_codes(uow: UnitOfWork, member_id: str) -> None:
    """End the codes of a member that were not used; a used one keeps its time, by which its maker is known."""
    now = uow.clock.now()
    uow.session.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.book == uow.book,
            OneTimeCode.member_id == member_id,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
        .values(expires_at=now)
    )


def code_in_force(uow: UnitOfWork, code: str) -> OneTimeCode | None:
    """Return the unused code that has these digits and has not run out, or None."""
    return uow.session.scalar(
        select(OneTimeCode).where(
            OneTimeCode.book == uow.book,
            OneTimeCode.code_hash == uow.people.lookup_hash(CODE, code),
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > uow.clock.now(),
        )
    )
