"""What else was given: beside a service, or before it."""

from sqlalchemy import select

from timebank.services.model import NOT_GIVEN, Service
from timebank.work import Reading


def has_another_helper(reading: Reading, service: Service) -> bool:
    """Tell whether somebody else gave the elder the same kind of service at the time."""
    beside = select(Service.id).where(
        Service.book == reading.book,
        Service.elder_id == service.elder_id,
        Service.kind == service.kind,
        Service.volunteer_id != service.volunteer_id,
        Service.begins_at < service.ends_at,
        Service.ends_at > service.begins_at,
        Service.state.not_in(NOT_GIVEN),
    )
    return reading.session.scalar(beside.limit(1)) is not None


def has_taken_needs_of(reading: Reading, volunteer_id: str, elder_id: str) -> bool:
    """Tell whether a volunteer ever took a need of an elder."""
    taken = select(Service.id).where(
        Service.book == reading.book,
        Service.volunteer_id == volunteer_id,
        Service.elder_id == elder_id,
        Service.need_id != "",
    )
    return reading.session.scalar(taken.limit(1)) is not None
