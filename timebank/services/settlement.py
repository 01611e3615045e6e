"""The end of a service: its notice begins, its minutes settle, and where it was wrong it is corrected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, select

from timebank.actors import Actor, Role, system
from timebank.errors import Conflict
from timebank.jobs import Job
from timebank.services.acts import record_act
from timebank.services.commands import BeginNotice, CorrectService, SettleService
from timebank.services.minutes import about, all_reserves, remember_entry, settle_minutes
from timebank.services.model import Service, ServiceState
from timebank.services.queries import find_service
from timebank.services.refusals import MoreThanWorked, NothingToTakeBack, NotTheVolunteer
from timebank.services.use_cases import ServiceStep, moved
from timebank.work import UnitOfWork
from timebank.writer import Bank, UseCase

C = TypeVar("C")
R = TypeVar("R")
PAGE = 200


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled service and the number of its last ledger entry."""

    service_id: str
    credited_minutes: int
    seq: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected service: what was taken back, and what stands now."""

    service_id: str
    state: str
    taken_back: int
    credited_minutes: int
    covered_from_loss: int


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
    uow.count(service.site, "minutes.settled", service.credited_minutes)
    number, minutes = service.number, service.credited_minutes
    uow.outbox.tell(service.volunteer_id, "service_settled", number=number, minutes=minutes)
    uow.outbox.tell(service.elder_id, "service_paid", number=number, minutes=minutes)
    moved(uow, service, was)
    return Settlement(service.id, service.credited_minutes, seq)


def correct_service(uow: UnitOfWork, command: CorrectService, actor: Actor) -> Correction:
    """Reverse a settled service visibly, and post the right minutes where there are any; the county does, once."""
    service = find_service(uow, command.service_id, actor)
    if not actor.may_act_at(service.site, (Role.COUNTY,)):
        raise NotTheVolunteer
    return reverse_and_correct(uow, service, command.minutes, command.reason, command.cover_from_loss, actor)


def reverse_and_correct(
    uow: UnitOfWork, service: Service, minutes: int, reason: str, cover_from_loss: bool, actor: Actor
) -> Correction:
    """Take every settled reservation back by a linked reversal, then post the right minutes.

    What the volunteer has spent cannot be taken back; the county may carry it from its loss account.
    """
    if minutes > service.worked_minutes:
        raise MoreThanWorked(field="minutes", most=service.worked_minutes)
    was, credited = ServiceState(service.state), service.credited_minutes
    service.correct(minutes)
    record_act(uow, service, "corrected", actor, note=reason)
    volunteer = uow.ledger.member_handle(service.volunteer_id)
    spendable = uow.ledger.account(volunteer).available or 0
    missing = max(0, credited - minutes - spendable)
    if missing and not cover_from_loss:
        raise NothingToTakeBack(field="cover_from_loss", available=spendable, missing=missing)

    taken_back, lost = _take_back_and_repay(uow, service, volunteer, minutes, reason)
    uow.count(service.site, "minutes.settled", minutes - credited)
    uow.outbox.tell(service.volunteer_id, "service_corrected", number=service.number, minutes=minutes)
    uow.outbox.tell(service.elder_id, "service_corrected", number=service.number, minutes=minutes)
    moved(uow, service, was)
    return Correction(service.id, service.state, taken_back, minutes, lost)


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


def _take_back_and_repay(
    uow: UnitOfWork, service: Service, volunteer: str, minutes: int, reason: str
) -> tuple[int, int]:
    """Reverse what can be taken back, post what is right; return the minutes taken back and those lost."""
    first, taken_back, lost, left = "", 0, 0, minutes
    settled = [reserve for reserve in all_reserves(uow, service) if reserve.settled_minutes]
    for number, reserve in enumerate(settled):
        can_take = min(reserve.settled_minutes, max(0, uow.ledger.account(volunteer).available or 0))
        if can_take:
            words = about(uow, service, with_id=first, memo=reason)
            posted = uow.ledger.reverse(reserve.closing_entry_id, can_take, words)
            remember_entry(uow, service, posted)
            first = first or posted.id
        is_last = number == len(settled) - 1
        right = left if is_last else min(left, reserve.settled_minutes)
        kept = reserve.settled_minutes - can_take
        words = about(uow, service, with_id=first, memo=reason)
        if right > kept:
            remember_entry(uow, service, uow.ledger.transfer(reserve.payer, volunteer, right - kept, words))
        elif right < kept:
            loss = uow.ledger.loss_handle()
            remember_entry(uow, service, uow.ledger.transfer(loss, reserve.payer, kept - right, words))
            lost += kept - right
        taken_back, left = taken_back + can_take, left - right
    return taken_back, lost


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
    """Run one service's step; an objection may have come in between, which is no fault. Return 1 if done."""
    try:
        bank.run(use_case, command, system(book))
    except Conflict:
        return 0
    return 1
