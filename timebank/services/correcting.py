"""Putting a settled service right: a linked reversal and, if any, the right minutes, visibly.

What the volunteer has spent cannot be taken back; the county may carry it from its loss account.
"""

from dataclasses import dataclass, replace

from ledger.book import Posted
from ledger.errors import AccountClosed, AccountFrozen, InsufficientBalance
from timebank.actors import Actor
from timebank.bookkeeper import About
from timebank.catalogue import kinds
from timebank.certificates.withdrawing import withdraw_for_correction
from timebank.errors import NotAllowed
from timebank.honours.monthly import take_off
from timebank.points.earning import correct_points
from timebank.services.acts import record_act
from timebank.services.capping import fetch_back, send_on
from timebank.services.commands import CorrectService, DecideCorrection
from timebank.services.minutes import about, remember_entry
from timebank.services.model import Service, ServiceState
from timebank.services.paying import account_to_refund, all_reserves, paying_account
from timebank.services.proposals import (
    PROPOSERS,
    SECOND,
    check_had_no_part,
    check_second,
    drop_proposal,
    find_proposal,
    propose,
    takes_two,
)
from timebank.services.queries import find_service
from timebank.services.records import Reserve
from timebank.services.refusals import MoreThanWorked, NotEnoughTime, NothingToTakeBack, NotTheVolunteer
from timebank.services.reviewing import most_creditable
from timebank.services.use_cases import moved
from timebank.services.waiting_correction import reason_of
from timebank.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected service: what was taken back, and what stands now."""

    service_id: str
    state: str
    taken_back: int
    credited_minutes: int
    covered_from_loss: int
    waits: bool = False
    """Nothing is done yet: a second person decides."""


def correct_service(uow: UnitOfWork, command: CorrectService, actor: Actor) -> Correction:
    """Reverse a settled service visibly, and post the right minutes where there are any; the county does, once.

    What takes two people is proposed and waits for `decide_correction`.
    """
    service = find_service(uow, command.service_id, actor)
    if not actor.may_act_at(service.site, PROPOSERS):
        raise NotTheVolunteer
    check_had_no_part(uow, service, actor)
    service.check_correctable()
    _check_most(uow, service, command.minutes)
    if takes_two(service, command.minutes):
        propose(uow, service, command, actor)
        record_act(uow, service, "correction_proposed", actor, note=command.reason)
        return Correction(service.id, service.state, 0, service.credited_minutes, 0, waits=True)
    return _carry_out(uow, service, command.minutes, command.reason, command.cover_from_loss, actor)


def decide_correction(uow: UnitOfWork, command: DecideCorrection, actor: Actor) -> Correction:
    """Carry out a proposed correction, as a second person without a part; or refuse it, which its proposer may too."""
    service = find_service(uow, command.service_id, actor)
    if not actor.may_act_at(service.site, SECOND):
        raise NotAllowed
    proposal = find_proposal(uow, service)
    if command.approve:
        check_second(uow, service, proposal, actor)
    minutes, cover_from_loss = proposal.minutes, proposal.cover_from_loss
    reason = reason_of(uow, service, proposal)
    drop_proposal(uow, service)
    if command.approve:
        return _carry_out(uow, service, minutes, reason, cover_from_loss, actor)
    record_act(uow, service, "correction_refused", actor, note=command.reason)
    return Correction(service.id, service.state, 0, service.credited_minutes, 0)


def _carry_out(
    uow: UnitOfWork, service: Service, minutes: int, reason: str, cover_from_loss: bool, actor: Actor
) -> Correction:
    was, credited = ServiceState(service.state), service.credited_minutes
    service.correct(minutes)
    record_act(uow, service, "corrected", actor, note=reason)
    fetch_back(uow, service, credited - minutes)
    _check_loss(uow, service, credited - minutes, cover_from_loss)
    taken_back, lost = _reverse_and_repay(uow, service, minutes, reason)
    return _corrected(uow, service, was, credited, taken_back, lost)


def _check_most(uow: UnitOfWork, service: Service, minutes: int) -> None:
    """Refuse more than the caps allow; what stands may stay, also where the day has filled since."""
    most = kinds.kind(service.kind).at_rate(most_creditable(uow, service))
    if minutes > max(most, service.credited_minutes):
        raise MoreThanWorked(field="minutes", most=max(most, service.credited_minutes))


def take_all_back(
    uow: UnitOfWork, service: Service, reason: str, cover_from_loss: bool, actor: Actor
) -> Correction:
    """Take a settled service's minutes back whole, after an upheld objection; corrected before or not."""
    was, credited, was_corrected = ServiceState(service.state), service.credited_minutes, service.is_corrected
    if was_corrected:
        service.take_back()
    else:
        service.correct(0)
    record_act(uow, service, "corrected", actor, note=reason)
    fetch_back(uow, service, credited)
    _check_loss(uow, service, credited, cover_from_loss)
    if was_corrected:  # its settlement was reversed before, and no entry is reversed twice
        taken_back, lost = _return_rest(uow, service, credited, reason)
    else:
        taken_back, lost = _reverse_and_repay(uow, service, 0, reason)
    return _corrected(uow, service, was, credited, taken_back, lost)


