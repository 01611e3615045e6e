"""Finding certificates: the holder's own, those of one's office, and what anybody may check."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from timebank.actors import Actor, Role
from timebank.certificates.model import Certificate, CertificateState
from timebank.certificates.record import Facts, issuer_name, issuer_phone, open_facts
from timebank.certificates.refusals import CertificateNotFound
from timebank.crypto import SealBroken
from timebank.ids import is_checked_number
from timebank.members.queries import masked, names_of
from timebank.paging import Page, page_of
from timebank.scopes import within_any
from timebank.work import Reading

ISSUERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
PUBLIC = (CertificateState.ON_NOTICE, CertificateState.VALID, CertificateState.WITHDRAWN)
"""What the public page speaks of; one that was only asked for is nobody's business."""
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class CertificateSummary:
    """A certificate in a list, for its holder and for offices."""

    number: str
    state: str
    holder_id: str
    holder_name: str
    issuer: str
    issuer_name: str
    minutes: int
    services: int
    asked_at: datetime
    notice_until: date | None
    issued_on: date | None
    ended_on: date | None
    end_cause: str
    is_withdrawal_proposed: bool


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate whole; `facts` is None until its services are counted, and once its holder is erased."""

    summary: CertificateSummary
    check_code: str
    lists_services: bool
    first_day: date | None
    last_day: date | None
    digest: str
    entry_id: str
    withdrawal_by: str
    reason: str
    facts: Facts | None


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    """What anybody is told. With the paper's check code also what the paper says, the name in part; else "" and 0."""

    number: str
    state: str
    issuer_name: str
    issued_on: date | None
    ended_on: date | None
    end_cause: str
    is_compared: bool
    holder: str
    minutes: int
    services: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class CertificateNotice:
    """A certificate that stands on public notice; the name in part."""

    number: str
    volunteer: str
    issuer_name: str
    minutes: int
    services: int
    notice_from: date
    notice_until: date


def check_certificate(reading: Reading, number: str, code: str = "") -> PublicCertificate:
    """Return what anybody may know of a certificate: whether it is valid, and with its code whether it is the same.

    Raises:
        CertificateNotFound: there is none of this number, or the code is not its own.
    """
    certificate = certificate_by_number(reading, number)
    if certificate is None or certificate.state not in PUBLIC:
        raise CertificateNotFound(field="number")
    typed = code.strip().upper()
    if typed and not hmac.compare_digest(typed.encode(), certificate.check_code.encode()):
        raise CertificateNotFound(field="code")
    is_compared = bool(typed)
    return PublicCertificate(
        number=certificate.number,
        state=certificate.state,
        issuer_name=issuer_name(reading, certificate.issuer),
        issued_on=certificate.issued_on,
        ended_on=certificate.ended_on,
        end_cause=certificate.end_cause,
        is_compared=is_compared,
        holder=_masked_holder(reading, certificate) if is_compared else "",
        minutes=certificate.minutes if is_compared else 0,
        services=certificate.services if is_compared else 0,
        first_day=certificate.first_day if is_compared else None,
        last_day=certificate.last_day if is_compared else None,
    )


def find_certificate(reading: Reading, number: str, actor: Actor) -> Certificate:
    """Return a certificate of the actor's own, or of an issuer within the actor's office.

    Raises:
        CertificateNotFound: there is none, or not for this actor.
    """
    certificate = certificate_by_number(reading, number) if actor.is_known else None
    if certificate is None or not (
        certificate.member_id == actor.member_id or actor.may_act_at(certificate.issuer, ISSUERS)
    ):
        raise CertificateNotFound
    return certificate


def certificate_by_number(reading: Reading, number: str) -> Certificate | None:
    """Return the certificate of a number whoever asks; one with a wrong digit is not looked up."""
    if len(number) > LONGEST_NUMBER or not is_checked_number(number):
        return None
    return reading.session.scalar(
        select(Certificate).where(Certificate.book == reading.book, Certificate.number == number)
    )


