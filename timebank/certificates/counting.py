"""What a certificate counts: the settled minutes of services given, as far as the issuer recorded them.

Never a balance, a gift or a cap: those are about stored time, a certificate is about help that was given.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from timebank.clock import local_day
from timebank.places.regions import LEVEL_BY_DIGITS, RegionLevel
from timebank.scopes import within
from timebank.services.model import Service, ServiceState
from timebank.work import Reading

TOWNSHIP_DIGITS = next(digits for digits, level in LEVEL_BY_DIGITS.items() if level is RegionLevel.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class Counted:
    """One settled service of a volunteer."""

    service_id: str
    number: str
    day: date
    site: str
    kind: str
    minutes: int


def settled_services(reading: Reading, volunteer_id: str, issuer: str) -> list[Counted]:
    """Return the settled services that a volunteer gave within an issuer's scope, the earliest first."""
    rows = reading.session.execute(
        select(
            Service.id,
            Service.number,
            Service.begins_at,
            Service.site,
            Service.kind,
            Service.credited_minutes,
        )
        .where(
            Service.book == reading.book,
            Service.volunteer_id == volunteer_id,
            Service.state == ServiceState.SETTLED,
            Service.credited_minutes > 0,
            within(Service.site, issuer),
        )
        .order_by(Service.begins_at, Service.id)
    )
    return [
        Counted(row.id, row.number, local_day(row.begins_at), row.site, row.kind, row.credited_minutes)
        for row in rows
    ]


def settled_minutes(reading: Reading, volunteer_id: str) -> int:
    """Return all the settled service minutes of a volunteer, whoever recorded them."""
    total = reading.session.scalar(
        select(func.sum(Service.credited_minutes)).where(
            Service.book == reading.book,
            Service.volunteer_id == volunteer_id,
            Service.state == ServiceState.SETTLED,
        )
    )
    return int(total or 0)


def smallest_recorder(reading: Reading, volunteer_id: str) -> str:
    """Return the smallest body that recorded all settled services: a site, else a township, else the county.

    Without any service it is "".
    """
    first, last = reading.session.execute(
        select(func.min(Service.site), func.max(Service.site)).where(
            Service.book == reading.book,
            Service.volunteer_id == volunteer_id,
            Service.state == ServiceState.SETTLED,
            Service.credited_minutes > 0,
        )
    ).one()
    if first is None:
        return ""
    if first == last:
        return str(first)
    # Codes are of one length and sorted, so what the first and the last begin with, all begin with.
    same_township = first[:TOWNSHIP_DIGITS] == last[:TOWNSHIP_DIGITS]
    return str(first[:TOWNSHIP_DIGITS]) if same_township else reading.book
