"""The PDF of a certificate: drawn when it is asked for the first time, sealed with the holder's key, and kept.

The file is named by the hash of its sealed bytes and lies beside the photographs; the row keeps the name. Whoever asks
again gets the very same bytes, and once the holder's key is destroyed nobody reads them any more.
"""

from dataclasses import dataclass

from timebank.actors import Actor
from timebank.certificates.commands import KeepPdf
from timebank.certificates.model import Certificate, CertificateState
from timebank.certificates.paper import paper_html, paper_of
from timebank.certificates.queries import find_certificate
from timebank.certificates.refusals import WrongCertificateState
from timebank.files import FileStore
from timebank.printing import html_to_pdf
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank


@dataclass(frozen=True, slots=True)
class KeptPdf:
    """The name of the sealed file that is kept."""

    file: str


def certificate_pdf(bank: Bank, files: FileStore, number: str, site_url: str, actor: Actor) -> bytes:
    """Return the PDF of a valid certificate to its holder or its office. `site_url` is where the QR code leads.

    Raises:
        CertificateNotFound: there is none, or not for this actor.
        WrongCertificateState: it is not valid, or not any more.
        CannotPrint: it was never drawn, and this machine lacks what draws it.
    """
    with bank.reading(actor) as reading:
        certificate = _valid(reading, number, actor)
        if certificate.file:
            return _opened(reading, files, certificate, certificate.file)
        paper = paper_of(reading, certificate)
    pdf = html_to_pdf(paper_html(paper, site_url))
    with bank.reading(actor) as reading:
        certificate = _valid(reading, number, actor)
        sealed = reading.people.seal_bytes(certificate.member_id, _place(certificate), pdf)
    name = files.put(sealed)
    kept = bank.run(keep_pdf, KeepPdf(number, name), actor)
    if kept.file == name:
        return pdf
    with bank.reading(actor) as reading:  # somebody else asked at the same moment and was first
        return _opened(reading, files, certificate, kept.file)


def keep_pdf(uow: UnitOfWork, command: KeepPdf, actor: Actor) -> KeptPdf:
    """Remember the file of a certificate; the first one stays."""
    certificate = _valid(uow, command.number, actor)
    certificate.file = certificate.file or command.file
    return KeptPdf(certificate.file)


def _valid(reading: Reading, number: str, actor: Actor) -> Certificate:
    certificate = find_certificate(reading, number, actor)
    if certificate.state != CertificateState.VALID:
        raise WrongCertificateState
    return certificate


def _opened(reading: Reading, files: FileStore, certificate: Certificate, name: str) -> bytes:
    return reading.people.open_bytes(certificate.member_id, _place(certificate), files.get(name))


def _place(certificate: Certificate) -> str:
    return f"certificate.pdf/{certificate.id}"
