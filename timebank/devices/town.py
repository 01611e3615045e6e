"""What a coordinator's phone takes along: the site, its people by number, and the services that are to come.

The phone may be lost, so it holds numbers and masked names: no address, no telephone, no kind of care, no health.
"""

from dataclasses import dataclass
from datetime import datetime

from timebank.actors import Actor, Role
from timebank.errors import NotAllowed
from timebank.members.names import masked
from timebank.members.pages import members_page
from timebank.places.queries import open_site
from timebank.services.model import ServiceState
from timebank.services.queries import services_page
from timebank.work import Reading

MOST_PEOPLE, MOST_SERVICES = 1000, 100
TO_COME = (ServiceState.ACCEPTED, ServiceState.CHECKED_IN)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the site: the number on the card, and the masked name to compare with the paper."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownService:
    """A service that may be checked in or out."""

    number: str
    at: datetime
    volunteer: str
    elder: str


@dataclass(frozen=True, slots=True)
class KnownTown:
    """What a phone knows of its place."""

    member: str
    site: str
    site_name: str
    people: tuple[KnownPerson, ...]
    services: tuple[KnownService, ...]


def known_town(reading: Reading, actor: Actor) -> KnownTown:
    """Return what the phone of a coordinator may know, of the first of the coordinator's sites.

    Raises:
        NotAllowed: the actor is no coordinator.
    """
    sites = actor.scopes(Role.COORDINATOR)
    if not sites:
        raise NotAllowed
    site = open_site(reading, sites[0])
    people = members_page(reading, actor, limit=MOST_PEOPLE, site=site.id).items
    services = services_page(reading, actor, states=TO_COME, site=site.id, limit=MOST_SERVICES).items
    return KnownTown(
        member=actor.member_id,
        site=site.id,
        site_name=site.name,
        people=tuple(KnownPerson(one.number, masked(one.name)) for one in people),
        services=tuple(
            KnownService(one.number, one.begins_at, masked(one.volunteer_name), masked(one.elder_name))
            for one in reversed(services)
        ),
    )
