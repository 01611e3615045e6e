"""Giving a service: check-in, check-out, the elder's confirmation, putting right, giving back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from timebank.actors import Actor, Role
from timebank.catalogue import kinds
from timebank.members.cards import card_holder
from timebank.members.kinship import ProxyScope
from timebank.members.queries import are_family, find_any_member, proxies_of
from timebank.needs.model import Need, NeedState
from timebank.needs.pairs import check_other_is_taken
from timebank.services.acts import record_act
from timebank.services.commands import (
    AmendService,
    CancelService,
    CheckIn,
    CheckOut,
    ConfirmService,
    MarkNoShow,
)
from timebank.services.eligibility import check_no_overlap
from timebank.services.minutes import release_minutes
from timebank.services.model import (
    CARD_SHOWN,
    ON_PAPER_OR_PHONE,
    SLIPS,
    Service,
    ServiceState,
    Way,
    check_registered,
)
from timebank.services.queries import find_service, worked_on_day
from timebank.services.refusals import (
    CardOfSomebodyElse,
    KinOfVolunteer,
    MayNotConfirm,
    NotTheVolunteer,
    PhotographWanted,
    TimesWanted,
    WitnessWanted,
)
from timebank.services.review import review_scope
from timebank.work import UnitOfWork

SITE_STAFF = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """A service after a step."""

    id: str
    number: str
    state: str
    begins_at: datetime
    worked_minutes: int
    review_scope: str = ""


def check_in(uow: UnitOfWork, command: CheckIn, actor: Actor) -> ServiceStep:
    """Record that the volunteer began."""
    service = find_service(uow, command.service_id, actor)
    _want_volunteer_or_staff(service, actor)
    if service.need_id and kinds.kind(service.kind).needs_two_helpers:
        check_other_is_taken(uow, service.need_id)
    now = uow.business_clock.now()
    begins_at = to_minute(command.at or now)

    service.check_in(begins_at, now, is_typed=command.at is not None)
    _mark_back_entry(uow, service)
    check_no_overlap(
        uow, service.volunteer_id, service.begins_at, service.ends_at, field="at", but=service.id
    )
    way = _card_shown(uow, service, command.card)
    return _step(uow, service, "checked_in", actor, way=way, note=command.position, was=ServiceState.ACCEPTED)


def check_out(uow: UnitOfWork, command: CheckOut, actor: Actor) -> ServiceStep:
    """Record that the volunteer ended; the length is what was really worked."""
    service = find_service(uow, command.service_id, actor)
    _want_volunteer_or_staff(service, actor)
    now = uow.business_clock.now()
    ends_at = to_minute(command.at or now)

    service.check_out(ends_at, now, _longest(uow, service), is_typed=command.at is not None)
    _mark_back_entry(uow, service)
    check_no_overlap(
        uow, service.volunteer_id, service.begins_at, service.ends_at, field="at", but=service.id
    )
    uow.outbox.tell(
        service.elder_id, "service_to_confirm", number=service.number, minutes=service.worked_minutes
    )
    say_a_word_of_care(uow, service)
    way = _card_shown(uow, service, command.card)
    return _step(
        uow, service, "checked_out", actor, way=way, note=command.position, was=ServiceState.CHECKED_IN
    )


def confirm_service(uow: UnitOfWork, command: ConfirmService, actor: Actor) -> ServiceStep:
    """Confirm for the elder's side, in one of seven ways; paper and call-backs may bring the times with them."""
    service = find_service(uow, command.service_id, actor)
    was = ServiceState(service.state)
    way = Way(command.way)
    confirmer, recorder = _confirmer(uow, service, command, way, actor)

    if way in ON_PAPER_OR_PHONE and (command.starts_at is not None or was != ServiceState.CHECKED_OUT):
        _record_times(uow, service, command.starts_at, command.minutes)
    service.confirm(confirmer, way, recorder)
    service.photo = command.photo
    note = " ".join(filter(None, [command.witness, command.photo_digest]))
    if service.need_id:
        need = uow.session.get_one(Need, (uow.book, service.need_id))
        if need.state == NeedState.TAKEN and need.service_id == service.id:
            need.finish()
    step = _step(uow, service, "confirmed", actor, way=way, note=note, was=was)
    service.review_scope = review_scope(uow, service)
    return ServiceStep(
        step.id, step.number, step.state, step.begins_at, step.worked_minutes, service.review_scope
    )


def amend_service(uow: UnitOfWork, command: AmendService, actor: Actor) -> ServiceStep:
    """Put the times right before verification; the elder's side has to confirm them anew."""
    service = find_service(uow, command.service_id, actor)
    if actor.member_id not in (service.volunteer_id, service.recorded_by):
        raise NotTheVolunteer
    was = ServiceState(service.state)
    _record_times(uow, service, command.starts_at, command.minutes)
    return _step(uow, service, "amended", actor, note=command.note, was=was)


def cancel_service(uow: UnitOfWork, command: CancelService, actor: Actor) -> ServiceStep:
    """Give a taken service back before it is given, or take back one that was logged by mistake.

    What the elder's side has confirmed is taken back by those alone who gave it or wrote it down.
    """
    service = find_service(uow, command.service_id, actor)
    _want_volunteer_or_staff(service, actor)
    is_owner = actor.member_id in (service.volunteer_id, service.recorded_by)
    if service.state == ServiceState.CONFIRMED and not is_owner:
        raise NotTheVolunteer
    return give_back_service(uow, service, ServiceState.CANCELLED, actor, command.reason)


