"""Stars for settled hours of service: one at 100, two at 300, three at 600, four at 1,000, five at 1,500 hours.

They follow from the settled minutes at any moment and are kept nowhere: a correction takes a star back by itself.
"""

from dataclasses import dataclass

from timebank.certificates.counting import settled_minutes
from timebank.services.model import Service
from timebank.work import Reading, UnitOfWork

STAR_HOURS = (100, 300, 600, 1000, 1500)
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """Settled minutes of service, the stars they make, and the minutes to the next one, 0 with all five."""

    minutes: int
    stars: int
    minutes_to_next: int


def standing(reading: Reading, volunteer_id: str) -> Standing:
    """Return where a volunteer stands; who may know is the caller's business."""
    minutes = settled_minutes(reading, volunteer_id)
    return Standing(minutes, stars_for(minutes), minutes_to_next(minutes))


def stars_for(minutes: int) -> int:
    """Return the number of stars, 0 to 5."""
    return sum(minutes >= hours * MINUTES_AN_HOUR for hours in STAR_HOURS)


def minutes_to_next(minutes: int) -> int:
    """Return how many minutes are missing to the next star, 0 where there is none above."""
    above = [hours * MINUTES_AN_HOUR for hours in STAR_HOURS if hours * MINUTES_AN_HOUR > minutes]
    return above[0] - minutes if above else 0


def tell_of_new_star(uow: UnitOfWork, service: Service) -> None:
    """Tell the volunteer of a service that was just settled if its minutes made a star."""
    after = settled_minutes(uow, service.volunteer_id)
    stars = stars_for(after)
    if stars > stars_for(after - service.credited_minutes):
        uow.outbox.tell(service.volunteer_id, "star_reached", stars=stars)
