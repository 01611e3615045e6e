"""The public list and the objections."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from timebank.actors import Actor, Role
from timebank.catalogue import kinds
from timebank.members.queries import masked, names_of
from timebank.notices.model import Objection, ObjectionNotFound, ObjectionState
from timebank.paging import Page, page_of
from timebank.places.queries import site_names
from timebank.scopes import within_any
from timebank.services.model import PUBLIC_STATES, Service
from timebank.work import Reading

DECIDERS = (Role.COUNTY, Role.TOWNSHIP)
"""The county decides; the township only where everybody of the county had a part."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A service on public notice: never the elder, no kind where the kind is sensitive."""

    number: str
    volunteer: str
    site: str
    site_name: str
    day: date
    minutes: int
    kind: str
    notice_from: date
    notice_until: date


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection for those who decide it."""

    id: str
    number: str
    service_id: str
    service_number: str
    site_name: str
    volunteer_name: str
    minutes: int
    state: str
    way: str
    made_at: datetime
    answer_by: date
    reason: str
    contact: str
    answer: str


def notices_page(
    reading: Reading, *, site: str = "", number: str = "", after: str = "", limit: int = 20
) -> Page[NoticeLine]:
    """Return the public notice list, newest number first; anybody may see it."""
    wanted = [Service.book == reading.book, Service.state.in_(PUBLIC_STATES)]
    if site:
        wanted.append(within_any(Service.site, (site,)))
    if number:
        wanted.append(Service.number == number)
    if after:
        wanted.append(Service.id < after)
    rows = reading.session.scalars(
        select(Service).where(*wanted).order_by(Service.id.desc()).limit(limit + 1)
    ).all()
    names = names_of(reading, {row.volunteer_id for row in rows})
    sites = site_names(reading, {row.site for row in rows})
    lines = [_line(row, names, sites) for row in rows]
    return page_of(lines, limit, [row.id for row in rows])


def objections_page(
    reading: Reading, actor: Actor, *, state: str = ObjectionState.OPEN, after: str = "", limit: int = 20
) -> Page[ObjectionView]:
    """Return the objections this actor decides, oldest first."""
    rows = reading.session.execute(
        select(Objection, Service)
        .join(Service, (Service.book == Objection.book) & (Service.id == Objection.service_id))
        .where(
            Objection.book == reading.book,
            Objection.state == state,
            Objection.id > after,
            _is_decided_by(actor),
        )
        .order_by(Objection.id)
        .limit(limit + 1)
    ).all()
    names = names_of(reading, {service.volunteer_id for _, service in rows})
    sites = site_names(reading, {service.site for _, service in rows})
    views = [_view(reading, objection, service, names, sites) for objection, service in rows]
    return page_of(views, limit, [objection.id for objection, _ in rows])


def objection_view(reading: Reading, objection_id: str, actor: Actor) -> ObjectionView:
    """Return one objection for a decider."""
    objection = find_objection(reading, objection_id, actor)
    service = reading.session.get_one(Service, (reading.book, objection.service_id))
    names = names_of(reading, {service.volunteer_id})
    return _view(reading, objection, service, names, site_names(reading, {service.site}))


def find_objection(reading: Reading, objection_id: str, actor: Actor) -> Objection:
    """Return an objection this actor decides.

    Raises:
        ObjectionNotFound: there is none, or not for this actor.
    """
    objection = reading.session.scalar(
        select(Objection).where(
            Objection.book == reading.book,
            Objection.id == objection_id,
            _is_decided_by(actor),
        )
    )
    if objection is None:
        raise ObjectionNotFound
    return objection


def _is_decided_by(actor: Actor) -> ColumnElement[bool]:
    return or_(
        within_any(Objection.site, actor.scopes(Role.COUNTY)),
        Objection.scope.in_(actor.scopes(Role.TOWNSHIP)),
    )


def open_objection(reading: Reading, service_id: str) -> Objection | None:
    """Return the undecided objection to a service, if there is one."""
    return reading.session.scalar(
        select(Objection).where(
            Objection.book == reading.book,
            Objection.service_id == service_id,
            Objection.state == ObjectionState.OPEN,
        )
    )


def _line(row: Service, names: dict[str, str], sites: dict[str, str]) -> NoticeLine:
    assert row.notice_from is not None and row.notice_until is not None, "a verified service has its notice"
    return NoticeLine(
        number=row.number,
        volunteer=masked(names.get(row.volunteer_id, "")),
        site=row.site,
        site_name=sites.get(row.site, row.site),
        day=row.day,
        minutes=row.credited_minutes,
        kind="" if kinds.kind(row.kind).is_sensitive else row.kind,
        notice_from=row.notice_from,
        notice_until=row.notice_until,
    )


def _view(
    reading: Reading, objection: Objection, service: Service, names: dict[str, str], sites: dict[str, str]
) -> ObjectionView:
    people = reading.people
    answer = objection.answer_sealed
    return ObjectionView(
        id=objection.id,
        number=objection.number,
        service_id=service.id,
        service_number=service.number,
        site_name=sites.get(service.site, service.site),
        volunteer_name=names.get(service.volunteer_id, ""),
        minutes=service.credited_minutes,
        state=objection.state,
        way=objection.way,
        made_at=objection.made_at,
        answer_by=objection.answer_by,
        reason=people.open_for_book(f"objection/{objection.id}/reason", objection.reason_sealed),
        contact=people.open_for_book(f"objection/{objection.id}/contact", objection.contact_sealed),
        answer="" if answer is None else people.open_for_book(f"objection/{objection.id}/answer", answer),
    )
