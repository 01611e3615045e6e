"""What a site's pool holds and what it did: the donor sees that it helped, in counts and never in names."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from timebank.actors import Actor
from timebank.clock import local_moment
from timebank.errors import NotAllowed
from timebank.gifts.donations import donated_to
from timebank.needs.model import Payer
from timebank.places.queries import site_row
from timebank.services.model import Service
from timebank.services.records import Reserve
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class PoolView:
    """A site's pool: what it holds, what was given by how many, and what it paid: services, elders, minutes.

    `services_since` counts what it paid for from the reader's first donation on; 0 for who gave nothing.
    """

    site: str
    site_name: str
    available: int
    reserved: int
    donated_minutes: int
    donors: int
    services: int
    elders: int
    paid_minutes: int
    services_since: int


def pool_view(reading: Reading, site_id: str, actor: Actor) -> PoolView:
    """Return a site's pool as any member may see it."""
    if not actor.is_known:
        raise NotAllowed
    site = site_row(reading, site_id)
    account = reading.ledger.account(site.handle_pool)
    donated, donors, first = donated_to(reading, site.id, actor.member_id)
    services, elders, minutes = _paid(reading, site.handle_pool, None)
    return PoolView(
        site=site.id,
        site_name=site.name,
        available=account.available or 0,
        reserved=account.pending_debits,
        donated_minutes=donated,
        donors=donors,
        services=services,
        elders=elders,
        paid_minutes=minutes,
        services_since=_paid(reading, site.handle_pool, first)[0] if first else 0,
    )


def _paid(reading: Reading, pool: str, since: date | None) -> tuple[int, int, int]:
    """Return the settled services a pool paid, the elders they were for, and the minutes."""
    wanted = [
        Reserve.book == reading.book,
        Reserve.pay_from == Payer.POOL,
        Reserve.payer == pool,
        Reserve.settled_minutes > 0,
    ]
    if since is not None:
        wanted.append(Service.made_at >= local_moment(since))
    row = reading.session.execute(
        select(
            func.count(func.distinct(Service.id)),
            func.count(func.distinct(Service.elder_id)),
            func.coalesce(func.sum(Reserve.settled_minutes), 0),
        )
        .select_from(Reserve)
        .join(Service, (Service.book == Reserve.book) & (Service.id == Reserve.service_id))
        .where(*wanted)
    ).one()
    return int(row[0]), int(row[1]), int(row[2])
