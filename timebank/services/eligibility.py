"""Who may serve whom, with what, when."""

from datetime import date, datetime

from sqlalchemy import bindparam, select

from timebank.actors import Role
from timebank.catalogue.kinds import Kind
from timebank.members.model import Member, VolunteerState
from timebank.members.queries import are_family, find_volunteer, has_role, is_trained
from timebank.services.model import NOT_GIVEN, Service, check_registered
from timebank.services.refusals import (
    FitnessWanted,
    InsuranceWanted,
    NotAVolunteer,
    OverlappingService,
    OwnFamily,
    PaidWorkNeverEarns,
    TrainingWanted,
    WithOneself,
)
from timebank.work import Reading

# Made once: building a statement costs five times what running it does.
_OVERLAPPING = (
    select(Service.number)
    .where(
        Service.book == bindparam("book"),
        Service.volunteer_id == bindparam("volunteer"),
        Service.id != bindparam("but"),
        Service.begins_at < bindparam("ends_at"),
        Service.ends_at > bindparam("begins_at"),
        Service.state.not_in(NOT_GIVEN),
    )
    .limit(1)
)


def check_may_serve(reading: Reading, volunteer: Member, elder: Member, kind: Kind, day: date) -> None:
    """Refuse a volunteer who may not give this service: simple facts first, then family."""
    if volunteer.id == elder.id:
        raise WithOneself(field="elder")
    profile = find_volunteer(reading, volunteer.id)
    if profile is None or profile.state != VolunteerState.APPROVED:
        raise NotAVolunteer
    if has_role(reading, volunteer.id, Role.COORDINATOR):
        raise PaidWorkNeverEarns
    if kind.needs_training and not is_trained(reading, volunteer.id, kind.code, day):
        raise TrainingWanted
    if kind.has_bodily_risk and (profile.insured_until is None or profile.insured_until < day):
        raise InsuranceWanted
    if kind.has_bodily_risk and (profile.fit_until is None or profile.fit_until < day):
        raise FitnessWanted
    check_registered(day, volunteer.registered_on, field="starts_at")
    check_registered(day, elder.registered_on, field="starts_at")
    if are_family(reading, volunteer.id, elder.id):
        raise OwnFamily(field="elder")


def check_no_overlap(
    reading: Reading, volunteer_id: str, begins_at: datetime, ends_at: datetime, *, field: str, but: str = ""
) -> None:
    """Refuse a time in which the volunteer serves somebody else; `but` is the service itself."""
    time = {"begins_at": begins_at, "ends_at": ends_at}
    wanted = {"book": reading.book, "volunteer": volunteer_id, "but": but, **time}
    other = reading.connection.scalar(_OVERLAPPING, wanted)
    if other is not None:
        raise OverlappingService(field=field, number=other)