def certificates_page(
    reading: Reading,
    actor: Actor,
    *,
    states: Sequence[str] = (),
    member: str = "",
    as_issuer: bool = False,
    after: str = "",
    limit: int = 20,
) -> Page[CertificateSummary]:
    """Return the actor's own certificates and those of the actor's office, newest first.

    With `as_issuer` only those that the actor's own body issues: what waits on the desk.
    """
    scopes = actor.scopes(*ISSUERS)
    seen = (Certificate.member_id == actor.member_id) | within_any(Certificate.issuer, scopes)
    wanted = [Certificate.book == reading.book, Certificate.issuer.in_(scopes) if as_issuer else seen]
    if states:
        wanted.append(Certificate.state.in_(states))
    if member:
        wanted.append(Certificate.member_id == member)
    if after:
        wanted.append(Certificate.id < after)
    rows = reading.session.scalars(
        select(Certificate).where(*wanted).order_by(Certificate.id.desc()).limit(limit + 1)
    ).all()
    names = names_of(reading, {row.member_id for row in rows})
    return page_of([_summary(reading, row, names) for row in rows], limit, [row.id for row in rows])


def certificate_view(reading: Reading, number: str, actor: Actor) -> CertificateView:
    """Return a certificate whole to its holder and to its office; raises as `find_certificate` does."""
    certificate = find_certificate(reading, number, actor)
    reason = certificate.reason_sealed
    return CertificateView(
        summary=_summary(reading, certificate, names_of(reading, [certificate.member_id])),
        check_code=certificate.check_code,
        lists_services=certificate.lists_services,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
        digest=certificate.digest,
        entry_id=certificate.entry_id,
        withdrawal_by=certificate.withdrawal_by,
        reason=""
        if reason is None
        else reading.people.open(certificate.member_id, certificate.place, reason),
        facts=None if certificate.facts_sealed is None else open_facts(reading, certificate),
    )


def last_signature(reading: Reading, issuer: str) -> tuple[str, str]:
    """Return head and contact as the issuer's last certificate named them, "" where there is none to read."""
    last = reading.session.scalar(
        select(Certificate)
        .where(
            Certificate.book == reading.book,
            Certificate.issuer == issuer,
            Certificate.facts_sealed.is_not(None),
            Certificate.state.in_(PUBLIC),
        )
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    try:
        facts = None if last is None else open_facts(reading, last)
    except SealBroken:
        facts = None
    return ("", issuer_phone(reading, issuer)) if facts is None else (facts.head, facts.contact)


def certificates_on_notice(reading: Reading, *, after: str = "", limit: int = 20) -> Page[CertificateNotice]:
    """Return the certificates on public notice, newest first; anybody may see them."""
    wanted = [Certificate.book == reading.book, Certificate.state == CertificateState.ON_NOTICE]
    if after:
        wanted.append(Certificate.id < after)
    rows = reading.session.scalars(
        select(Certificate).where(*wanted).order_by(Certificate.id.desc()).limit(limit + 1)
    ).all()
    names = names_of(reading, {row.member_id for row in rows})
    return page_of([_notice(reading, row, names) for row in rows], limit, [row.id for row in rows])


def _summary(reading: Reading, row: Certificate, names: dict[str, str]) -> CertificateSummary:
    return CertificateSummary(
        number=row.number,
        state=row.state,
        holder_id=row.member_id,
        holder_name=names.get(row.member_id, ""),
        issuer=row.issuer,
        issuer_name=issuer_name(reading, row.issuer),
        minutes=row.minutes,
        services=row.services,
        asked_at=row.asked_at,
        notice_until=row.notice_until,
        issued_on=row.issued_on,
        ended_on=row.ended_on,
        end_cause=row.end_cause,
        is_withdrawal_proposed=bool(row.withdrawal_by) and row.state == CertificateState.VALID,
    )


def _notice(reading: Reading, row: Certificate, names: dict[str, str]) -> CertificateNotice:
    assert row.notice_from is not None and row.notice_until is not None, "it stands on notice"
    return CertificateNotice(
        number=row.number,
        volunteer=masked(names.get(row.member_id, "")),
        issuer_name=issuer_name(reading, row.issuer),
        minutes=row.minutes,
        services=row.services,
        notice_from=row.notice_from,
        notice_until=row.notice_until,
    )


def _masked_holder(reading: Reading, certificate: Certificate) -> str:
    try:
        return masked(open_facts(reading, certificate).name)
    except SealBroken:  # erased: number, state and digest are all that is left
        return ""
