"""What every act on a certificate answers."""

from dataclasses import dataclass
from datetime import date

from timebank.certificates.model import Certificate


@dataclass(frozen=True, slots=True)
class CertificateStep:
    """A certificate after an act on it; `minutes` are 0 until its services are counted."""

    id: str
    number: str
    state: str
    minutes: int
    notice_until: date | None


def step_of(certificate: Certificate) -> CertificateStep:
    """Return where a certificate stands."""
    return CertificateStep(
        certificate.id, certificate.number, certificate.state, certificate.minutes, certificate.notice_until
    )
