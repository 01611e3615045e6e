"""Putting a settled service right: a linked reversal and, if any, the right minutes, visibly.

What the volunteer has spent cannot be taken back; the county may carry it from its loss account.
"""

from dataclasses import dataclass

from ledger.errors import InsufficientBalance
from timebank.actors import Actor, Role
from timebank.services.acts import record_act
from timebank.services.commands import CorrectService
from timebank.services.minutes import about, all_reserves, payer_handle, remember_entry
from timebank.services.model import Reserve, Service, ServiceState
from timebank.services.queries import find_service
from timebank.services.refusals import MoreThanWorked, NotEnoughTime, NothingToTakeBack, NotTheVolunteer
from timebank.services.use_cases import moved
from timebank.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected service: what was taken back, and what stands now."""

    service_id: str
    state: str
    taken_back: int
    credited_minutes: int
    covered_from_loss: int


def correct_service(uow: UnitOfWork, command: CorrectService, actor: Actor) -> Correction:
    """Reverse a settled service visibly, and post the right minutes where there are any; the county does, once."""
    service = find_service(uow, command.service_id, actor)
    if not actor.may_act_at(service.site, (Role.COUNTY,)):
        raise NotTheVolunteer
    if command.minutes > service.worked_minutes:
        raise MoreThanWorked(field="minutes", most=service.worked_minutes)
    was, credited = ServiceState(service.state), service.credited_minutes

    service.correct(command.minutes)
    record_act(uow, service, "corrected", actor, note=command.reason)
    _check_loss(uow, service, credited - command.minutes, command.cover_from_loss)
    taken_back, lost = _reverse_and_repay(uow, service, command.minutes, command.reason)
    return _corrected(uow, service, was, credited, taken_back, lost)


def take_all_back(
    uow: UnitOfWork, service: Service, reason: str, cover_from_loss: bool, actor: Actor
) -> Correction:
    """Take a settled service's minutes back whole, after an upheld objection; corrected before or not."""
    was, credited, was_corrected = ServiceState(service.state), service.credited_minutes, service.is_corrected
    _check_loss(uow, service, credited, cover_from_loss)
    if was_corrected:
        service.take_back()
    else:
        service.correct(0)
    record_act(uow, service, "corrected", actor, note=reason)
    if was_corrected:  # its settlement was reversed before, and no entry is reversed twice
        taken_back, lost = _return_rest(uow, service, credited, reason)
    else:
        taken_back, lost = _reverse_and_repay(uow, service, 0, reason)
    return _corrected(uow, service, was, credited, taken_back, lost)


def _corrected(
    uow: UnitOfWork, service: Service, was: ServiceState, credited: int, taken_back: int, lost: int
) -> Correction:
    minutes = service.credited_minutes
    uow.count(service.site, "minutes.settled", minutes - credited)
    uow.outbox.tell(service.volunteer_id, "service_corrected", number=service.number, minutes=minutes)
    uow.outbox.tell(service.elder_id, "service_corrected", number=service.number, minutes=minutes)
    moved(uow, service, was)
    return Correction(service.id, service.state, taken_back, minutes, lost)


def _check_loss(uow: UnitOfWork, service: Service, wanted_back: int, cover_from_loss: bool) -> None:
    """Refuse to lose minutes that nobody agreed to carry."""
    spendable = _spendable(uow, service)
    missing = max(0, wanted_back - spendable)
    if missing and not cover_from_loss:
        raise NothingToTakeBack(field="cover_from_loss", available=spendable, missing=missing)


def _reverse_and_repay(uow: UnitOfWork, service: Service, minutes: int, reason: str) -> tuple[int, int]:
    """Reverse what can be taken back, post what is right; return the minutes taken back and those lost."""
    first, taken_back, lost, left = "", 0, 0, minutes
    settled = [reserve for reserve in all_reserves(uow, service) if reserve.settled_minutes]
    for number, reserve in enumerate(settled):
        can_take = min(reserve.settled_minutes, _spendable(uow, service))
        if can_take:
            words = about(uow, service, with_id=first, memo=reason)
            posted = uow.ledger.reverse(reserve.closing_entry_id, can_take, words)
            remember_entry(uow, service, posted)
            first = first or posted.id
        is_last = number == len(settled) - 1
        right = left if is_last else min(left, reserve.settled_minutes)
        kept, with_id = reserve.settled_minutes - can_take, first or reserve.closing_entry_id
        lost += _even_out(uow, service, reserve, right, kept, with_id, reason)
        taken_back, left = taken_back + can_take, left - right
    if not settled and minutes:
        _pay(uow, service, payer_handle(uow, service), minutes, "", reason)
    return taken_back, lost


def _even_out(
    uow: UnitOfWork, service: Service, reserve: Reserve, right: int, kept: int, first: str, reason: str
) -> int:
    """Pay the volunteer what is right beyond what stayed, or the payer what stayed too much; return the loss."""
    if right > kept:
        _pay(uow, service, reserve.payer, right - kept, first, reason)
    elif right < kept:
        _repay_from_loss(uow, service, reserve.payer, kept - right, first, reason)
        return kept - right
    return 0


def _return_rest(uow: UnitOfWork, service: Service, minutes: int, reason: str) -> tuple[int, int]:
    """Give the payer back what a correction had left standing; return the minutes taken back and those lost."""
    reserves = [reserve for reserve in all_reserves(uow, service) if reserve.settled_minutes]
    payer = reserves[0].payer if reserves else payer_handle(uow, service)
    can_take = min(minutes, _spendable(uow, service))
    first = reserves[0].closing_entry_id if reserves else ""
    if can_take:
        volunteer = uow.ledger.member_handle(service.volunteer_id)
        words = about(uow, service, with_id=first, memo=reason)
        remember_entry(uow, service, uow.ledger.transfer(volunteer, payer, can_take, words))
    if can_take < minutes:
        _repay_from_loss(uow, service, payer, minutes - can_take, first, reason)
    return can_take, minutes - can_take


def _pay(uow: UnitOfWork, service: Service, payer: str, minutes: int, first: str, reason: str) -> None:
    volunteer = uow.ledger.member_handle(service.volunteer_id)
    words = about(uow, service, with_id=first, memo=reason)
    try:
        posted = uow.ledger.transfer(payer, volunteer, minutes, words)
    except InsufficientBalance as short:
        raise NotEnoughTime(field="minutes", available=short.available, wanted=minutes) from short
    remember_entry(uow, service, posted)


def _repay_from_loss(
    uow: UnitOfWork, service: Service, payer: str, minutes: int, first: str, reason: str
) -> None:
    words = about(uow, service, with_id=first, memo=reason)
    remember_entry(uow, service, uow.ledger.transfer(uow.ledger.loss_handle(), payer, minutes, words))


def _spendable(uow: UnitOfWork, service: Service) -> int:
    available = uow.ledger.account(uow.ledger.member_handle(service.volunteer_id)).available
    return max(0, available or 0)
