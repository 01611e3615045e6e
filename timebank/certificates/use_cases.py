"""The way of a certificate until it is valid: asked for, counted and put on notice, issued."""

import secrets
from datetime import date

from sqlalchemy import insert, select

from timebank.actors import SYSTEM, Actor
from timebank.certificates.commands import AskForCertificate, DecideCertificate, IssueCertificate
from timebank.certificates.counting import Counted, settled_services, smallest_recorder
from timebank.certificates.model import ISSUED, UNDER_WAY, Certificate, CertificateLine, CertificateState
from timebank.certificates.queries import ISSUERS, certificate_by_number, find_certificate
from timebank.certificates.record import gather_facts, open_facts, record_digest, remark_of, seal_facts
from timebank.certificates.refusals import (
    CannotBeReplaced,
    CertificateNotFound,
    CertificateUnderWay,
    NothingToCertify,
    NotTheRecorder,
    OwnCertificate,
)
from timebank.certificates.steps import CertificateStep, step_of
from timebank.certificates.withdrawing import withdraw_replaced
from timebank.errors import NotAllowed
from timebank.ids import with_check_digit
from timebank.members.model import Member
from timebank.members.queries import coordinators_of, family_of, find_member
from timebank.numbers import next_value
from timebank.places.site_ids import SITE_DIGITS
from timebank.services.model import Service
from timebank.services.refusals import ReasonWanted
from timebank.work import UnitOfWork

SERIES = "certificate"
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs, none of which is taken for another one on paper."""
CODE_LENGTH = 8


def ask_for_certificate(uow: UnitOfWork, command: AskForCertificate, actor: Actor) -> CertificateStep:
    """Ask for a certificate: the volunteer for oneself, or the issuer for a volunteer."""
    member = find_member(uow, command.member_id or actor.member_id, actor)
    issuer = command.issuer or smallest_recorder(uow, member.id)
    if member.id != actor.member_id and issuer not in actor.scopes(*ISSUERS):
        raise NotTheRecorder
    if not issuer or not settled_services(uow, member.id, issuer):
        raise NothingToCertify(field="issuer")
    _check_none_under_way(uow, member, issuer)

    certificate = Certificate(
        book=uow.book,
        id=uow.new_id(),
        number=_next_number(uow),
        check_code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        member_id=member.id,
        issuer=issuer,
        state=CertificateState.ASKED,
        lists_services=command.lists_services,
        replaces=_replaced(uow, command.replaces, member),
        asked_by=actor.member_id,
        asked_at=uow.clock.now(),
        minutes=0,
        services=0,
    )
    uow.session.add(certificate)
    if len(issuer) == SITE_DIGITS:
        for coordinator in coordinators_of(uow, issuer):
            if coordinator != actor.member_id:
                uow.outbox.tell(coordinator, "certificate_asked", number=certificate.number)
    return step_of(certificate)


def decide_certificate(uow: UnitOfWork, command: DecideCertificate, actor: Actor) -> CertificateStep:
    """Count the services and put the certificate on notice, or decline it, also while it is on notice."""
    certificate = _issuers_own(uow, command.number, actor)
    if not command.accept:
        return _decline(uow, certificate, command.reason, actor)
    if certificate.member_id in family_of(uow, actor.member_id) | {actor.member_id}:
        raise OwnCertificate
    member = find_member(uow, certificate.member_id, actor)
    today = uow.business_clock.today()

    certificate.put_on_notice(
        actor.member_id, today, uow.policy.number("certificate.notice_days", certificate.issuer)
    )
    _count(uow, certificate)
    seal_facts(uow, certificate, gather_facts(uow, member, certificate, command.head, command.contact, actor))
    if certificate.notice_until is None:
        return _issue(uow, certificate, today)
    uow.outbox.tell(certificate.member_id, "certificate_on_notice", number=certificate.number)
    return step_of(certificate)


def issue_certificate(uow: UnitOfWork, command: IssueCertificate, actor: Actor) -> CertificateStep:
    """Make a certificate valid whose notice is over: the scheduler does."""
    if actor.member_id != SYSTEM:
        raise NotAllowed
    certificate = certificate_by_number(uow, command.number)
    if certificate is None:
        raise CertificateNotFound
    return _issue(uow, certificate, uow.business_clock.today())


def _check_none_under_way(uow: UnitOfWork, member: Member, issuer: str) -> None:
    number = uow.session.scalar(
        select(Certificate.number).where(
            Certificate.book == uow.book,
            Certificate.member_id == member.id,
            Certificate.issuer == issuer,
            Certificate.state.in_(UNDER_WAY),
        )
    )
    if number is not None:
        raise CertificateUnderWay(number=number)


def _next_number(uow: UnitOfWork) -> str:
    """Return the next number: the county's code, the year, a count, and one check digit over all of it."""
    count = next_value(uow.connection, uow.book, SERIES)
    return with_check_digit(int(f"{uow.book}{uow.business_clock.today().year}{count}"))


