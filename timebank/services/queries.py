"""Finding services: what an actor may see is what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select, true

from timebank.actors import SYSTEM, Actor, Role
from timebank.clock import local_moment
from timebank.members.queries import (
    WARDS,
    elders_of_proxy,
    households_of,
    names_of,
    relatives_of,
    secret_holders,
    sharing_phone,
)
from timebank.paging import Page, page_of
from timebank.places.queries import site_names
from timebank.scopes import within_any
from timebank.services.contact import contact_of
from timebank.services.model import NOT_GIVEN, Service, ServiceState
from timebank.services.records import Act, ServiceEntry
from timebank.services.refusals import ServiceNotFound
from timebank.services.waiting_correction import CorrectionProposal, WaitingCorrection, correction_view
from timebank.teams.finding import team_name
from timebank.work import Reading

OFFICE = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)
RECORDING = ("logged", "checked_in", "checked_out", "amended", "confirmed")
"""Acts by which somebody writes down what happened; who only took the promise by telephone has no part."""
WITH_POSITION = ("checked_in", "checked_out")
"""Acts whose note is where the volunteer's device was: for the volunteer and the office."""
SECRET_IS_FRESH = timedelta(days=7)

# Made once: building a statement costs five times what running it does.
_RECORDERS = select(Act.by).where(
    Act.book == bindparam("book"), Act.service_id == bindparam("service"), Act.act.in_(RECORDING)
)


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in a list. Names are for those who may see them."""

    id: str
    number: str
    state: str
    kind: str
    site: str
    site_name: str
    elder_id: str
    elder_name: str
    volunteer_id: str
    volunteer_name: str
    begins_at: datetime
    worked_minutes: int
    credited_minutes: int
    pay_from: str
    is_logged_afterwards: bool


@dataclass(frozen=True, slots=True)
class ActView:
    """One step of the timeline."""

    act: str
    by: str
    by_name: str
    at: datetime
    way: str
    note: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service whole. `place` and `phone` are "" for those who may not know them, or not any more."""

    line: ServiceLine
    planned_at: datetime
    planned_minutes: int
    ends_at: datetime
    is_time_typed: bool
    confirmed_way: str
    reviewers_wanted: int
    reviews_done: int
    review_scope: str
    notice_from: date | None
    notice_until: date | None
    settled_on: date | None
    has_photo: bool
    is_corrected: bool
    has_appealed: bool
    correction: WaitingCorrection | None
    """What waits for a second person."""
    team: str
    """The name of the team for which it was given, "" for none."""
    to_pool_minutes: int
    """Of the credited minutes those the volunteer did not keep: given to a pool."""
    to_honour_minutes: int
    """Likewise, above the cap and kept for honour alone."""
    place: str
    phone: str
    entries: tuple[str, ...]
    acts: tuple[ActView, ...]


