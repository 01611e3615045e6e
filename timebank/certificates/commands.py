"""What can be asked of certificates."""

from dataclasses import dataclass

from timebank.schemas import CommandSchema, Digits, Text, YesNo


@dataclass(frozen=True, slots=True)
class AskForCertificate:
    """Ask for a certificate of one's own service, or as the issuer for a volunteer.

    `issuer` is a site, township or county; "" is the smallest body that recorded all of it. `replaces` is the number
    of an earlier one.
    """

    member_id: str = ""
    issuer: str = ""
    lists_services: bool = False
    replaces: str = ""


class AskForCertificateSchema(CommandSchema):
    """Input of a request for a certificate."""

    command = AskForCertificate
    member_id = Text(36)
    issuer = Digits(14)
    lists_services = YesNo()
    replaces = Digits(20)


@dataclass(frozen=True, slots=True)
class CertificateDecision:
    """The input of a decision beside the number; a reason where it is declined."""

    accept: bool
    head: str = ""
    contact: str = ""
    reason: str = ""


class CertificateDecisionSchema(CommandSchema):
    """Input of a decision: `head` is who answers for the issuer, `contact` where it can be asked."""

    command = CertificateDecision
    accept = YesNo(required=True)
    head = Text(60)
    contact = Text(100)
    reason = Text(500, lines=True)


@dataclass(frozen=True, slots=True)
class DecideCertificate:
    """Count the services and put the certificate on notice, or decline it."""

    number: str
    accept: bool
    head: str = ""
    contact: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IssueCertificate:
    """Make a certificate valid whose notice is over."""

    number: str


@dataclass(frozen=True, slots=True)
class WithdrawalReason:
    """The input of a proposal to withdraw."""

    reason: str


class WithdrawalReasonSchema(CommandSchema):
    """Input of a proposal to withdraw."""

    command = WithdrawalReason
    reason = Text(500, lines=True, required=True)


@dataclass(frozen=True, slots=True)
class ProposeWithdrawal:
    """Propose to withdraw a valid certificate."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawalDecision:
    """The input of a second person's decision."""

    agree: bool


class WithdrawalDecisionSchema(CommandSchema):
    """Input of a second person's decision."""

    command = WithdrawalDecision
    agree = YesNo(required=True)


@dataclass(frozen=True, slots=True)
class DecideWithdrawal:
    """Withdraw a certificate that somebody else proposed to withdraw, or leave it valid."""

    number: str
    agree: bool


@dataclass(frozen=True, slots=True)
class KeepPdf:
    """Remember the sealed PDF of a certificate by its name."""

    number: str
    file: str
