"""The steps of a recovery: asked by one of the office, agreed to by another, handed over to the member."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from timebank.actors import Actor, Role
from timebank.members.access import find_to_equip
from timebank.members.cards import give_card
from timebank.members.credentials import SecretKind, new_code, store_secret
from timebank.members.finding import find_kept_member
from timebank.members.grants import STAFF
from timebank.members.hashing import hash_secret
from timebank.members.held_secrets import held_secrets
from timebank.members.looks import note_look
from timebank.members.model import Member
from timebank.members.queries import family_of, find_any_member, has_role
from timebank.members.secret_rules import check_pin
from timebank.recoveries.commands import (
    AgreeToRecovery,
    AskForRecovery,
    HandOver,
    HandOverHashed,
    TakeRecoveryBack,
)
from timebank.recoveries.ends import end_old, stop_at_once
from timebank.recoveries.finding import find_recovery
from timebank.recoveries.model import LASTS, WAITING, Recovery, RecoveryKind, RecoveryState
from timebank.recoveries.refusals import NothingToRecover, RecoveryStands, SecondKeeperNeeded
from timebank.work import UnitOfWork
from timebank.writer import Bank

PURPOSE = "recovery"
"""The purpose under which each step stands among the looks at the member's record."""


@dataclass(frozen=True, slots=True)
class RecoveryStanding:
    """A recovery after an act."""

    id: str
    member_id: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class GivenAnew:
    """What is new, shown once: a card's number, or a one-time code and when it runs out."""

    id: str
    member_id: str
    kind: str
    card_number: str
    code: str
    code_expires_at: datetime | None


def ask_for_recovery(uow: UnitOfWork, command: AskForRecovery, actor: Actor) -> RecoveryStanding:
    """Say that a member needs something anew; nothing new is given before another person says so too.

    Raises:
        MemberNotFound, NotAllowed: the actor does not keep the member's record, or may stop nothing of an office.
        NothingToRecover: the member never had it.
        RecoveryStands: it is asked for already.
    """
    member = find_kept_member(uow, command.member, actor, field="member")
    if command.stop_now:
        find_to_equip(uow, member.id, actor)
    kind, now = RecoveryKind(command.kind), uow.clock.now()
    if not _had(uow, member.id, kind):
        raise NothingToRecover(field="kind")
    if _waiting(uow, member.id, kind) is not None:
        raise RecoveryStands(field="kind")

    recovery = Recovery(
        book=uow.book,
        id=uow.new_id(),
        member_id=member.id,
        site=member.site,
        kind=kind,
        state=RecoveryState.ASKED,
        asked_by=actor.member_id,
        asked_at=now,
    )
    uow.session.add(recovery)
    if command.stop_now:
        stop_at_once(uow, member.id, kind)
    note_look(uow, member.id, (kind,), PURPOSE)
    uow.outbox.tell(member.id, "recovery_asked", secret=kind, first=actor.member_id)
    return standing(recovery)


def agree_to_recovery(uow: UnitOfWork, command: AgreeToRecovery, actor: Actor) -> RecoveryStanding:
    """Take the second person's word: what the member had has ended with it.

    Raises:
        RecoveryNotFound: there is none, or not for this actor.
        SecondKeeperNeeded: the actor asked for it, or is family of who did or of the member; for an office
            neither of the two is the county.
    """
    recovery = find_recovery(uow, command.recovery_id, actor)
    member = find_kept_member(uow, recovery.member_id, actor)
    _check_second(uow, recovery, member, actor)

    recovery.agree(actor.member_id, uow.clock.now())
    end_old(uow, member.id, RecoveryKind(recovery.kind))
    note_look(uow, member.id, (recovery.kind,), PURPOSE)
    uow.outbox.tell(
        member.id,
        "recovery_agreed",
        secret=recovery.kind,
        first=recovery.asked_by,
        second=actor.member_id,
    )
    return standing(recovery)