def visible(reading: Reading, actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which an actor may see a service."""
    if actor.member_id == SYSTEM:
        return true()
    if not actor.is_known:
        return false()
    wards = elders_of_proxy(reading, actor.member_id)
    return _concerns(actor.member_id, wards or [""], actor.scopes(*OFFICE))


def _concerns(member_id: Any, wards: Any, scopes: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(
        Service.volunteer_id == member_id,
        Service.elder_id == member_id,
        Service.elder_id.in_(wards),
        within_any(Service.site, scopes),
        within_any(Service.review_scope, scopes),
    )


def find_service(reading: Reading, service_id: str, actor: Actor) -> Service:
    """Return a service this actor may see, found by its id or its number.

    Raises:
        ServiceNotFound: there is none, or not for this actor.
    """
    if not actor.is_known:
        raise ServiceNotFound
    is_number = len(service_id) < 20
    if actor.member_id == SYSTEM:
        statement = _any_service(is_number=is_number)
    else:
        statement = _own_service(actor.scopes(*OFFICE), is_number=is_number)
    today = reading.business_clock.today()
    wanted = {"book": reading.book, "wanted": service_id, "me": actor.member_id, "day": today}
    service = reading.session.scalar(statement, wanted)
    if service is None:
        raise ServiceNotFound
    return service


# Every step of a service begins by finding it, and building the statement costs as much as running it.
@cache
def _any_service(*, is_number: bool) -> Select[Service]:
    named = Service.number if is_number else Service.id
    return select(Service).where(Service.book == bindparam("book"), named == bindparam("wanted"))


@lru_cache(maxsize=256)
def _own_service(scopes: tuple[str, ...], *, is_number: bool) -> Select[Service]:
    return _any_service(is_number=is_number).where(_concerns(bindparam("me"), WARDS, scopes))


def had_part(reading: Reading, service: Service) -> frozenset[str]:
    """Return everybody who had a part.

    Those are the participants and who wrote anything down; their households; kin of the volunteer and whoever shares
    the volunteer's phone; and who lately held a secret by which the elder's side confirms.
    """
    recorders = reading.connection.scalars(_RECORDERS, {"book": reading.book, "service": service.id})
    themselves = service.participants | frozenset(recorders)
    since = service.recorded_at - SECRET_IS_FRESH
    return (
        themselves
        | households_of(reading, themselves)
        | relatives_of(reading, service.volunteer_id)
        | sharing_phone(reading, service.volunteer_id)
        | secret_holders(reading, service.elder_id, since)
    )


def services_page(
    reading: Reading,
    actor: Actor,
    *,
    states: tuple[str, ...] = (),
    site: str = "",
    elder: str = "",
    volunteer: str = "",
    correction_waits: bool = False,
    from_day: date | None = None,
    until_day: date | None = None,
    after: str = "",
    limit: int = 20,
) -> Page[ServiceLine]:
    """Return services the actor may see, newest first; of days from one until another, both included.

    With `correction_waits` those alone whose correction waits for a second person.
    """
    wanted = [Service.book == reading.book, visible(reading, actor)]
    if states:
        wanted.append(Service.state.in_(states))
    if site:
        wanted.append(within_any(Service.site, (site,)))
    if elder:
        wanted.append(Service.elder_id == elder)
    if volunteer:
        wanted.append(Service.volunteer_id == volunteer)
    if correction_waits:
        waiting = select(CorrectionProposal.service_id).where(CorrectionProposal.book == reading.book)
        wanted.append(Service.id.in_(waiting))
    if from_day:
        wanted.append(Service.begins_at >= local_moment(from_day))
    if until_day:
        wanted.append(Service.begins_at < local_moment(until_day + timedelta(days=1)))
    if after:
        wanted.append(Service.id < after)
    rows = reading.session.scalars(
        select(Service).where(and_(*wanted)).order_by(Service.id.desc()).limit(limit + 1)
    ).all()
    return page_of(lines_of(reading, rows), limit, [row.id for row in rows])


def review_page(reading: Reading, actor: Actor, *, after: str = "", limit: int = 20) -> Page[ServiceLine]:
    """Return the confirmed services that wait for review where this actor reviews, oldest first."""
    scopes = actor.scopes(Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
    rows = reading.session.scalars(
        select(Service)
        .where(
            Service.book == reading.book,
            Service.state == ServiceState.CONFIRMED,
            Service.review_scope.in_(scopes or ("",)),
            Service.id > after,
        )
        .order_by(Service.id)
        .limit(limit + 1)
    ).all()
    return page_of(lines_of(reading, rows), limit, [row.id for row in rows])


def service_view(reading: Reading, service_id: str, actor: Actor) -> ServiceView:
    """Return a service whole, with its timeline, as far as the actor may see it."""
    service = find_service(reading, service_id, actor)
    acts = reading.session.scalars(
        select(Act).where(Act.book == reading.book, Act.service_id == service.id).order_by(Act.number)
    ).all()
    names = names_of(reading, {act.by for act in acts})
    contact = contact_of(reading, service, actor)
    is_office = actor.may_act_at(service.site, OFFICE)
    return ServiceView(
        line=lines_of(reading, [service])[0],
        planned_at=service.planned_at,
        planned_minutes=service.planned_minutes,
        ends_at=service.ends_at,
        is_time_typed=service.is_time_typed,
        confirmed_way=service.confirmed_way,
        reviewers_wanted=service.reviewers_wanted,
        reviews_done=len(service.reviewers),
        review_scope=service.review_scope,
        notice_from=service.notice_from,
        notice_until=service.notice_until,
        settled_on=service.settled_on,
        has_photo=bool(service.photo),
        is_corrected=service.is_corrected,
        has_appealed=service.has_appealed,
        correction=correction_view(reading, service),
        team=team_name(reading, service.team_id),
        to_pool_minutes=service.to_pool_minutes or 0,
        to_honour_minutes=service.to_honour_minutes or 0,
        place="" if contact is None else contact.place,
        phone="" if contact is None else contact.phone,
        entries=entries_of(reading, service.id),
        acts=tuple(
            _act_view(reading, service, act, names, may_know_position=is_office or act.by == actor.member_id)
            for act in acts
        ),
    )


def lines_of(reading: Reading, rows: Sequence[Service]) -> tuple[ServiceLine, ...]:
    """Return services as lines, with the names fetched at once."""
    names = names_of(reading, {row.elder_id for row in rows} | {row.volunteer_id for row in rows})
    sites = site_names(reading, {row.site for row in rows})
    return tuple(
        ServiceLine(
            id=row.id,
            number=row.number,
            state=row.state,
            kind=row.kind,
            site=row.site,
            site_name=sites.get(row.site, row.site),
            elder_id=row.elder_id,
            elder_name=names.get(row.elder_id, ""),
            volunteer_id=row.volunteer_id,
            volunteer_name=names.get(row.volunteer_id, ""),
            begins_at=row.begins_at,
            worked_minutes=row.worked_minutes,
            credited_minutes=row.credited_minutes,
            pay_from=row.pay_from,
            is_logged_afterwards=row.is_logged_afterwards,
        )
        for row in rows
    )


def worked_on_day(reading: Reading, service: Service) -> int:
    """Return the minutes the service's volunteer worked on its day, this service included."""
    begins, ends = local_moment(service.day), local_moment(service.day + timedelta(days=1))
    rows = reading.session.scalars(
        select(Service).where(
            Service.book == reading.book,
            Service.volunteer_id == service.volunteer_id,
            Service.begins_at >= begins,
            Service.begins_at < ends,
            Service.state.not_in((*NOT_GIVEN, ServiceState.ACCEPTED)),
        )
    )
    return sum(row.worked_minutes for row in rows)


def entries_of(reading: Reading, service_id: str) -> tuple[str, ...]:
    """Return the ids of the ledger entries of a service, in the order they were posted."""
    return tuple(
        reading.session.scalars(
            select(ServiceEntry.entry_id)
            .where(ServiceEntry.book == reading.book, ServiceEntry.service_id == service_id)
            .order_by(ServiceEntry.log, ServiceEntry.seq)
        )
    )


def _act_view(
    reading: Reading, service: Service, act: Act, names: dict[str, str], *, may_know_position: bool
) -> ActView:
    is_hidden = act.act in WITH_POSITION and not may_know_position
    return ActView(
        act=act.act,
        by=act.by,
        by_name=names.get(act.by, ""),
        at=act.at,
        way=act.way,
        note="" if is_hidden else reading.people.open(service.elder_id, "service_act.note", act.note_sealed),
    )
