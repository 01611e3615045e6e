"""Where the elder is to be found: for the volunteer from acceptance until a day after the end, and no longer."""

from dataclasses import dataclass
from datetime import timedelta

from timebank.actors import Actor, Role
from timebank.members.queries import elders_of_proxy, find_any_member
from timebank.services.model import NOT_GIVEN, Service
from timebank.work import Reading

SHOWN_AFTER_THE_END = timedelta(hours=24)
OFFICE = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)


@dataclass(frozen=True, slots=True)
class Contact:
    """The place of a service (the elder's home where none was named) and the elder's phone, each "" if unknown."""

    place: str
    phone: str


def contact_of(reading: Reading, service: Service, actor: Actor) -> Contact | None:
    """Return where to go and whom to call, or None for those who may not know, or not any more."""
    if not may_know_where(reading, service, actor):
        return None
    elder, people = find_any_member(reading, service.elder_id), reading.people
    if not elder.is_active:
        return None
    place = people.open(service.elder_id, "service.place", service.place_sealed)
    if actor.member_id != service.elder_id and actor.may_act_at(service.site, OFFICE):
        return Contact(place, "")  # the office looks a home up on the member's page, where the look is kept
    home = f"{elder.opened(people, 'hamlet')} {elder.opened(people, 'address')}".strip()
    return Contact(place or home, elder.opened(people, "phone"))


def may_know_where(reading: Reading, service: Service, actor: Actor) -> bool:
    """Tell whether the actor is of the elder's side or the office, or serves the elder about now."""
    if actor.member_id == service.elder_id or actor.may_act_at(service.site, OFFICE):
        return True
    if actor.member_id == service.volunteer_id:
        is_over = reading.business_clock.now() > service.ends_at + SHOWN_AFTER_THE_END
        # Whoever logs a visit afterwards has been there, or claims it; a claim opens no address.
        return not is_over and service.state not in NOT_GIVEN and not service.is_logged_afterwards
    return service.elder_id in elders_of_proxy(reading, actor.member_id)
