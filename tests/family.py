"""Wang's family beside the cast: a daughter of 52 who has saved time."""

from dataclasses import dataclass
from datetime import date

from tests.town import BOOK, GiveMinutes, Town, give_minutes, join
from timebank.actors import Actor, system
from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin

SAVED = 1200


@dataclass(frozen=True, slots=True)
class Family:
    """The town and Wang's daughter, who has saved twenty hours."""

    town: Town
    daughter: Actor

    def pool(self, site: str) -> int:
        """Return what the pool of a site has free."""
        with self.town.bank.reading(self.daughter) as reading:
            return reading.ledger.account(reading.ledger.pool_handle(site)).available or 0


def settle_family(town: Town) -> Family:
    """Register the daughter and let her have saved time."""
    daughter = join(town.bank, "韦晓梅", "kin", date(1974, 8, 1), "female", "17900000021")
    record = RecordKin(town.wang.member_id, "parent", daughter.member_id)
    town.bank.run(record_kin, record, system(BOOK))
    town.bank.run(give_minutes, GiveMinutes(daughter.member_id, SAVED), system(BOOK))
    return Family(town, daughter)
