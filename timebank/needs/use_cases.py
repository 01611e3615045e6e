"""Posting, taking and giving back needs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from timebank.actors import Actor
from timebank.catalogue import kinds
from timebank.catalogue.kinds import Kind
from timebank.clock import SHANGHAI, local_day
from timebank.errors import NotAllowed
from timebank.members.kinship import ProxyScope
from timebank.members.model import Member
from timebank.members.queries import find_any_member, find_member, proxies_of
from timebank.needs.commands import AcceptNeed, CancelNeed, ChoosePayer, ExpireNeed, PostNeed
from timebank.needs.funds import find_fund
from timebank.needs.model import (
    TO_BE_FOUND,
    Need,
    NeedIsNotOpen,
    NeedState,
    NotAtNight,
    NotYetRedeemed,
    Payer,
    PayerNotOpen,
    TooLong,
    check_when,
)
from timebank.needs.pairs import add_second_need, other_of
from timebank.needs.payers import STAFF, free_of, may_redeem, payer_in_force, spendable_minutes
from timebank.needs.queries import find_need
from timebank.places.queries import open_site
from timebank.services.acts import record_act
from timebank.services.eligibility import check_may_serve, check_no_overlap
from timebank.services.minutes import release_minutes, reserve_minutes
from timebank.services.model import Service, ServiceState
from timebank.services.refusals import NotEnoughTime, WrongState
from timebank.services.use_cases import moved
from timebank.work import Keep, UnitOfWork

NIGHT_BEGINS, NIGHT_ENDS = 22, 6


@dataclass(frozen=True, slots=True)
class PostedNeed:
    """A need as it stands after an act. `will_set_aside` minutes leave the elder's time once it is accepted.

    `helpers` is how many volunteers it takes; the need of a second one stands beside it.
    """

    id: str
    number: str
    state: str
    pay_from: str
    will_set_aside: int
    spendable_after: int
    helpers: int = 1


@dataclass(frozen=True, slots=True)
class AcceptedNeed:
    """The service that came of a need."""

    service_id: str
    number: str
    state: str
    reserved_minutes: int
    starts_at: datetime


def post_need(uow: UnitOfWork, command: PostNeed, actor: Actor) -> PostedNeed:
    """Ask for a service: by the elder, a proxy, or the elder's site, also by telephone."""
    elder = find_member(uow, command.elder, actor)
    if not elder.is_active:
        raise NotAllowed(field="elder")
    site = open_site(uow, elder.site, field="elder")
    way = _way(uow, elder.id, elder.site, command, actor)
    kind = kinds.kind(command.kind)
    check_when(command.starts_at, uow.business_clock.now())
    _check_night(kind, command.starts_at)
    most = uow.policy.number("credit.session_max_minutes", site.id)
    if command.minutes > most:
        raise TooLong(field="minutes", most=most)

    pay_from = payer_in_force(
        uow, elder, local_day(command.starts_at), command.minutes, command.pay_from, actor
    )
    need = Need(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("need"),
        elder_id=elder.id,
        site=site.id,
        kind=kind.code,
        starts_at=command.starts_at,
        minutes=command.minutes,
        urgency=command.urgency,
        pay_from=pay_from,
        state=NeedState.OPEN,
        way=way,
        posted_by=actor.member_id,
        posted_at=uow.clock.now(),
        place_sealed=uow.people.seal(elder.id, "need.place", command.place),
        note_sealed=uow.people.seal(elder.id, "need.note", command.note),
    )
    uow.session.add(need)
    uow.count(site.id, "needs.open", 1)
    if kind.needs_two_helpers:
        add_second_need(uow, need, command.place, command.note)
    uow.session.flush()
    return _posted(uow, need)


def choose_payer(uow: UnitOfWork, command: ChoosePayer, actor: Actor) -> PostedNeed:
    """Settle who pays a need; the elder's site does."""
    need = find_need(uow, command.need_id, actor)
    if not actor.may_act_at(need.site, STAFF):
        raise NotAllowed
    elder, payer = find_any_member(uow, need.elder_id), Payer(command.pay_from)
    if find_fund(uow, payer, elder, need.day, need.minutes) is None:
        raise PayerNotOpen(field="pay_from")
    if payer == Payer.OWN and not may_redeem(uow, elder):
        raise NotYetRedeemed(field="pay_from", years=uow.policy.number("redeem.age_years", elder.site))
    free = free_of(uow, payer, elder, need.day, need.minutes)
    free += need.minutes if need.pay_from == payer else 0  # it waits for that payer already
    if payer != Payer.PUBLIC and free < need.minutes:
        raise NotEnoughTime(field="pay_from", available=free, wanted=need.minutes)
    need.choose_payer(payer)
    uow.session.flush()
    return _posted(uow, need)


def accept_need(uow: UnitOfWork, command: AcceptNeed, actor: Actor) -> AcceptedNeed:
    """Take a need as a volunteer; the planned minutes are set aside from the payer."""
    need = find_need(uow, command.need_id, actor)
    volunteer = _taker(uow, command, actor)
    elder = find_any_member(uow, need.elder_id)
    if not elder.is_active:
        raise NeedIsNotOpen
    open_site(uow, need.site)
    service = _service_for(uow, need, volunteer.id)
    check_may_serve(uow, volunteer, elder, kinds.kind(need.kind), service.day)
    check_no_overlap(uow, volunteer.id, need.starts_at, need.ends_at, field="starts_at")

    need.take(service.id)
    uow.session.add(service)
    uow.session.flush()
    record_act(uow, service, "accepted", actor)
    try:
        reserve_minutes(uow, service, need.minutes, need.pay_from)
    except NotEnoughTime:
        uow.keep(_payer_to_be_found(need.book, need.id))
        raise
    uow.count(need.site, "needs.open", -1)
    uow.outbox.tell(elder.id, "need_taken", number=service.number, minutes=need.minutes)
    if volunteer.id != actor.member_id:
        uow.outbox.tell(volunteer.id, "task_given", number=service.number, minutes=need.minutes)
    moved(uow, service, None)
    return AcceptedNeed(service.id, service.number, service.state, need.minutes, need.starts_at)