def mark_no_show(uow: UnitOfWork, command: MarkNoShow, actor: Actor) -> ServiceStep:
    """Say that the volunteer did not come; the elder's side or the site says so."""
    service = find_service(uow, command.service_id, actor)
    proxies = proxies_of(uow, service.elder_id, uow.business_clock.today(), ProxyScope.CONFIRM)
    is_elders_side = actor.member_id in (service.elder_id, *proxies)
    if not is_elders_side and not actor.may_act_at(service.site, SITE_STAFF):
        raise MayNotConfirm
    return give_back_service(uow, service, ServiceState.NO_SHOW, actor, command.reason)


def give_back_service(
    uow: UnitOfWork, service: Service, state: ServiceState, actor: Actor, reason: str
) -> ServiceStep:
    """End a service without anything given: its minutes are free again, and its need is offered anew."""
    """End a service that was not given: its minutes are free again and its need waits for somebody else."""
    was = ServiceState(service.state)
    service.give_up(state)
    record_act(uow, service, state, actor, note=reason)
    release_minutes(uow, service, state)
    if service.need_id:
        need = uow.session.get_one(Need, (uow.book, service.need_id))
        if need.state == NeedState.TAKEN:
            need.reopen()
            uow.count(service.site, "needs.open", 1)
    other = service.elder_id if actor.member_id == service.volunteer_id else service.volunteer_id
    uow.outbox.tell(other, f"service_{state}", number=service.number)
    return moved(uow, service, was)


def _confirmer(
    uow: UnitOfWork, service: Service, command: ConfirmService, way: Way, actor: Actor
) -> tuple[str, str]:
    """Return who confirmed and who recorded it, or refuse."""
    if way == Way.OWN_DEVICE:
        if actor.member_id != service.elder_id:
            raise MayNotConfirm
        return actor.member_id, ""
    if way == Way.CARD_PIN:
        if command.confirmer != service.elder_id:
            raise MayNotConfirm(field="card")
        return service.elder_id, "" if actor.member_id == service.elder_id else actor.member_id
    if way == Way.PROXY:
        today = uow.business_clock.today()
        if actor.member_id not in proxies_of(uow, service.elder_id, today, ProxyScope.CONFIRM):
            raise MayNotConfirm
        if are_family(uow, actor.member_id, service.volunteer_id) or actor.member_id == service.volunteer_id:
            raise KinOfVolunteer
        return actor.member_id, ""
    if not actor.may_act_at(service.site, SITE_STAFF):
        raise MayNotConfirm
    if way in SLIPS and not command.photo:
        raise PhotographWanted(field="photo")
    if way == Way.SLIP_WITNESS and not command.witness:
        raise WitnessWanted(field="witness")
    return service.elder_id, actor.member_id


def _record_times(uow: UnitOfWork, service: Service, starts_at: datetime | None, minutes: int | None) -> None:
    if starts_at is None or minutes is None:
        raise TimesWanted(field="starts_at" if starts_at is None else "minutes")
    begins_at = to_minute(starts_at)
    ends_at = begins_at + timedelta(minutes=minutes)
    service.record_times(begins_at, ends_at, uow.business_clock.now(), _longest(uow, service))
    _mark_back_entry(uow, service)
    check_no_overlap(uow, service.volunteer_id, begins_at, ends_at, field="starts_at", but=service.id)


def say_a_word_of_care(uow: UnitOfWork, service: Service) -> None:
    """Ask a volunteer of a great age who worked a long day to rest; nothing is refused."""
    volunteer = find_any_member(uow, service.volunteer_id)
    if volunteer.age_on(service.day) < uow.policy.number("volunteer.care_age_years", service.site):
        return
    uow.session.flush()
    worked = worked_on_day(uow, service)
    if worked > uow.policy.number("credit.care_day_minutes", service.site):
        uow.outbox.tell(service.volunteer_id, "please_rest", minutes=worked)


def _want_volunteer_or_staff(service: Service, actor: Actor) -> None:
    if actor.member_id != service.volunteer_id and not actor.may_act_at(service.site, SITE_STAFF):
        raise NotTheVolunteer


def _longest(uow: UnitOfWork, service: Service) -> int:
    return uow.policy.number("earn.impossible_minutes", service.site)


def to_minute(moment: datetime) -> datetime:
    """Return a moment in whole minutes, as times are kept."""
    return moment.replace(second=0, microsecond=0)


def _mark_back_entry(uow: UnitOfWork, service: Service) -> None:
    """Treat times written down for a day gone by as logged afterwards: two reviewers, late ones elsewhere."""
    if service.is_back_entry(uow.policy.number("earn.late_hours", service.site)):
        check_registered(
            service.day, find_any_member(uow, service.volunteer_id).registered_on, field="starts_at"
        )
        service.is_logged_afterwards = True
        service.reviewers_wanted = uow.policy.number("earn.manual_reviewers", service.site)


def _card_shown(uow: UnitOfWork, service: Service, card: str) -> str:
    """Return how the act was made when the elder's card was there, "" without one.

    Raises:
        CardOfSomebodyElse: the card is not the elder's, or has ended.
    """
    if not card:
        return ""
    if card_holder(uow, card) != service.elder_id:
        raise CardOfSomebodyElse(field="card")
    return CARD_SHOWN


def _step(
    uow: UnitOfWork,
    service: Service,
    act: str,
    actor: Actor,
    *,
    was: ServiceState | None,
    way: str = "",
    note: str = "",
) -> ServiceStep:
    record_act(uow, service, act, actor, way=way, note=note)
    return moved(uow, service, was)


def moved(uow: UnitOfWork, service: Service, was: ServiceState | None) -> ServiceStep:
    """Keep the figures of the site in step with the service's state, and return the step."""
    if was is not None:
        uow.count(service.site, f"services.{was}", -1)
    uow.count(service.site, f"services.{service.state}", 1)
    return ServiceStep(service.id, service.number, service.state, service.begins_at, service.worked_minutes)
