"""Certificates of service: asked for, issued by the body that recorded, checked by anybody, withdrawn."""

from dataclasses import dataclass

from flask import Response, request
from marshmallow import fields

from api.blueprint import Blueprint
from api.context import bank, current_actor, files, request_key, settings
from api.schemas import PageQuery, PageQuerySchema
from timebank.certificates.commands import (
    AskForCertificate,
    AskForCertificateSchema,
    CertificateDecision,
    CertificateDecisionSchema,
    DecideCertificate,
    DecideWithdrawal,
    ProposeWithdrawal,
    WithdrawalDecision,
    WithdrawalDecisionSchema,
    WithdrawalReason,
    WithdrawalReasonSchema,
)
from timebank.certificates.keeping import certificate_pdf
from timebank.certificates.model import CertificateState
from timebank.certificates.paper import site_url
from timebank.certificates.queries import (
    CertificateNotice,
    CertificateSummary,
    CertificateView,
    PublicCertificate,
    certificate_view,
    certificates_on_notice,
    certificates_page,
    check_certificate,
)
from timebank.certificates.steps import CertificateStep
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate
from timebank.certificates.withdrawing import decide_withdrawal, propose_withdrawal
from timebank.paging import Page
from timebank.schemas import Choice, CommandSchema, Text

blueprint = Blueprint("certificates", "Certificates of service")

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class CertificatesQuery(PageQuery):
    """Which certificates are wanted."""

    state: tuple[str, ...] = ()
    member: str = ""


class CertificatesQuerySchema(PageQuerySchema):
    """How `CertificatesQuery` is read."""

    command = CertificatesQuery
    state = fields.List(Choice(CertificateState))
    member = Text(36)


@dataclass(frozen=True, slots=True)
class CheckQuery:
    """The check code that stands on the paper, if one has it."""

    code: str = ""


class CheckQuerySchema(CommandSchema):
    """How `CheckQuery` is read."""

    command = CheckQuery
    code = Text(20)


@blueprint.get("/certificates")
@blueprint.arguments(CertificatesQuerySchema, location="query")
@blueprint.response(200, Page[CertificateSummary])
def list_certificates(query: CertificatesQuery) -> Page[CertificateSummary]:
    """List one's own certificates and those of one's office, newest first"""
    with bank().reading(current_actor()) as reading:
        return certificates_page(
            reading,
            current_actor(),
            states=tuple(query.state),
            member=query.member,
            after=query.after,
            limit=query.limit,
        )


@blueprint.post("/certificates")
@blueprint.arguments(AskForCertificateSchema)
@blueprint.response(201, CertificateStep)
def ask(command: AskForCertificate) -> CertificateStep:
    """Ask for a certificate of one's own service, or as the issuer for a volunteer"""
    return bank().run(ask_for_certificate, command, current_actor(), request_key())


@blueprint.get("/certificates/<number>", is_public=True)
@blueprint.arguments(CheckQuerySchema, location="query")
@blueprint.response(200, PublicCertificate)
def check(query: CheckQuery, number: str) -> PublicCertificate:
    """Tell anybody whether a certificate is valid, and with its check code what it says"""
    with bank().reading(current_actor()) as reading:
        return check_certificate(reading, number, query.code)


@blueprint.get("/certificates/<number>/record")
@blueprint.response(200, CertificateView)
def show_certificate(number: str) -> CertificateView:
    """Show a certificate whole to its holder and its office"""
    with bank().reading(current_actor()) as reading:
        return certificate_view(reading, number, current_actor())


@blueprint.get("/certificates/<number>/pdf")
@blueprint.file(PDF)
def show_pdf(number: str) -> Response:
    """Give the PDF of a valid certificate to its holder and its office"""
    address = site_url(settings(), request.host_url)
    pdf = certificate_pdf(bank(), files(), number, address, current_actor())
    headers = {"Content-Disposition": f'attachment; filename="certificate-{number}.pdf"'}
    return Response(pdf, content_type=PDF, headers=headers)


@blueprint.post("/certificates/<number>/decision")
@blueprint.arguments(CertificateDecisionSchema)
@blueprint.response(201, CertificateStep)
def decide(decided: CertificateDecision, number: str) -> CertificateStep:
    """Count the services and put the certificate on notice, or decline it, as the issuer"""
    command = DecideCertificate(number, decided.accept, decided.head, decided.contact, decided.reason)
    return bank().run(decide_certificate, command, current_actor(), request_key())


@blueprint.post("/certificates/<number>/withdrawal")
@blueprint.arguments(WithdrawalReasonSchema)
@blueprint.response(201, CertificateStep)
def propose(given: WithdrawalReason, number: str) -> CertificateStep:
    """Propose to withdraw a valid certificate"""
    command = ProposeWithdrawal(number, given.reason)
    return bank().run(propose_withdrawal, command, current_actor(), request_key())


@blueprint.post("/certificates/<number>/withdrawal-decision")
@blueprint.arguments(WithdrawalDecisionSchema)
@blueprint.response(201, CertificateStep)
def withdraw(decided: WithdrawalDecision, number: str) -> CertificateStep:
    """Withdraw as a second person what somebody proposed to withdraw, or leave it valid"""
    command = DecideWithdrawal(number, decided.agree)
    return bank().run(decide_withdrawal, command, current_actor(), request_key())


@blueprint.get("/certificate-notices", is_public=True)
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[CertificateNotice])
def list_notices(query: PageQuery) -> Page[CertificateNotice]:
    """List the certificates on public notice, newest first; anybody may"""
    with bank().reading(current_actor()) as reading:
        return certificates_on_notice(reading, after=query.after, limit=query.limit)