def take_recovery_back(uow: UnitOfWork, command: TakeRecoveryBack, actor: Actor) -> RecoveryStanding:
    """Drop a recovery; one person is enough, for nothing is given by it."""
    recovery = find_recovery(uow, command.recovery_id, actor)
    member = find_kept_member(uow, recovery.member_id, actor)
    recovery.take_back(actor.member_id, uow.clock.now())
    uow.outbox.tell(member.id, "recovery_taken_back", secret=recovery.kind)
    return standing(recovery)


def hand_over(bank: Bank, command: HandOver, actor: Actor, key: str | None = None) -> GivenAnew:
    """Give the member what is new, after both have agreed; a PIN is hashed here, before the queue.

    Raises:
        RecoveryNotFound, NotAllowed: not for this actor; what an office gets is handed over by the county.
        PinRefused: neighbours would find it, or none was typed where one belongs to it.
        RecoveryMovedOn: the second person has not agreed, or it was handed over before.
    """
    with bank.reading(actor) as reading:
        recovery = find_recovery(reading, command.recovery_id, actor)
        member_id, kind = recovery.member_id, recovery.kind
        birth_date = find_any_member(reading, member_id).birth_date
    pin_hash = ""
    if kind != RecoveryKind.LOGIN:
        pin = check_pin(command.pin, birth_date)
        pin_hash = hash_secret(bank.vault, actor.book, f"pin/{member_id}", pin)
    return bank.run(store_hand_over, HandOverHashed(command.recovery_id, pin_hash), actor, key)


def store_hand_over(uow: UnitOfWork, command: HandOverHashed, actor: Actor) -> GivenAnew:
    """Put what is new into force."""
    recovery = find_recovery(uow, command.recovery_id, actor)
    member = find_to_equip(uow, recovery.member_id, actor)
    kind = RecoveryKind(recovery.kind)

    recovery.hand_over(actor.member_id, uow.clock.now())
    number, code, expires_at = "", "", None
    if kind is RecoveryKind.LOGIN:
        code, expires_at = new_code(uow, member.id)
    else:
        store_secret(uow, member.id, SecretKind.PIN, command.pin_hash)
    if kind is RecoveryKind.CARD:
        number = give_card(uow, member.id)
    note_look(uow, member.id, (kind,), PURPOSE)
    uow.outbox.tell(member.id, "recovery_handed_over", secret=kind, first=actor.member_id)
    return GivenAnew(recovery.id, member.id, kind, number, code, expires_at)


def standing(recovery: Recovery) -> RecoveryStanding:
    """Return a recovery as its acts answer it."""
    return RecoveryStanding(recovery.id, recovery.member_id, recovery.kind, recovery.state)


def _check_second(uow: UnitOfWork, recovery: Recovery, member: Member, actor: Actor) -> None:
    """Refuse a second person too near; for whoever works in an office one of the two is the county."""
    if actor.member_id in family_of(uow, member.id) | family_of(uow, recovery.asked_by):
        raise SecondKeeperNeeded
    is_office = has_role(uow, member.id, *STAFF)
    if is_office and not actor.has(Role.COUNTY) and not has_role(uow, recovery.asked_by, Role.COUNTY):
        raise SecondKeeperNeeded


def _had(uow: UnitOfWork, member_id: str, kind: RecoveryKind) -> bool:
    held = held_secrets(uow, member_id)
    return {
        RecoveryKind.CARD: held.had_card,
        RecoveryKind.PIN: held.had_pin,
        RecoveryKind.LOGIN: held.had_password,
    }[kind]


def _waiting(uow: UnitOfWork, member_id: str, kind: RecoveryKind) -> Recovery | None:
    return uow.session.scalar(
        select(Recovery).where(
            Recovery.book == uow.book,
            Recovery.member_id == member_id,
            Recovery.kind == kind,
            Recovery.state.in_(WAITING),
            Recovery.asked_at > uow.clock.now() - LASTS,
        )
    )
