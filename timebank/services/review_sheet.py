"""What a reviewer is shown before deciding: what may be credited, what the payer lacks, what is uncommon."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from timebank.actors import Actor
from timebank.errors import Refusal
from timebank.services.model import CARD_SHOWN, Service, Way
from timebank.services.records import Act
from timebank.services.review import is_late
from timebank.services.reviewing import check_may_review, most_creditable, paid_unasked
from timebank.work import Reading


class Sign(StrEnum):
    """Something a reviewer should see; it decides nothing."""

    LONGER = "longer"
    CAPPED = "capped"
    TYPED = "typed"
    NO_PLACE = "no_place"
    LATE = "late"
    CALL_BACK = "call_back"
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """The minutes that may be credited, how many of them nobody pays unasked, the signs, and why one may not review."""

    creditable_minutes: int
    missing_minutes: int
    signs: tuple[Sign, ...]
    refusal: Refusal | None


def review_sheet(reading: Reading, service: Service, actor: Actor) -> ReviewSheet:
    """Return what the reviewer of a confirmed service is shown."""
    most = most_creditable(reading, service)
    _, unpaid = paid_unasked(reading, service, most)
    return ReviewSheet(most, unpaid, tuple(_signs(reading, service, most)), _refusal(reading, service, actor))


def _signs(reading: Reading, service: Service, most: int) -> list[Sign]:
    found = {
        Sign.LONGER: service.worked_minutes > service.planned_minutes,
        Sign.CAPPED: most < service.worked_minutes,
        Sign.TYPED: service.is_time_typed,
        Sign.NO_PLACE: _lacks_place(reading, service),
        Sign.LATE: is_late(reading, service),
        Sign.CALL_BACK: service.confirmed_way == Way.CALL_BACK,
        Sign.APPEALED: service.has_appealed,
    }
    return [sign for sign, is_so in found.items() if is_so]


def _lacks_place(reading: Reading, service: Service) -> bool:
    """Tell whether a check-in came without a position and without the elder's card."""
    act = reading.connection.execute(
        select(Act.way, Act.note_sealed).where(
            Act.book == reading.book, Act.service_id == service.id, Act.act == "checked_in"
        )
    ).first()
    return act is not None and act.way != CARD_SHOWN and act.note_sealed is None


def _refusal(reading: Reading, service: Service, actor: Actor) -> Refusal | None:
    try:
        check_may_review(reading, service, actor)
    except Refusal as refusal:
        return refusal
    return None
