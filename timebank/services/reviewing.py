"""Verifying a service: a coordinator who had no part approves, asks back or declines."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, select

from timebank.actors import Actor, Role
from timebank.calendar.working_days import notice_period
from timebank.catalogue import kinds
from timebank.clock import local_moment
from timebank.needs.model import Payer
from timebank.services.acts import record_act
from timebank.services.commands import AppealService, Decision, Shortfall, VerifyService
from timebank.services.eligibility import check_no_overlap
from timebank.services.minutes import release_minutes, reserve_minutes, reserved_minutes
from timebank.services.model import Service, ServiceState
from timebank.services.paying import payer_can_spend
from timebank.services.queries import find_service, had_part
from timebank.services.refusals import (
    LongerThanPromised,
    MayNotReview,
    MoreThanWorked,
    NotTheVolunteer,
    PayerShort,
)
from timebank.services.review import review_scope
from timebank.services.use_cases import ServiceStep, moved
from timebank.work import Reading, UnitOfWork

REVIEWERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)

# Made once: building a statement costs five times what running it does.
_CREDITED_BESIDE = select(func.coalesce(func.sum(Service.credited_minutes), 0)).where(
    Service.book == bindparam("book"),
    Service.volunteer_id == bindparam("volunteer"),
    Service.begins_at >= bindparam("begins"),
    Service.begins_at < bindparam("ends"),
    Service.id != bindparam("but"),
)


@dataclass(frozen=True, slots=True)
class Verification:
    """A service after a reviewer's decision; `review_scope` is where the next reviewer sits, if one is wanted."""

    id: str
    number: str
    state: str
    review_scope: str
    credited_minutes: int
    reviews_wanted: int
    reviews_done: int
    notice_from: date | None
    notice_until: date | None


def verify_service(uow: UnitOfWork, command: VerifyService, actor: Actor) -> Verification:
    """Take a reviewer's decision; with the last approval the minutes are set aside and the notice is fixed."""
    service = find_service(uow, command.service_id, actor)
    check_may_review(uow, service, actor)

    decision = Decision(command.decision)
    if decision == Decision.RETURN:
        service.send_back(command.reason)
        uow.outbox.tell(service.volunteer_id, "service_returned", number=service.number)
    elif decision == Decision.DECLINE:
        service.decline(command.reason)
        release_minutes(uow, service, "declined")
        uow.outbox.tell(service.volunteer_id, "service_declined", number=service.number)
    else:
        _approve(uow, service, command, actor)
    record_act(uow, service, f"review_{decision}", actor, note=command.reason)
    if service.state != ServiceState.CONFIRMED:
        moved(uow, service, ServiceState.CONFIRMED)
    else:
        service.review_scope = review_scope(uow, service)
    return Verification(
        id=service.id,
        number=service.number,
        state=service.state,
        review_scope=service.review_scope,
        credited_minutes=service.credited_minutes,
        reviews_wanted=service.reviewers_wanted,
        reviews_done=len(service.reviewers),
        notice_from=service.notice_from,
        notice_until=service.notice_until,
    )


def appeal_service(uow: UnitOfWork, command: AppealService, actor: Actor) -> ServiceStep:
    """Send a declined service to the township, once."""
    service = find_service(uow, command.service_id, actor)
    if actor.member_id != service.volunteer_id:
        raise NotTheVolunteer
    service.appeal(township=service.site[:9])
    check_no_overlap(
        uow, service.volunteer_id, service.begins_at, service.ends_at, field="starts_at", but=service.id
    )
    record_act(uow, service, "appealed", actor, note=command.reason)
    return moved(uow, service, ServiceState.DECLINED)


def check_may_review(reading: Reading, service: Service, actor: Actor) -> None:
    """Refuse whoever reviews neither here nor for this place; then whoever had a part in it, or sits elsewhere."""
    scopes = actor.scopes(*REVIEWERS)
    if not actor.may_act_at(service.site, REVIEWERS) and service.review_scope not in scopes:
        raise MayNotReview
    service.check_reviewer(actor.member_id, had_part(reading, service))
    if service.review_scope not in scopes:
        raise MayNotReview


def most_creditable(reading: Reading, service: Service) -> int:
    """Return the minutes the caps allow before the rate: what was worked, a session's most, what the day has left."""
    session_max = reading.policy.number("credit.session_max_minutes", service.site)
    day_max = reading.policy.number("credit.day_max_minutes", service.site)
    day = {"begins": local_moment(service.day), "ends": local_moment(service.day + timedelta(days=1))}
    wanted = {"book": reading.book, "volunteer": service.volunteer_id, "but": service.id, **day}
    credited = reading.connection.scalar(_CREDITED_BESIDE, wanted)
    return max(0, min(service.worked_minutes, session_max, day_max - int(credited or 0)))


def _at_rate(uow: UnitOfWork, service: Service, minutes: int) -> int:
    """Return the minutes at the rate of the kind; the payer pays a minute a minute, what is above it the public."""
    rated = kinds.kind(service.kind).at_rate(minutes)
    if rated > minutes:
        reserve_minutes(uow, service, rated - minutes, Payer.PUBLIC)
    return rated


def paid_unasked(reading: Reading, service: Service, minutes: int) -> tuple[int, int]:
    """Return how many minutes beyond those set aside the payer pays without a question, and how many it does not.

    An elder pays what was worked as far as the stored time goes; the public pays a need no longer than it promised.
    """
    missing = max(0, minutes - reserved_minutes(reading, service))
    if service.pay_from == Payer.PUBLIC:
        paid = missing if service.is_logged_afterwards else 0
    else:
        paid = min(missing, payer_can_spend(reading, service)) if missing else 0
    return paid, missing - paid


def _approve(uow: UnitOfWork, service: Service, command: VerifyService, actor: Actor) -> None:
    most = most_creditable(uow, service)
    if service.reviewers:  # the second reviewer may lower what the first approved, never raise it
        most = min(most, service.credited_minutes)
    minutes = most if command.minutes is None else command.minutes
    if minutes > most:
        raise MoreThanWorked(field="minutes", most=most)
    is_last = len(service.reviewers) + 1 >= service.reviewers_wanted
    if is_last:
        minutes = _at_rate(uow, service, _set_aside(uow, service, minutes, command.shortfall))
        uow.outbox.tell(service.volunteer_id, "service_verified", number=service.number, minutes=minutes)
    days = uow.policy.number("earn.notice_days", service.site)
    period = notice_period(uow.business_clock.today(), days, service.site[:6])
    service.approve(actor.member_id, minutes, (period.first_day, period.last_day))


def _set_aside(uow: UnitOfWork, service: Service, minutes: int, shortfall: str) -> int:
    """Set aside what is not yet; return the minutes that will be credited."""
    paid, unpaid = paid_unasked(uow, service, minutes)
    if unpaid and not shortfall:
        is_public = service.pay_from == Payer.PUBLIC
        raise (LongerThanPromised if is_public else PayerShort)(field="shortfall", missing=unpaid)
    if paid:
        reserve_minutes(uow, service, paid, service.pay_from)
    if unpaid and shortfall == Shortfall.PUBLIC:
        reserve_minutes(uow, service, unpaid, Payer.PUBLIC)
        return minutes
    return minutes - unpaid
