"""Other rules than the default ones, brought into force as the county would."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.town import BOOK, Done, Town
from timebank.actors import Actor, system
from timebank.clock import local_day
from timebank.policy import DEFAULTS, PolicyVersion, Value, format_policy, policy_digest
from timebank.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class BringRules:
    """Bring rules into force."""

    rules: Mapping[str, Value]


def bring_rules(town: Town, rules: Mapping[str, Value]) -> None:
    """Let these rules hold from today on."""
    town.bank.run(_bring, BringRules(rules), system(BOOK))


def _bring(uow: UnitOfWork, command: BringRules, actor: Actor) -> Done:
    text, today = format_policy({**DEFAULTS, **command.rules}), local_day(uow.clock.now())
    version = uow.policy.version + 1
    uow.ledger.policy(version, policy_digest(text), today)
    uow.session.add(
        PolicyVersion(
            book=uow.book,
            version=version,
            valid_from=today,
            text=text,
            digest=policy_digest(text).hex(),
            made_at=uow.clock.now(),
        )
    )
    return Done()