def _corrected(
    uow: UnitOfWork, service: Service, was: ServiceState, credited: int, taken_back: int, lost: int
) -> Correction:
    drop_proposal(uow, service)
    minutes = service.credited_minutes
    correct_points(uow, service)
    uow.count(service.site, "minutes.settled", minutes - credited)
    if minutes != credited:
        withdraw_for_correction(uow, service.id)
        take_off(uow, service, credited - minutes)
    send_on(uow, service, max(0, minutes - credited))
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
        is_last = number == len(settled) - 1
        right = left if is_last else min(left, reserve.settled_minutes)
        can_take = min(_to_take_back(uow, reserve, right), _spendable(uow, service))
        if can_take:
            words = about(uow, service, with_id=first, memo=reason)
            posted = _take_back(uow, service, reserve, can_take, words)
            remember_entry(uow, service, posted)
            first = first or posted.id
        kept, with_id = reserve.settled_minutes - can_take, first or reserve.closing_entry_id
        lost += _even_out(uow, service, reserve, right, kept, with_id, reason)
        taken_back, left = taken_back + can_take, left - right
    if not settled and minutes:
        _pay(uow, service, paying_account(uow, service, service.pay_from, minutes), minutes, "", reason)
    return taken_back, lost


def _to_take_back(uow: UnitOfWork, reserve: Reserve, right: int) -> int:
    """Return how much is reversed: all, unless the payer's account is frozen or closed and could not pay anew."""
    is_open = uow.ledger.account(reserve.payer).status == "open"
    return reserve.settled_minutes if is_open else max(0, reserve.settled_minutes - right)


def _take_back(uow: UnitOfWork, service: Service, reserve: Reserve, minutes: int, words: About) -> Posted:
    """Reverse a settlement; what a closed account paid goes where that account's rest went, tied to the settlement."""
    refunded = account_to_refund(uow, reserve.payer)
    if refunded == reserve.payer:
        return uow.ledger.reverse(reserve.closing_entry_id, minutes, words)
    tied = replace(words, with_id=words.with_id or reserve.closing_entry_id)
    return uow.ledger.transfer(uow.ledger.member_handle(service.volunteer_id), refunded, minutes, tied)


def _even_out(
    uow: UnitOfWork, service: Service, reserve: Reserve, right: int, kept: int, first: str, reason: str
) -> int:
    """Pay the volunteer what is right beyond what stayed, or the payer what stayed too much; return the loss."""
    if right > kept:
        _pay(uow, service, reserve.payer, right - kept, first, reason)
    elif right < kept:
        payer = account_to_refund(uow, reserve.payer)
        _repay_from_loss(uow, service, payer, kept - right, first, reason)
        return kept - right
    return 0


def _return_rest(uow: UnitOfWork, service: Service, minutes: int, reason: str) -> tuple[int, int]:
    """Give the payer back what a correction had left standing; return the minutes taken back and those lost."""
    reserves = [reserve for reserve in all_reserves(uow, service) if reserve.settled_minutes]
    paid = reserves[0].payer if reserves else paying_account(uow, service, service.pay_from, minutes)
    payer = account_to_refund(uow, paid)
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
    except (AccountFrozen, AccountClosed) as gone:
        raise NotEnoughTime(field="minutes", available=0, wanted=minutes) from gone
    remember_entry(uow, service, posted)


def _repay_from_loss(
    uow: UnitOfWork, service: Service, payer: str, minutes: int, first: str, reason: str
) -> None:
    words = about(uow, service, with_id=first, memo=reason)
    remember_entry(uow, service, uow.ledger.transfer(uow.ledger.loss_handle(), payer, minutes, words))


def _spendable(uow: UnitOfWork, service: Service) -> int:
    account = uow.ledger.account(uow.ledger.member_handle(service.volunteer_id))
    return max(0, account.available or 0) if account.status == "open" else 0
