"""How members come to their account: codes, passwords, PINs and cards.

A keeper can begin for a member, never choose the password. Whoever works for an office gets code, PIN and card from
the county alone, or a coordinator could make herself the county. Each change is told to the member.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from timebank.actors import SYSTEM, Actor, Role, anonymous
from timebank.errors import N_, Conflict, NotAllowed, NotFound
from timebank.members.access_commands import (
    ChangePassword,
    CreateCode,
    EndSessions,
    IssueCard,
    RedeemCode,
    RevokeCard,
    SetPin,
    StoreSecret,
    UseCode,
)
from timebank.members.cards import end_card, give_card
from timebank.members.commands import RegisterMember, SelfRegistration
from timebank.members.credentials import (
    Credential,
    OneTimeCode,
    SecretKind,
    code_in_force,
    new_code,
    store_secret,
)
from timebank.members.finding import find_any_member, find_kept_member, find_member, is_keeper
from timebank.members.grants import KEEPERS, STAFF
from timebank.members.hashing import hash_secret, is_right_secret
from timebank.members.held_secrets import held_secrets
from timebank.members.login_tries import CountTry, clear_tries, count_try
from timebank.members.model import Member, MemberKind
from timebank.members.registration import RegisteredMember, register_member
from timebank.members.roles import has_role
from timebank.members.secret_rules import check_password, check_pin
from timebank.members.user_sessions import SessionsEnded, end_sessions
from timebank.schemas import plain_digits
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank


class CodeRefused(NotAllowed):
    """No such code, or used, or out of time."""

    code = "code_refused"
    message = N_("这个一次性代码不对、已用过或已过期。请核对，或请协管员重新开一个。")


class WrongPassword(NotAllowed):
    """The old password does not fit."""

    code = "wrong_password"
    message = N_("原来的密码不对，请再试。忘记了可以到互助点请协管员开一次性代码。")


class CardNotFound(NotFound):
    """The member has no card in force."""

    code = "card_not_found"
    message = N_("没有正在使用的卡。")


class RecoveryNeeded(Conflict):
    """The member had it before: it is given anew by two people of the office."""

    code = "recovery_needed"
    message = N_("这个人已经有过，不能一个人换新的。请在成员的页面上提出重新办理，由另一位工作人员同意。")


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A one-time code, shown once, and when it runs out."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """The ten digits of a new card, shown once."""

    number: str


@dataclass(frozen=True, slots=True)
class AccountHolder:
    """Whose account was changed."""

    member_id: str


def create_account_by_code(uow: UnitOfWork, command: CreateCode, actor: Actor) -> IssuedCode:
    """Make a one-time code for a member who never had a password; it sets one within seven days.

    Raises:
        RecoveryNeeded: the member had a password, be it ended.
    """
    member = find_to_equip(uow, command.member_id, actor)
    if held_secrets(uow, member.id).had_password:
        raise RecoveryNeeded
    code, expires_at = new_code(uow, member.id)
    uow.outbox.tell(member.id, "code_issued")
    return IssuedCode(code, expires_at)


def redeem_code(
    bank: Bank, book: str, command: RedeemCode, device: str, key: str | None = None
) -> AccountHolder:
    """Set a password with a one-time code.

    Raises:
        PasswordRefused: it would be guessed; the code stays good.
        TooManyTries: five wrong codes on this device; wait.
        CodeRefused: the code is wrong, used, or out of time.
    """
    check_password(command.password)
    attempt = CountTry(device, "code")
    bank.run(count_try, attempt, anonymous(book))
    code = plain_digits(command.code)
    hashed = hash_secret(bank.vault, book, code, command.password)
    holder = bank.run(use_code, UseCode(code, hashed), anonymous(book), key)
    bank.run(clear_tries, attempt, anonymous(book))
    return holder


def use_code(uow: UnitOfWork, command: UseCode, actor: Actor) -> AccountHolder:
    """Use a code up and set the password it was made for; whoever was logged in is logged out."""
    code = code_in_force(uow, command.code)
    if (
        code is None
        or not find_any_member(uow, code.member_id).is_active
        or not _is_good_for_office(uow, code)
    ):
        raise CodeRefused(field="code")
    code.used_at = uow.clock.now()
    _set_password(uow, code.member_id, command.password_hash)
    return AccountHolder(code.member_id)


def change_password(
    bank: Bank, command: ChangePassword, actor: Actor, device: str, key: str | None = None
) -> AccountHolder:
    """Change the own password; other sessions of the member end.

    Raises:
        PasswordRefused: the new one would be guessed.
        TooManyTries: five wrong old ones on this device; wait.
        WrongPassword: the old one does not fit.
    """
    check_password(command.password)
    attempt = CountTry(device, f"member/{actor.member_id}")
    bank.run(count_try, attempt, anonymous(actor.book))
    hashed = hash_secret(bank.vault, actor.book, actor.member_id, command.password)
    stored = _stored_password(bank, actor)
    # The same request asked again finds its own hash in place: it is answered as the first time.
    if not is_right_secret(stored, command.old_password) and stored != hashed:
        raise WrongPassword(field="old_password")
    bank.run(clear_tries, attempt, anonymous(actor.book))
    return bank.run(store_own_password, StoreSecret(actor.member_id, SecretKind.PASSWORD, hashed), actor, key)


def store_own_password(uow: UnitOfWork, command: StoreSecret, actor: Actor) -> AccountHolder:
    """Store the new password of the actor; the old one was checked before."""
    if command.member_id != actor.member_id:
        raise NotAllowed
    _set_password(uow, actor.member_id, command.hash, keep_session=actor.session_id)
    return AccountHolder(actor.member_id)


def set_pin(bank: Bank, command: SetPin, actor: Actor, key: str | None = None) -> AccountHolder:
    """Set the PIN of a card: one's own, or with the member beside a keeper, typing it.

    Raises:
        MemberNotFound: the actor may not see the member.
        PinRefused: neighbours would find it.
        NotAllowed: the actor may not set this member's PIN.
        RecoveryNeeded: the member had one, be it ended, and somebody else would set another.
    """
    with bank.reading(actor) as reading:
        birth_date = find_member(reading, command.member_id, actor).birth_date
    pin = check_pin(command.pin, birth_date)
    hashed = hash_secret(bank.vault, actor.book, f"pin/{command.member_id}", pin)
    return bank.run(store_pin, StoreSecret(command.member_id, SecretKind.PIN, hashed), actor, key)


def store_pin(uow: UnitOfWork, command: StoreSecret, actor: Actor) -> AccountHolder:
    """Store a member's PIN: the own one, or the first one beside a keeper."""
    member = _find_own_or_to_equip(uow, command.member_id, actor)
    if member.id != actor.member_id and held_secrets(uow, member.id).had_pin:
        raise RecoveryNeeded
    store_secret(uow, member.id, SecretKind.PIN, command.hash)
    uow.outbox.tell(member.id, "pin_changed")
    return AccountHolder(member.id)


