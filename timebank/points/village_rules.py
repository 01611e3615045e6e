"""Village rules (村规民约) on file: the photographed text as adopted, sealed for the book, and its day.

The picture is stored before the command that names it, as with slips.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from timebank.actors import Actor, Role
from timebank.errors import N_, InvalidInput, NotAllowed
from timebank.files import FileStore
from timebank.places.queries import open_region
from timebank.places.regions import RegionLevel, UnknownRegion
from timebank.points.commands import RecordRule
from timebank.points.model import VillageRule
from timebank.points.refusals import RuleNotFound
from timebank.work import UnitOfWork
from timebank.writer import Bank

RECORDERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
SEALED_AS = "village_rule"
VILLAGE_DIGITS = 12


class AdoptedLater(InvalidInput):
    """A rule that is not adopted yet is no rule."""

    code = "rule_adopted_later"
    message = N_("通过的日期不能是以后的日子。")


@dataclass(frozen=True, slots=True)
class RecordedRule:
    """A village rule on file."""

    id: str
    village: str
    title: str
    adopted_on: date


def store_rule_picture(bank: Bank, files: FileStore, picture: bytes, actor: Actor) -> tuple[str, str]:
    """Seal a picture for the book and store it; return the name of its file and the digest of what it shows."""
    with bank.reading(actor) as reading:
        sealed = reading.people.seal_for_book(SEALED_AS, picture.hex())
    return files.put(sealed), hashlib.sha256(picture).hexdigest()


def open_rule_picture(bank: Bank, files: FileStore, rule_id: str, actor: Actor) -> bytes:
    """Return the picture of a rule; it hangs in the village, so whoever is a member may see it."""
    with bank.reading(actor) as reading:
        rule = reading.session.get(VillageRule, (reading.book, rule_id))
        if rule is None:
            raise RuleNotFound
        return bytes.fromhex(reading.people.open_for_book(SEALED_AS, files.get(rule.file)))


def record_rule(uow: UnitOfWork, command: RecordRule, actor: Actor) -> RecordedRule:
    """Put an adopted rule of a village on file, by who works there."""
    may = any(
        scope[:VILLAGE_DIGITS] == command.village or command.village.startswith(scope)
        for scope in actor.scopes(*RECORDERS)
    )
    if not may:
        raise NotAllowed
    today = uow.business_clock.today()
    if open_region(uow, command.village, today).level is not RegionLevel.VILLAGE:
        raise UnknownRegion(region=command.village, field="village")
    if command.adopted_on > today:
        raise AdoptedLater(field="adopted_on")
    rule = VillageRule(
        book=uow.book,
        id=uow.new_id(),
        village=command.village,
        title=command.title,
        adopted_on=command.adopted_on,
        file=command.file,
        digest=command.digest,
        recorded_by=actor.member_id,
        recorded_at=uow.clock.now(),
    )
    uow.session.add(rule)
    return RecordedRule(rule.id, rule.village, rule.title, rule.adopted_on)
