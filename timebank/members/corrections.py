"""Correcting what is kept of a member, and giving or taking back consent to keep it."""

from dataclasses import dataclass, fields
from typing import get_args

from timebank.actors import Actor
from timebank.codec import to_json
from timebank.errors import N_, NotAllowed
from timebank.identifiers import parse_identity_number, parse_phone
from timebank.leaving import end_promises
from timebank.members.changes import forget_changes, note_change
from timebank.members.commands import CorrectMember, GiveConsent, WithdrawConsent
from timebank.members.consents import (
    ConsentKind,
    ConsentMissing,
    ConsentNotFound,
    check_consent,
    consents_in_force,
    record_consent,
)
from timebank.members.finding import find_own_or_kept_member
from timebank.members.grants import end_all_roles
from timebank.members.identity import check_birth_date, check_fits_papers, check_name
from timebank.members.lookups import rewrite_lookups
from timebank.members.model import SENSITIVE_FIELDS, Member, SealedField
from timebank.members.user_sessions import end_sessions
from timebank.members.withdrawals import forget_withdrawal, is_enough
from timebank.work import UnitOfWork

OWN_FIELDS = frozenset({"address", "hamlet", "languages", "health"})
"""What a member may change alone; the rest needs a keeper who has seen the papers, or the person."""
SEALED = frozenset(get_args(SealedField))


class KeeperCorrects(NotAllowed):
    """Name, numbers and assessments are corrected in front of somebody who sees the papers."""

    code = "keeper_corrects"
    message = N_("这一项要带证件到互助点，请协管员改正。")


@dataclass(frozen=True, slots=True)
class CorrectedMember:
    """Which fields were changed."""

    member_id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """Whether a consent is in force after the act."""

    member_id: str
    kind: str
    is_given: bool
    waits: bool = False
    """Nothing is done yet: a second keeper of the register does it."""


def correct_member(uow: UnitOfWork, command: CorrectMember, actor: Actor) -> CorrectedMember:
    """Change fields of a member's record; what stood there stays, with who changed it and why."""
    member = find_own_or_kept_member(uow, command.member_id, actor)
    wanted = _plain_values(uow, command)
    _check_may_change(uow, member, wanted, actor)
    before = {field: _value(uow, member, field) for field in wanted}
    changed = {field: value for field, value in wanted.items() if value != before[field]}

    for field, value in changed.items():
        note_change(uow, member, field, _text(before[field]), command.reason)
        if field in SEALED:
            member.seal(uow.people, field, value)  # type: ignore[arg-type]  # one of the sealed fields
        else:
            setattr(member, field, value)
    _check_papers(uow, member)
    _renew_lookups(uow, member)
    return CorrectedMember(member.id, tuple(changed))


def give_consent(uow: UnitOfWork, command: GiveConsent, actor: Actor) -> ConsentStanding:
    """Write down a consent; one in force already stays as it is."""
    member = find_own_or_kept_member(uow, command.member_id, actor)
    kind = ConsentKind(command.kind)
    check_consent(kind, command.version, uow.business_clock.today(), field="version")
    if command.version not in {one.version for one in consents_in_force(uow, member.id, kind)}:
        record_consent(uow, member.id, kind, command.version, command.way)
    if kind is ConsentKind.BASIC:
        forget_withdrawal(uow, member.id)
    return ConsentStanding(member.id, kind, is_given=True)


def withdraw_consent(uow: UnitOfWork, command: WithdrawConsent, actor: Actor) -> ConsentStanding:
    """Take a consent back: what it covered is deleted; without the basic one nobody sees the person any more.

    Others than the person take the basic one back by two, each asking by this command.
    """
    member = find_own_or_kept_member(uow, command.member_id, actor)
    kind = ConsentKind(command.kind)
    given = consents_in_force(uow, member.id, kind)
    if not given:
        raise ConsentNotFound
    if kind is ConsentKind.BASIC and not is_enough(uow, member, actor):
        return ConsentStanding(member.id, kind, is_given=True, waits=True)
    for consent in given:  # each version that was agreed to
        consent.withdrawn_on = uow.business_clock.today()
    if kind is ConsentKind.SENSITIVE:
        member.forget_sensitive()
        forget_changes(uow, member.id, SENSITIVE_FIELDS)
    elif kind is ConsentKind.BASIC:
        _take_out(uow, member, actor)
    return ConsentStanding(member.id, kind, is_given=False)


def _take_out(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    end_promises(uow, member.id, actor)
    member.restrict()
    end_all_roles(uow, member)
    end_sessions(uow, member.id)
    uow.count(member.site, "members", -1)


def _plain_values(uow: UnitOfWork, command: CorrectMember) -> dict[str, object]:
    """Return the fields the command names, each as it is stored."""
    today = uow.business_clock.today()
    values = {
        field.name: getattr(command, field.name)
        for field in fields(command)
        if field.name not in ("reason", "member_id") and getattr(command, field.name) is not None
    }
    if "name" in values:
        values["name"] = check_name(values["name"])
    if values.get("phone"):
        values["phone"] = parse_phone(values["phone"])
    if values.get("identity_number"):
        values["identity_number"] = parse_identity_number(values["identity_number"], today).number
    if "birth_date" in values:
        check_birth_date(values["birth_date"], today)
    return values


def _check_may_change(uow: UnitOfWork, member: Member, wanted: dict[str, object], actor: Actor) -> None:
    if actor.member_id == member.id:
        for field in wanted:
            if field not in OWN_FIELDS:
                raise KeeperCorrects(field=field)
    for field in SENSITIVE_FIELDS:
        is_kept = wanted.get(field) not in (None, "", ())
        if is_kept and not consents_in_force(uow, member.id, ConsentKind.SENSITIVE):
            raise ConsentMissing(field=field)


def _check_papers(uow: UnitOfWork, member: Member) -> None:
    if number := member.opened(uow.people, "identity_number"):
        papers = parse_identity_number(number, uow.business_clock.today())
        check_fits_papers(papers, member.birth_date, member.sex)


def _renew_lookups(uow: UnitOfWork, member: Member) -> None:
    uow.session.flush()
    opened = {field: member.opened(uow.people, field) for field in ("name", "phone", "identity_number")}
    rewrite_lookups(uow, member, **opened)


def _value(uow: UnitOfWork, member: Member, field: str) -> object:
    if field in SEALED:
        return member.opened(uow.people, field)  # type: ignore[arg-type]  # one of the sealed fields
    return getattr(member, field)


def _text(value: object) -> str:
    return value if isinstance(value, str) else to_json(value)
