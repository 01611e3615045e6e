"""Papers of the demo's cast: a certificate that is valid, one to be decided, and who agreed to be named."""

from collections.abc import Iterator
from datetime import timedelta

from timebank.actors import system
from timebank.certificates.commands import AskForCertificate, DecideCertificate, IssueCertificate
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate, issue_certificate
from timebank.clock import local_day, local_moment
from timebank.demo.cast import COUNTY, SITE
from timebank.demo.player import Step, Story
from timebank.demo.scenes import Stage
from timebank.members.commands import GiveConsent
from timebank.members.consents import ConsentKind, consent_text
from timebank.members.corrections import give_consent

SYSTEM = system(COUNTY)


def paper_stories(stage: Stage) -> Iterator[Story]:
    """Give what the cast asked for on paper, after all that was put right in their records."""
    yield _certificate(stage)
    yield _application(stage)
    for key in ("li", "mo"):
        yield _consent(stage, key)


def _certificate(stage: Stage) -> Story:
    """Tell how Li asks for a certificate of her site, Nong agrees, and it becomes valid after its notice."""
    li, nong = stage.town.member("li"), stage.town.member("nong")
    asked_on = local_day(stage.now) - timedelta(days=18)
    asked = yield Step(
        local_moment(asked_on, 10),
        ask_for_certificate,
        AskForCertificate(issuer=SITE, lists_services=True),
        li.actor,
    )
    agreed_on = asked_on + timedelta(days=1)
    decision = DecideCertificate(asked.number, True, head="韦永胜", contact="0771-5550101")
    decided = yield Step(local_moment(agreed_on, 15), decide_certificate, decision, nong.actor)
    valid_from = decided.notice_until + timedelta(days=1)
    yield Step(local_moment(valid_from, 0, 5), issue_certificate, IssueCertificate(asked.number), SYSTEM)


def _application(stage: Stage) -> Story:
    """Tell how Mo asks for one that nobody has decided yet."""
    asked_at = local_moment(local_day(stage.now) - timedelta(days=1), 20)
    yield Step(asked_at, ask_for_certificate, AskForCertificate(), stage.town.member("mo").actor)


def _consent(stage: Stage, key: str) -> Story:
    member = stage.town.member(key)
    agreed_at = local_moment(stage.first_day, 19)
    text = consent_text(ConsentKind.HONOUR, stage.first_day)
    command = GiveConsent(ConsentKind.HONOUR, text.version, member_id=member.member_id)
    yield Step(agreed_at, give_consent, command, member.actor)
