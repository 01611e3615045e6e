"""How a certificate ends: by a correction of what it counts, by a new one, or by two people.

The end of one that was issued is an entry tied to the one of its issue, and the public page says so from the same
moment on.
"""

from sqlalchemy import select

from timebank.actors import Actor
from timebank.certificates.commands import DecideWithdrawal, ProposeWithdrawal
from timebank.certificates.model import COUNTING, Certificate, CertificateLine, CertificateState, EndCause
from timebank.certificates.queries import ISSUERS, find_certificate
from timebank.certificates.record import remark_of
from timebank.certificates.refusals import NotTheRecorder
from timebank.certificates.steps import CertificateStep, step_of
from timebank.work import UnitOfWork


def withdraw_for_correction(uow: UnitOfWork, service_id: str) -> None:
    """Withdraw every certificate that counts a service whose minutes have changed."""
    of_the_service = (CertificateLine.book == Certificate.book) & (
        CertificateLine.certificate_id == Certificate.id
    )
    counting = select(Certificate).join(CertificateLine, of_the_service)
    for certificate in uow.session.scalars(
        counting.where(
            CertificateLine.book == uow.book,
            CertificateLine.service_id == service_id,
            Certificate.state.in_(COUNTING),
        )
    ).all():
        _withdraw(uow, certificate, EndCause.CORRECTION)


def withdraw_replaced(uow: UnitOfWork, certificate_id: str) -> None:
    """Withdraw the certificate that a new one replaces, unless something ended it before."""
    replaced = uow.session.get_one(Certificate, (uow.book, certificate_id))
    if replaced.state == CertificateState.VALID:
        _withdraw(uow, replaced, EndCause.REPLACED)


def propose_withdrawal(uow: UnitOfWork, command: ProposeWithdrawal, actor: Actor) -> CertificateStep:
    """Propose to withdraw a valid certificate; a second person decides."""
    certificate = _to_withdraw(uow, command.number, actor)
    certificate.propose_withdrawal(actor.member_id)
    certificate.reason_sealed = uow.people.seal(certificate.member_id, certificate.place, command.reason)
    return step_of(certificate)


def decide_withdrawal(uow: UnitOfWork, command: DecideWithdrawal, actor: Actor) -> CertificateStep:
    """Withdraw as a second person what somebody else proposed to withdraw, or leave it valid."""
    certificate = _to_withdraw(uow, command.number, actor)
    certificate.decide_withdrawal(actor.member_id, uow.business_clock.today(), agrees=command.agree)
    if command.agree:
        _remember_end(uow, certificate)
    else:
        certificate.reason_sealed = None
    return step_of(certificate)


def _to_withdraw(uow: UnitOfWork, number: str, actor: Actor) -> Certificate:
    """Return a certificate for somebody of the issuer, or of a body above it."""
    certificate = find_certificate(uow, number, actor)
    if not actor.may_act_at(certificate.issuer, ISSUERS) or actor.member_id == certificate.member_id:
        raise NotTheRecorder
    return certificate


def _withdraw(uow: UnitOfWork, certificate: Certificate, cause: EndCause) -> None:
    certificate.withdraw(cause, uow.actor.member_id, uow.business_clock.today())
    _remember_end(uow, certificate)


def _remember_end(uow: UnitOfWork, certificate: Certificate) -> None:
    if certificate.entry_id:  # one that was still on notice left nothing in the ledger
        uow.ledger.remark(remark_of(certificate))
    uow.outbox.tell(certificate.member_id, "certificate_withdrawn", number=certificate.number)
