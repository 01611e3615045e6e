"""The second factor of those who run an office in a real book: an authenticator app beside the password.

A demo asks for none. A secret counts once its first code was typed back. Each code is taken once: the step it
belongs to is moved on in the writer's queue, so of two at once one is late.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor, Role
from timebank.book_rows import BookRow
from timebank.db import Base
from timebank.errors import N_, Conflict, NotAllowed, NotFound
from timebank.members.finding import find_kept_member, find_member
from timebank.members.grants import STAFF
from timebank.members.roles import has_role
from timebank.members.second_factor_commands import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    DropSecondFactor,
    UseSecondFactor,
)
from timebank.members.totp import find_step, new_secret, spoken_secret
from timebank.work import Reading, UnitOfWork, beside_the_ledger

NEVER = 0


class SecondFactorNeeded(NotAllowed):
    """The password was right; the code of the app is wanted too."""

    code = "second_factor_needed"
    message = N_("还需要验证器里的 6 位数字，请填写后再登录。")


class SecondFactorWrong(NotAllowed):
    """The code is not the one shown now, or was used before."""

    code = "second_factor_wrong"
    message = N_("验证器的数字不对或已用过，请等下一组数字再试。")


class SecondFactorExists(Conflict):
    """A second factor is in use; the county can drop it when the phone is lost."""

    code = "second_factor_exists"
    message = N_("已经设置了验证器。换手机请先由县级管理员取消原来的。")


class SecondFactorNotFound(NotFound):
    """No second factor was begun."""

    code = "second_factor_not_found"
    message = N_("还没有设置验证器。")


class SecondFactor(Base):
    """The secret a member shares with an app; `confirmed_at` is None until its first code came back."""

    __tablename__ = "second_factor"
    __table_args__ = (ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    secret_sealed: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger)
    confirmed_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class BegunSecondFactor:
    """The secret for the app, in base32, shown once."""

    secret: str


@dataclass(frozen=True, slots=True)
class SecondFactorStanding:
    """Whether a member's second factor is in use."""

    member_id: str
    is_in_use: bool


def begin_second_factor(uow: UnitOfWork, command: BeginSecondFactor, actor: Actor) -> BegunSecondFactor:
    """Make a secret for the actor's app; one that was never confirmed is replaced."""
    member = find_member(uow, actor.member_id, actor)
    factor = uow.session.get(SecondFactor, (uow.book, member.id))
    if factor is not None and factor.confirmed_at is not None:
        raise SecondFactorExists
    if factor is None:
        factor = SecondFactor(book=uow.book, member_id=member.id)
        uow.session.add(factor)
    secret = new_secret()
    factor.secret_sealed = uow.people.seal_bytes(member.id, "second_factor.secret", secret)
    factor.last_step = NEVER
    return BegunSecondFactor(spoken_secret(secret))


def confirm_second_factor(
    uow: UnitOfWork, command: ConfirmSecondFactor, actor: Actor
) -> SecondFactorStanding:
    """Put the actor's second factor into use with the first code of the app."""
    factor = uow.session.get(SecondFactor, (uow.book, actor.member_id))
    if factor is None:
        raise SecondFactorNotFound
    _take(uow, factor, command.code)
    factor.confirmed_at = factor.confirmed_at or uow.clock.now()
    uow.outbox.tell(actor.member_id, "second_factor_set")
    return SecondFactorStanding(actor.member_id, is_in_use=True)


@beside_the_ledger
def use_second_factor(uow: UnitOfWork, command: UseSecondFactor, actor: Actor) -> SecondFactorStanding:
    """Pass a login where no second factor is asked, or take the code.

    Raises:
        SecondFactorNeeded: one is asked and no code came.
        SecondFactorWrong: the code is not the one shown, or was used before.
    """
    factor = uow.session.get(SecondFactor, (uow.book, actor.member_id))
    if factor is None or factor.confirmed_at is None or not _is_asked(uow, actor.member_id):
        return SecondFactorStanding(actor.member_id, is_in_use=False)
    if not command.code:
        raise SecondFactorNeeded(field="code")
    _take(uow, factor, command.code)
    return SecondFactorStanding(actor.member_id, is_in_use=True)


def has_second_factor(reading: Reading, member_id: str) -> bool:
    """Tell whether a member began or uses a second factor."""
    return reading.session.get(SecondFactor, (reading.book, member_id)) is not None


def drop_second_factor(uow: UnitOfWork, command: DropSecondFactor, actor: Actor) -> SecondFactorStanding:
    """Let the county drop the second factor of somebody whose phone is lost, after seeing the person."""
    member = find_kept_member(uow, command.member_id, actor, (Role.COUNTY,))
    factor = uow.session.get(SecondFactor, (uow.book, member.id))
    if factor is None:
        raise SecondFactorNotFound
    uow.session.delete(factor)
    uow.outbox.tell(member.id, "second_factor_dropped")
    return SecondFactorStanding(member.id, is_in_use=False)


def _take(uow: UnitOfWork, factor: SecondFactor, code: str) -> None:
    secret = uow.people.open_bytes(factor.member_id, "second_factor.secret", factor.secret_sealed)
    step = find_step(secret, code, uow.clock.now())
    if step is None or step <= factor.last_step:
        raise SecondFactorWrong(field="code")
    factor.last_step = step


def _is_asked(reading: Reading, member_id: str) -> bool:
    book = reading.session.get(BookRow, reading.book)
    return book is not None and not book.is_demo and has_role(reading, member_id, *STAFF)
