"""What a reviewer is shown before deciding: what may be credited, what the payer lacks, what is uncommon."""

from dataclasses import dataclass
from enum import StrEnum

from timebank.actors import Actor
from timebank.errors import Refusal
from timebank.services.minutes import reserved_minutes
from timebank.services.model import Service, Way
from timebank.services.paying import payer_can_spend
from timebank.services.review import is_late
from timebank.services.reviewing import check_may_review, most_creditable
from timebank.work import Reading


class Sign(StrEnum):
    """Something a reviewer should see; it decides nothing."""

    LONGER = "longer"
    CAPPED = "capped"
    TYPED = "typed"
    LATE = "late"
    CALL_BACK = "call_back"
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """The minutes that may be credited, how many the payer lacks for them, the signs, and why one may not review."""

    creditable_minutes: int
    missing_minutes: int
    signs: tuple[Sign, ...]
    refusal: Refusal | None


def review_sheet(reading: Reading, service: Service, actor: Actor) -> ReviewSheet:
    """Return what the reviewer of a confirmed service is shown."""
    most = most_creditable(reading, service)
    to_set_aside = max(0, most - reserved_minutes(reading, service))
    missing = max(0, to_set_aside - payer_can_spend(reading, service)) if to_set_aside else 0
    return ReviewSheet(
        most, missing, tuple(_signs(reading, service, most)), _refusal(reading, service, actor)
    )


def _signs(reading: Reading, service: Service, most: int) -> list[Sign]:
    found = {
        Sign.LONGER: service.worked_minutes > service.planned_minutes,
        Sign.CAPPED: most < service.worked_minutes,
        Sign.TYPED: service.is_time_typed,
        Sign.LATE: is_late(reading, service),
        Sign.CALL_BACK: service.confirmed_way == Way.CALL_BACK,
        Sign.APPEALED: service.has_appealed,
    }
    return [sign for sign, is_so in found.items() if is_so]


def _refusal(reading: Reading, service: Service, actor: Actor) -> Refusal | None:
    try:
        check_may_review(reading, service, actor)
    except Refusal as refusal:
        return refusal
    return None
