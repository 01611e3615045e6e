"""Objecting to a service, and deciding on it: both ways out always work."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from timebank.actors import Actor
from timebank.calendar.working_days import add_working_days, notice_period
from timebank.members.queries import county_officers_of, officers_of
from timebank.notices.commands import DecideObjection, ObjectionWay, ObjectToService
from timebank.notices.model import CorrectFirst, Objection, ObjectionState
from timebank.notices.queries import find_objection, open_objection
from timebank.places.site_ids import TOWNSHIP_DIGITS
from timebank.services.acts import record_act
from timebank.services.correcting import take_all_back
from timebank.services.minutes import release_minutes
from timebank.services.model import PUBLIC_STATES, Service, ServiceState
from timebank.services.proposals import HadAPartInIt, check_had_no_part, takes_two
from timebank.services.queries import had_part
from timebank.services.refusals import OpenObjection, ServiceNotFound, WindowClosed
from timebank.services.use_cases import moved
from timebank.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ObjectionReceipt:
    """What the objector is told: the number under which the answer can be asked for, by when, and what is stopped.

    A settled service is not stopped: its minutes are taken back if the objection is upheld.
    """

    id: str
    number: str
    answer_by: date
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class ObjectionDecision:
    """A decided objection and what became of the service."""

    objection_id: str
    state: str
    service_id: str
    service_state: str


def object_to_service(uow: UnitOfWork, command: ObjectToService, actor: Actor) -> ObjectionReceipt:
    """Object to a service by its public number, logged in or not; it goes past the site's own coordinator."""
    service = _public_service(uow, command.service)
    standing = open_objection(uow, service.id)
    if standing is not None:
        raise OpenObjection(number=standing.number)
    today = uow.business_clock.today()
    window = uow.policy.number("dispute.window_days", service.site)
    if service.settled_on is not None and today > service.settled_on + timedelta(days=window):
        raise WindowClosed(days=window)

    was = ServiceState(service.state)
    service.object()
    objection_id = uow.new_id()
    days = uow.policy.number("dispute.answer_days", service.site)
    objection = Objection(
        book=uow.book,
        id=objection_id,
        number=uow.next_number("objection"),
        service_id=service.id,
        site=service.site,
        scope=_scope(uow, service),
        way=command.way,
        made_by=actor.member_id,
        made_at=uow.clock.now(),
        answer_by=add_working_days(today, days, service.site[:6]),
        state=ObjectionState.OPEN,
        reason_sealed=uow.people.seal_for_book(f"objection/{objection_id}/reason", command.reason),
        contact_sealed=uow.people.seal_for_book(f"objection/{objection_id}/contact", command.contact),
    )
    uow.session.add(objection)
    record_act(uow, service, "objected", actor, way=command.way)
    uow.outbox.tell(service.volunteer_id, "service_objected", number=service.number)
    for officer in officers_of(uow, objection.scope) if objection.scope else ():
        uow.outbox.tell(officer, "objection_for_township", number=service.number)
    if service.state != was:
        moved(uow, service, was)
    uow.count(service.site, "objections.open", 1)
    is_settled = was == ServiceState.SETTLED
    return ObjectionReceipt(objection.id, objection.number, objection.answer_by, is_settled)


def decide_objection(uow: UnitOfWork, command: DecideObjection, actor: Actor) -> ObjectionDecision:
    """Uphold (the minutes are freed, or reversed when settled) or refuse (the service goes on)."""
    objection = find_objection(uow, command.objection_id, actor)
    service = uow.session.get_one(Service, (uow.book, objection.service_id))
    was = ServiceState(service.state)
    _check_may_decide(uow, objection, service, actor)
    if command.uphold and was == ServiceState.SETTLED and takes_two(service, 0):
        raise CorrectFirst(field="uphold")

    objection.decide(actor.member_id, uow.clock.now(), upheld=command.uphold)
    objection.answer_sealed = uow.people.seal_for_book(f"objection/{objection.id}/answer", command.reason)
    act = "objection_upheld" if command.uphold else "objection_refused"
    record_act(uow, service, act, actor)
    if command.uphold and was == ServiceState.SETTLED:
        take_all_back(uow, service, command.reason, command.cover_from_loss, actor)
    elif command.uphold and was == ServiceState.OBJECTED:
        service.uphold()
        release_minutes(uow, service, "upheld")
    elif was == ServiceState.OBJECTED:
        service.resume()
        _give_back_the_notice(uow, service)
    if was == ServiceState.OBJECTED:
        moved(uow, service, was)
    uow.count(service.site, "objections.open", -1)
    uow.outbox.tell(service.volunteer_id, act, number=service.number)
    return ObjectionDecision(objection.id, objection.state, service.id, service.state)


def _public_service(uow: UnitOfWork, wanted: str) -> Service:
    """Return a service that stands, or stood, on the public list: nobody needs leave to object to it."""
    by = Service.number == wanted if len(wanted) < 20 else Service.id == wanted
    states = (*PUBLIC_STATES, ServiceState.SETTLED, ServiceState.OBJECTED)
    service = uow.session.scalar(
        select(Service).where(Service.book == uow.book, by, Service.state.in_(states))
    )
    if service is None:
        raise ServiceNotFound(field="number")
    return service


def _scope(uow: UnitOfWork, service: Service) -> str | None:
    """Return the township where everybody of the county had a part, None where somebody of the county may decide."""
    barred = had_part(uow, service) | service.reviewers
    is_free = any(one not in barred for one in county_officers_of(uow))
    return None if is_free else service.site[:TOWNSHIP_DIGITS]


def _check_may_decide(uow: UnitOfWork, objection: Objection, service: Service, actor: Actor) -> None:
    """Refuse whoever objected, had a part in the service, or verified it."""
    is_objector = objection.way == ObjectionWay.ONLINE and actor.member_id == objection.made_by
    if is_objector or actor.member_id in service.reviewers:
        raise HadAPartInIt
    check_had_no_part(uow, service, actor)


def _give_back_the_notice(uow: UnitOfWork, service: Service) -> None:
    """Let the notice begin anew: while the objection stood, nobody saw the service on the list."""
    days = uow.policy.number("earn.notice_days", service.site)
    period = notice_period(uow.business_clock.today(), days, service.site[:6])
    service.notice_from, service.notice_until = period.first_day, period.last_day
