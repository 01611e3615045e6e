"""Who reviews a service: one who had no part in it, as near by as there is one."""

from datetime import timedelta

from timebank.members.queries import coordinators_of, officers_of
from timebank.places.queries import site_row
from timebank.places.site_ids import COUNTY_DIGITS, SITE_DIGITS
from timebank.services.model import Service
from timebank.services.queries import had_part
from timebank.work import Reading


def review_scope(reading: Reading, service: Service) -> str:
    """Return where the service is to be reviewed next: its site, the paired site, the township or the county.

    A place is passed over when each of its people had a part or already reviewed it; a service logged late
    passes over its own site, an appealed one over both.
    """
    barred = had_part(reading, service) | service.reviewers
    for place in _sites_near(reading, service):
        if any(one not in barred for one in coordinators_of(reading, place)):
            return place
    township = service.site[:9]
    if any(one not in barred for one in officers_of(reading, township)):
        return township
    return service.site[:6]


def is_stranded(reading: Reading, service: Service) -> bool:
    """Tell whether nobody is left to review a service where it waits: a role ended, a household was joined."""
    barred = had_part(reading, service) | service.reviewers
    place = service.review_scope
    people = coordinators_of(reading, place) if len(place) == SITE_DIGITS else officers_of(reading, place)
    return len(place) != COUNTY_DIGITS and all(one in barred for one in people)


def is_late(reading: Reading, service: Service) -> bool:
    """Tell whether a service was logged so late that a reviewer of another site is wanted."""
    hours = reading.policy.number("earn.late_hours", service.site)
    return service.is_logged_afterwards and service.recorded_at - service.ends_at > timedelta(hours=hours)


def _sites_near(reading: Reading, service: Service) -> list[str]:
    """Return the sites that may review: none once it was appealed, the own one only when it was not late."""
    if service.has_appealed:
        return []
    paired = site_row(reading, service.site).paired_site
    own = [] if is_late(reading, service) else [service.site]
    return [*own, paired] if paired else own