def issue_card(uow: UnitOfWork, command: IssueCard, actor: Actor) -> IssuedCard:
    """Give a member the first card.

    Raises:
        RecoveryNeeded: the member had one before, be it ended.
    """
    member = find_to_equip(uow, command.member_id, actor)
    if held_secrets(uow, member.id).had_card:
        raise RecoveryNeeded
    number = give_card(uow, member.id)
    uow.outbox.tell(member.id, "card_issued")
    return IssuedCard(number)


def revoke_card(uow: UnitOfWork, command: RevokeCard, actor: Actor) -> AccountHolder:
    """End a card that is lost: by the member, or by a keeper told of it."""
    member = _find_own_or_to_equip(uow, command.member_id, actor)
    if not end_card(uow, member.id):
        raise CardNotFound
    uow.outbox.tell(member.id, "card_revoked")
    return AccountHolder(member.id)


def end_member_sessions(uow: UnitOfWork, command: EndSessions, actor: Actor) -> SessionsEnded:
    """Log a member out everywhere: the member, or a keeper told that a phone is lost."""
    member = _find_own_or_to_equip(uow, command.member_id, actor)
    return SessionsEnded(end_sessions(uow, member.id))


def register_self(
    bank: Bank, book: str, command: SelfRegistration, key: str | None = None
) -> RegisteredMember:
    """Apply as a volunteer without a login; whoever knows the person approves.

    Raises:
        PasswordRefused: it would be guessed.
        Refusal: as `register_member`.
    """
    check_password(command.password, plain_digits(command.phone))
    registration = RegisterMember(
        kind=MemberKind.VOLUNTEER,
        name=command.name,
        sex=command.sex,
        site=command.site,
        consent=command.consent,
        birth_date=command.birth_date,
        region=command.region,
        phone=command.phone,
        identity_number=command.identity_number,
        address=command.address,
        hamlet=command.hamlet,
        languages=command.languages,
        skills=command.skills,
        times=command.times,
        password_hash=hash_secret(bank.vault, book, command.phone, command.password),
    )
    return bank.run(register_member, registration, anonymous(book), key)


def find_to_equip(uow: UnitOfWork, member_id: str, actor: Actor) -> Member:
    """Return a member into whose hand this actor may give a code, a PIN or a card.

    Raises:
        MemberNotFound: the actor may not see the member.
        NotAllowed: the actor does not keep the record; those of an office are equipped by the county alone.
    """
    member = find_kept_member(uow, member_id, actor)
    if not may_equip(uow, member, actor):
        raise NotAllowed
    return member


def may_equip(reading: Reading, member: Member, actor: Actor) -> bool:
    """Tell whether the actor may give a member a secret, or end one; nobody equips oneself."""
    return is_keeper(member, actor, (Role.COUNTY,) if has_role(reading, member.id, *STAFF) else KEEPERS)


def _find_own_or_to_equip(uow: UnitOfWork, member_id: str, actor: Actor) -> Member:
    if member_id == actor.member_id:
        return find_member(uow, member_id, actor)
    return find_to_equip(uow, member_id, actor)


def _is_good_for_office(uow: UnitOfWork, code: OneTimeCode) -> bool:
    """Tell whether a code may open the account as it is now: who made it may have known it before an appointment."""
    if not has_role(uow, code.member_id, *STAFF):
        return True
    return code.made_by == SYSTEM or has_role(uow, code.made_by, Role.COUNTY)


def _set_password(uow: UnitOfWork, member_id: str, hashed: str, keep_session: str = "") -> None:
    store_secret(uow, member_id, SecretKind.PASSWORD, hashed)
    end_sessions(uow, member_id, but=keep_session)
    uow.outbox.tell(member_id, "password_changed")


def _stored_password(bank: Bank, actor: Actor) -> str | None:
    with bank.connect() as connection:
        return connection.scalar(
            select(Credential.hash).where(
                Credential.book == actor.book,
                Credential.member_id == actor.member_id,
                Credential.kind == SecretKind.PASSWORD,
            )
        )
