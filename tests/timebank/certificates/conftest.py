"""What the tests of certificates begin with: Li has settled an hour, and a certificate on its way."""

import pytest

from tests import walk
from tests.town import BOOK, SITE, Town
from timebank.actors import Actor, anonymous
from timebank.certificates.commands import AskForCertificate, DecideCertificate
from timebank.certificates.issuing import CERTIFICATES
from timebank.certificates.queries import PublicCertificate, check_certificate
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate
from timebank.jobs import run_job


class Office:
    """The steps of a certificate that many tests take before they come to their own point."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def asks(self, **more: object) -> str:
        """Let Li ask for a certificate of the site; return its number."""
        command = AskForCertificate(**{"issuer": SITE, **more})  # type: ignore[arg-type]  # keywords of the command
        return self.town.bank.run(ask_for_certificate, command, self.town.li).number

    def accepts(self, number: str, by: Actor | None = None) -> str:
        """Let Nong put it on notice."""
        command = DecideCertificate(number, True, head="韦主任", contact="0771-5550101")
        return self.town.bank.run(decide_certificate, command, by or self.town.nong).state

    def on_notice(self, **more: object) -> str:
        """Bring a certificate on notice; return its number."""
        number = self.asks(**more)
        assert self.accepts(number) == "on_notice"
        return number

    def valid(self, **more: object) -> str:
        """Bring a certificate through its notice; return its number."""
        number = self.on_notice(**more)
        self.town.clock.advance(days=8)
        run_job(self.town.bank, CERTIFICATES)
        assert self.sees(number).state == "valid"
        return number

    def sees(self, number: str, code: str = "") -> PublicCertificate:
        """Return what a stranger sees."""
        with self.town.bank.reading(anonymous(BOOK)) as reading:
            return check_certificate(reading, number, code)


@pytest.fixture
def office(town: Town) -> Office:
    """The office of a town in which Li gave Wang an hour that is settled."""
    walk.settled(town)
    return Office(town)
