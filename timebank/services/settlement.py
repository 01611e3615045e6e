"""The end of a service: its notice begins and ends, and its minutes settle."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from timebank.actors import Actor
from timebank.due import Steps
from timebank.honours.stars import tell_of_new_star
from timebank.jobs import Job
from timebank.points.earning import earn_points
from timebank.services.acts import record_act
from timebank.services.capping import send_excess_to_pool
from timebank.services.commands import BeginNotice, SettleService
from timebank.services.minutes import settle_minutes
from timebank.services.model import Service, ServiceState
from timebank.services.queries import find_service
from timebank.services.use_cases import ServiceStep, moved
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled service and the number of its last ledger entry."""

    service_id: str
    credited_minutes: int
    seq: int


def begin_notice(uow: UnitOfWork, command: BeginNotice, actor: Actor) -> ServiceStep:
    """Mark a verified service as standing on notice, once the first day has come."""
    service = find_service(uow, command.service_id, actor)
    service.begin_notice(uow.business_clock.today())
    return moved(uow, service, ServiceState.VERIFIED)


def settle_service(uow: UnitOfWork, command: SettleService, actor: Actor) -> Settlement:
    """Close the reservations of a service whose notice has ended without objection."""
    service = find_service(uow, command.service_id, actor)
    was = ServiceState(service.state)

    service.settle(uow.business_clock.today())
    record_act(uow, service, "settled", actor)
    seq = settle_minutes(uow, service)
    send_excess_to_pool(uow, service)
    earn_points(uow, service)
    uow.count(service.site, "minutes.settled", service.credited_minutes)
    number, minutes = service.number, service.credited_minutes
    uow.outbox.tell(service.volunteer_id, "service_settled", number=number, minutes=minutes)
    uow.outbox.tell(service.elder_id, "service_paid", number=number, minutes=minutes)
    tell_of_new_star(uow, service)
    moved(uow, service, was)
    return Settlement(service.id, service.credited_minutes, seq)


def _notice_begins(reading: Reading) -> Select[Any]:
    return select(Service.id).where(
        Service.book == reading.book,
        Service.state == ServiceState.VERIFIED,
        Service.notice_from <= reading.business_clock.today(),
    )


def _notice_is_over(reading: Reading) -> Select[Any]:
    return select(Service.id).where(
        Service.book == reading.book,
        Service.state.in_((ServiceState.VERIFIED, ServiceState.ON_NOTICE)),
        Service.notice_until < reading.business_clock.today(),
    )


_BEGINNING = Steps(_notice_begins, begin_notice, BeginNotice)
_SETTLING = Steps(_notice_is_over, settle_service, SettleService)


def settle_due(bank: Bank, book: str) -> int:
    """Begin the notices and settle the services whose day has come; return how many were settled."""
    _BEGINNING.do(bank, book)
    return _SETTLING.do(bank, book)


def is_settlement_due(bank: Bank, book: str) -> bool:
    """Tell whether a notice begins or is over."""
    return _BEGINNING.is_due(bank, book) or _SETTLING.is_due(bank, book)


SETTLEMENT = Job("settlement", timedelta(seconds=5), settle_due, is_settlement_due)