def cancel_need(uow: UnitOfWork, command: CancelNeed, actor: Actor) -> PostedNeed:
    """Take a need back, with that of a second helper; minutes set aside are free again, the volunteer is told."""
    need = find_need(uow, command.need_id, actor)
    _way_to_act(uow, need.elder_id, need.site, actor)
    other = other_of(uow, need)
    take_back_need(uow, need, command.reason, actor)
    if other is not None and other.state in (NeedState.OPEN, NeedState.TAKEN):
        take_back_need(uow, other, command.reason, actor)
    uow.session.flush()
    return _posted(uow, need)


def take_back_need(uow: UnitOfWork, need: Need, reason: str, actor: Actor) -> None:
    """Close a need; a taken one frees its volunteer and its minutes, unless somebody has begun."""
    if need.state == NeedState.TAKEN:
        service = uow.session.get_one(Service, (uow.book, need.service_id))
        was = ServiceState(service.state)
        if was != ServiceState.ACCEPTED:
            raise WrongState  # somebody is at work or has been; what was not so is said of the service
        service.give_up(ServiceState.CANCELLED)
        record_act(uow, service, "cancelled", actor, note=reason)
        release_minutes(uow, service, "cancelled")
        uow.outbox.tell(service.volunteer_id, "service_cancelled", number=service.number)
        moved(uow, service, was)
        need.reopen()
    else:
        uow.count(need.site, "needs.open", -1)
    need.cancel()


def expire_need(uow: UnitOfWork, command: ExpireNeed, actor: Actor) -> PostedNeed:
    """Close a need whose time has passed without anybody taking it."""
    need = find_need(uow, command.need_id, actor)
    need.expire(uow.business_clock.now())
    uow.count(need.site, "needs.open", -1)
    uow.outbox.tell(need.elder_id, "need_expired", number=need.number)
    uow.session.flush()
    return _posted(uow, need)


def _taker(uow: UnitOfWork, command: AcceptNeed, actor: Actor) -> Member:
    if command.volunteer in ("", actor.member_id):
        return find_any_member(uow, actor.member_id)
    volunteer = find_member(uow, command.volunteer, actor)
    if not actor.may_act_at(volunteer.site, STAFF):
        raise NotAllowed(field="volunteer")
    return volunteer


def _payer_to_be_found(book: str, need_id: str) -> Keep:
    """Return the write that sends a need to the site's queue: its elder's time went elsewhere since it was posted."""

    def write(connection: Connection) -> None:
        connection.execute(
            update(Need)
            .where(Need.book == book, Need.id == need_id, Need.state == NeedState.OPEN)
            .values(pay_from=TO_BE_FOUND)
        )

    return write


def _service_for(uow: UnitOfWork, need: Need, volunteer_id: str) -> Service:
    place = uow.people.open(need.elder_id, "need.place", need.place_sealed)
    return Service(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("service"),
        need_id=need.id,
        elder_id=need.elder_id,
        volunteer_id=volunteer_id,
        site=need.site,
        kind=need.kind,
        state=ServiceState.ACCEPTED,
        planned_at=need.starts_at,
        planned_minutes=need.minutes,
        begins_at=need.starts_at,
        ends_at=need.ends_at,
        review_scope=need.site,
        pay_from=need.pay_from,
        made_at=uow.clock.now(),
        recorded_at=uow.clock.now(),
        place_sealed=uow.people.seal(need.elder_id, "service.place", place),
    )


def _way(uow: UnitOfWork, elder_id: str, site: str, command: PostNeed, actor: Actor) -> str:
    way = _way_to_act(uow, elder_id, site, actor)
    return "telephone" if way == "visit" and command.by_telephone else way


def _way_to_act(uow: UnitOfWork, elder_id: str, site: str, actor: Actor) -> str:
    """Return how the actor comes to act for the elder, or refuse."""
    if actor.member_id == elder_id:
        return "self"
    if actor.may_act_at(site, STAFF):
        return "visit"
    if actor.member_id in proxies_of(uow, elder_id, uow.business_clock.today(), ProxyScope.NEEDS):
        return "kin"
    raise NotAllowed


def _check_night(kind: Kind, starts_at: datetime) -> None:
    hour = starts_at.astimezone(SHANGHAI).hour
    if not kind.is_allowed_at_night and not NIGHT_ENDS <= hour < NIGHT_BEGINS:
        raise NotAtNight(field="starts_at")


def _posted(uow: UnitOfWork, need: Need) -> PostedNeed:
    is_own = need.pay_from == Payer.OWN and need.state == NeedState.OPEN
    return PostedNeed(
        id=need.id,
        number=need.number,
        state=need.state,
        pay_from=need.pay_from,
        will_set_aside=need.minutes if is_own else 0,
        spendable_after=spendable_minutes(uow, find_any_member(uow, need.elder_id)),
        helpers=2 if kinds.kind(need.kind).needs_two_helpers else 1,
    )