def _replaced(uow: UnitOfWork, number: str, member: Member) -> str:
    if not number:
        return ""
    earlier = certificate_by_number(uow, number)
    if earlier is None or earlier.member_id != member.id or earlier.state not in ISSUED:
        raise CannotBeReplaced(field="replaces")
    return earlier.id


def _issuers_own(uow: UnitOfWork, number: str, actor: Actor) -> Certificate:
    certificate = find_certificate(uow, number, actor)
    if certificate.issuer not in actor.scopes(*ISSUERS):
        raise NotTheRecorder
    return certificate


def _decline(uow: UnitOfWork, certificate: Certificate, reason: str, actor: Actor) -> CertificateStep:
    if not reason:
        raise ReasonWanted(field="reason")
    certificate.decline(actor.member_id, uow.business_clock.today())
    certificate.reason_sealed = uow.people.seal(certificate.member_id, certificate.place, reason)
    uow.outbox.tell(certificate.member_id, "certificate_declined", number=certificate.number)
    return step_of(certificate)


def _count(uow: UnitOfWork, certificate: Certificate) -> None:
    """Fix what the certificate counts; nothing left to count is a refusal."""
    counted = settled_services(uow, certificate.member_id, certificate.issuer)
    if not counted:
        raise NothingToCertify
    certificate.minutes, certificate.services = sum(one.minutes for one in counted), len(counted)
    certificate.first_day, certificate.last_day = counted[0].day, counted[-1].day
    uow.connection.execute(insert(CertificateLine), [_line(certificate, one) for one in counted])


def _line(certificate: Certificate, counted: Counted) -> dict[str, str | int]:
    return {
        "book": certificate.book,
        "certificate_id": certificate.id,
        "service_id": counted.service_id,
        "minutes": counted.minutes,
    }


def _issue(uow: UnitOfWork, certificate: Certificate, today: date) -> CertificateStep:
    """Make it valid, end the one it replaces, and have the ledger remember what it said."""
    digest = record_digest(certificate, open_facts(uow, certificate), _counted_numbers(uow, certificate))
    certificate.issue(today, digest)
    certificate.entry_id = uow.ledger.remark(remark_of(certificate)).id
    if certificate.replaces:
        withdraw_replaced(uow, certificate.replaces)
    uow.outbox.tell(
        certificate.member_id, "certificate_issued", number=certificate.number, minutes=certificate.minutes
    )
    return step_of(certificate)


def _counted_numbers(uow: UnitOfWork, certificate: Certificate) -> list[tuple[str, int]]:
    rows = uow.connection.execute(
        select(Service.number, CertificateLine.minutes)
        .join(
            CertificateLine,
            (CertificateLine.book == Service.book) & (CertificateLine.service_id == Service.id),
        )
        .where(CertificateLine.book == uow.book, CertificateLine.certificate_id == certificate.id)
    )
    return [(row.number, row.minutes) for row in rows]
