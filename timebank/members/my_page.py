"""Everything kept of a member, as the member sees it and may take away."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from timebank.actors import Actor, Grant
from timebank.members.cards import Card
from timebank.members.changes import MemberChange, opened_change
from timebank.members.consents import Consent
from timebank.members.credentials import ENDED, Credential, SecretKind
from timebank.members.finding import find_member
from timebank.members.kinship import elders_of_proxy, households_of, proxies_of, recorded_kin
from timebank.members.looks import FullRecord, full_record
from timebank.members.model import CapChoice, Member, Training, VolunteerTime
from timebank.members.naming import names_of
from timebank.members.roles import grants_of
from timebank.members.user_sessions import UserSession
from timebank.members.volunteering import approvals_of, find_volunteer
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody connected with the member, and how."""

    id: str
    name: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent given, and the day it was taken back, if it was."""

    kind: str
    version: str
    given_on: date
    way: str
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A login that was not ended; `is_this` is the one asking."""

    id: str
    kind: str
    way: str
    device: str
    opened_at: datetime
    last_seen: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A correction: what stood in the field, who changed it and why."""

    field: str
    before: str
    reason: str
    changed_by: str
    changed_on: date


@dataclass(frozen=True, slots=True)
class TrainingView:
    """A training passed."""

    kind: str
    passed_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class VolunteerView:
    """Where a volunteer stands."""

    state: str
    steps: tuple[str, ...]
    skills: tuple[str, ...]
    times: tuple[str, ...]
    trainings: tuple[TrainingView, ...]
    insured_until: date | None
    fit_until: date | None
    cap_choice: str
    """Where minutes above the most one may keep go: a `CapChoice`."""


@dataclass(frozen=True, slots=True)
class MyPage:
    """All that is kept of the member but services, minutes and looks, which have pages of their own."""

    record: FullRecord
    grants: tuple[Grant, ...]
    household: tuple[Person, ...]
    kin: tuple[Person, ...]
    proxies: tuple[Person, ...]
    acts_for: tuple[Person, ...]
    volunteer: VolunteerView | None
    consents: tuple[ConsentView, ...]
    changes: tuple[ChangeView, ...]
    sessions: tuple[SessionView, ...]
    has_card: bool
    has_pin: bool
    has_password: bool


def me(reading: Reading, actor: Actor) -> MyPage:
    """Return the actor's own page.

    Raises:
        MemberNotFound: the actor is no member.
    """
    member = find_member(reading, actor.member_id, actor)
    kin = recorded_kin(reading, member.id)
    proxies = proxies_of(reading, member.id, reading.business_clock.today())
    wards = elders_of_proxy(reading, member.id)
    housemates = households_of(reading, [member.id]) - {member.id}
    names = names_of(reading, {*kin, *proxies, *wards, *housemates})
    secrets = _secrets(reading, member)
    return MyPage(
        record=full_record(reading, member),
        grants=grants_of(reading, member.id),
        household=tuple(Person(one, names[one]) for one in sorted(housemates)),
        kin=tuple(Person(one, names[one], relation) for one, relation in sorted(kin.items())),
        proxies=tuple(Person(one, names[one]) for one in proxies),
        acts_for=tuple(Person(one, names[one]) for one in wards),
        volunteer=volunteer_view(reading, member),
        consents=_consents(reading, member),
        changes=_changes(reading, member),
        sessions=_sessions(reading, actor),
        has_card=_has_card(reading, member),
        has_pin=SecretKind.PIN in secrets,
        has_password=SecretKind.PASSWORD in secrets,
    )


def volunteer_view(reading: Reading, member: Member) -> VolunteerView | None:
    """Return where a member stands as a volunteer; permission was asked with the member."""
    volunteer = find_volunteer(reading, member.id)
    if volunteer is None:
        return None
    times = reading.session.scalars(
        select(VolunteerTime)
        .where(VolunteerTime.book == reading.book, VolunteerTime.member_id == member.id)
        .order_by(VolunteerTime.weekday, VolunteerTime.part)
    )
    trainings = reading.session.scalars(
        select(Training)
        .where(Training.book == reading.book, Training.member_id == member.id)
        .order_by(Training.passed_on, Training.kind)
    )
    return VolunteerView(
        state=volunteer.state,
        steps=tuple(sorted(one.step for one in approvals_of(reading, member.id))),
        skills=volunteer.skills,
        times=tuple(f"{time.weekday}-{time.part}" for time in times),
        trainings=tuple(TrainingView(one.kind, one.passed_on, one.valid_until) for one in trainings),
        insured_until=volunteer.insured_until,
        fit_until=volunteer.fit_until,
        cap_choice=volunteer.cap_choice or CapChoice.POOL,
    )


def _consents(reading: Reading, member: Member) -> tuple[ConsentView, ...]:
    rows = reading.session.scalars(
        select(Consent)
        .where(Consent.book == reading.book, Consent.member_id == member.id)
        .order_by(Consent.given_on, Consent.kind)
    )
    return tuple(ConsentView(row.kind, row.version, row.given_on, row.way, row.withdrawn_on) for row in rows)


def _changes(reading: Reading, member: Member) -> tuple[ChangeView, ...]:
    rows = reading.session.scalars(
        select(MemberChange)
        .where(MemberChange.book == reading.book, MemberChange.member_id == member.id)
        .order_by(MemberChange.id)
    )
    return tuple(
        ChangeView(row.field, *opened_change(reading, row), row.changed_by, row.changed_on) for row in rows
    )


def _sessions(reading: Reading, actor: Actor) -> tuple[SessionView, ...]:
    rows = reading.session.scalars(
        select(UserSession)
        .where(
            UserSession.book == reading.book,
            UserSession.member_id == actor.member_id,
            UserSession.revoked_at.is_(None),
        )
        .order_by(UserSession.opened_at.desc())
    )
    return tuple(
        SessionView(
            id=row.id,
            kind=row.kind,
            way=row.way,
            device=row.device,
            opened_at=row.opened_at,
            last_seen=row.last_seen,
            is_this=row.id == actor.session_id,
        )
        for row in rows
    )


def _has_card(reading: Reading, member: Member) -> bool:
    in_force = select(Card.id).where(
        Card.book == reading.book, Card.member_id == member.id, Card.revoked_at.is_(None)
    )
    return reading.session.scalar(in_force.limit(1)) is not None


def _secrets(reading: Reading, member: Member) -> frozenset[str]:
    return frozenset(
        reading.session.scalars(
            select(Credential.kind).where(
                Credential.book == reading.book,
                Credential.member_id == member.id,
                Credential.hash != ENDED,
            )
        )
    )
