"""The end of a service: its notice begins and ends, and its minutes settle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import ColumnElement, select

from timebank.actors import Actor, system
from timebank.errors import Conflict, Unavailable
from timebank.honours.stars import tell_of_new_star
from timebank.jobs import Job
from timebank.points.earning import earn_points
from timebank.services.acts import record_act
from timebank.services.capping import send_on
from timebank.services.commands import BeginNotice, SettleService
from timebank.services.minutes import settle_minutes
from timebank.services.model import Service, ServiceState
from timebank.services.queries import find_service
from timebank.services.use_cases import ServiceStep, moved
from timebank.work import UnitOfWork
from timebank.writer import Bank, UseCase

log = structlog.get_logger()

C = TypeVar("C")
R = TypeVar("R")
PAGE = 200


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
    send_on(uow, service, service.credited_minutes)
    earn_points(uow, service)
    uow.count(service.site, "minutes.settled", service.credited_minutes)
    number, minutes = service.number, service.credited_minutes
    uow.outbox.tell(service.volunteer_id, "service_settled", number=number, minutes=minutes)
    uow.outbox.tell(service.elder_id, "service_paid", number=number, minutes=minutes)
    tell_of_new_star(uow, service)
    moved(uow, service, was)
    return Settlement(service.id, service.credited_minutes, seq)


def settle_due(bank: Bank, book: str) -> int:
    """Begin the notices and settle the services whose day has come; return how many were settled."""
    for service_id in _due(bank, book, _notice_begins):
        _unless_changed(bank, begin_notice, BeginNotice(service_id), book)
    settled = 0
    for service_id in _due(bank, book, _notice_is_over):
        settled += _unless_changed(bank, settle_service, SettleService(service_id), book)
    return settled


def is_settlement_due(bank: Bank, book: str) -> bool:
    """Tell whether a notice begins or is over."""
    with bank.reading(system(book)) as reading:
        today = reading.business_clock.today()
        due = _notice_begins(today) | _notice_is_over(today)
        return (
            reading.session.scalar(select(Service.id).where(Service.book == book, due).limit(1)) is not None
        )


SETTLEMENT = Job("settlement", timedelta(seconds=5), settle_due, is_settlement_due)


def _notice_begins(today: date) -> ColumnElement[bool]:
    return (Service.state == ServiceState.VERIFIED) & (Service.notice_from <= today)


def _notice_is_over(today: date) -> ColumnElement[bool]:
    states = (ServiceState.VERIFIED, ServiceState.ON_NOTICE)
    return Service.state.in_(states) & (Service.notice_until < today)


def _due(bank: Bank, book: str, condition: Callable[[date], ColumnElement[bool]]) -> Iterator[str]:
    """Give the ids of due services, a page at a time, until there are none."""
    after = ""
    while True:
        with bank.reading(system(book)) as reading:
            due = condition(reading.business_clock.today())
            ids = reading.session.scalars(
                select(Service.id)
                .where(Service.book == book, due, Service.id > after)
                .order_by(Service.id)
                .limit(PAGE)
            ).all()
        yield from ids
        if len(ids) < PAGE:
            return
        after = ids[-1]


def _unless_changed(bank: Bank, use_case: UseCase[C, R], command: C, book: str) -> int:
    """Run one service's step and return 1 if done; no service keeps the others from their day.

    An objection may have come in between, which is no fault. Any other fault is one service's own, and logged.
    """
    try:
        bank.run(use_case, command, system(book))
    except Conflict:
        return 0
    except Unavailable:
        raise  # the others would fare no better
    except Exception:
        log.exception("step_failed", use_case=use_case.__name__, command=str(command))
        return 0
    return 1
