"""Logging a finished service afterwards: who may log what for whom, and who pays it."""

from datetime import timedelta

from timebank.actors import Actor
from timebank.catalogue import kinds
from timebank.clock import local_day
from timebank.members.model import Member
from timebank.members.queries import MemberNotFound, find_any_member, find_member
from timebank.needs.model import Payer
from timebank.needs.payers import may_redeem, payer_in_force
from timebank.places.queries import open_site
from timebank.places.site_ids import TOWNSHIP_DIGITS
from timebank.services.acts import record_act
from timebank.services.commands import LogService
from timebank.services.earlier import has_another_helper, has_taken_needs_of
from timebank.services.eligibility import check_may_serve, check_no_overlap
from timebank.services.model import Service, ServiceState, check_span
from timebank.services.refusals import NotTheVolunteer
from timebank.services.use_cases import SITE_STAFF, ServiceStep, moved, say_a_word_of_care, to_minute
from timebank.teams.finding import team_served_for
from timebank.work import UnitOfWork


def log_service(uow: UnitOfWork, command: LogService, actor: Actor) -> ServiceStep:
    """Log a finished service afterwards: it takes two reviewers, and a stranger's if it comes late."""
    step = record_past_service(uow, command, actor)
    uow.outbox.tell(command.elder, "service_to_confirm", number=step.number, minutes=command.minutes)
    return step


def record_past_service(uow: UnitOfWork, command: LogService, actor: Actor) -> ServiceStep:
    """Write a finished service down, without asking the elder's side for its word."""
    volunteer = _logged_volunteer(uow, command, actor)
    elder = _logged_elder(uow, command.elder, volunteer, actor)
    kind = kinds.kind(command.kind)
    site = open_site(uow, elder.site, field="elder")
    now = uow.business_clock.now()
    begins_at = to_minute(command.starts_at)
    ends_at = begins_at + timedelta(minutes=command.minutes)
    check_span(
        begins_at, ends_at, now, uow.policy.number("earn.impossible_minutes", site.id), field="starts_at"
    )

    team = team_served_for(uow, command.team, volunteer.id, local_day(begins_at))
    service = Service(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("service"),
        need_id="",
        elder_id=elder.id,
        volunteer_id=volunteer.id,
        site=site.id,
        kind=kind.code,
        state=ServiceState.CHECKED_OUT,
        planned_at=begins_at,
        planned_minutes=command.minutes,
        begins_at=begins_at,
        ends_at=ends_at,
        is_time_typed=True,
        is_logged_afterwards=True,
        reviewers_wanted=uow.policy.number("earn.manual_reviewers", site.id),
        review_scope=site.id,
        pay_from=_payer_of_log(uow, elder, command, actor),
        recorded_by=actor.member_id,
        confirmed_by="",
        confirmed_way="",
        made_at=now,
        recorded_at=now,
        team_id=None if team is None else team.id,
        place_sealed=uow.people.seal(elder.id, "service.place", command.place),
    )
    check_may_serve(uow, volunteer, elder, kind, service.day)
    check_no_overlap(uow, volunteer.id, begins_at, ends_at, field="starts_at")
    if kind.needs_two_helpers and has_another_helper(uow, service):
        service.pay_from = Payer.PUBLIC  # the elder pays the service's minutes once
    uow.session.add(service)
    uow.session.flush()
    say_a_word_of_care(uow, service)
    record_act(uow, service, "logged", actor, note=command.note)
    return moved(uow, service, None)


def _logged_volunteer(uow: UnitOfWork, command: LogService, actor: Actor) -> Member:
    if not command.volunteer or command.volunteer == actor.member_id:
        return find_any_member(uow, actor.member_id)
    volunteer = find_member(uow, command.volunteer, actor)
    if not actor.may_act_at(volunteer.site, SITE_STAFF):
        raise NotTheVolunteer(field="volunteer")
    return volunteer


def _logged_elder(uow: UnitOfWork, elder_id: str, volunteer: Member, actor: Actor) -> Member:
    """Return an elder of the actor's site, or one whom the volunteer may have met.

    That is one of the volunteer's own township, or once served by way of a need.

    Raises:
        MemberNotFound: the volunteer cannot know of such an elder.
    """
    elder = uow.row(Member, elder_id)
    if elder is None or not elder.is_active:
        raise MemberNotFound(field="elder")
    is_neighbour = elder.site[:TOWNSHIP_DIGITS] == volunteer.site[:TOWNSHIP_DIGITS]
    if is_neighbour or actor.may_act_at(elder.site, SITE_STAFF):
        return elder
    if not has_taken_needs_of(uow, volunteer.id, elder.id):
        raise MemberNotFound(field="elder")
    return elder


def _payer_of_log(uow: UnitOfWork, elder: Member, command: LogService, actor: Actor) -> Payer:
    """Return who pays what was already given; where that falls short, the last reviewer chooses."""
    day = local_day(command.starts_at)
    found = payer_in_force(uow, elder, day, command.minutes, command.pay_from, actor)
    if found:
        return Payer(found)
    return Payer.OWN if may_redeem(uow, elder) else Payer.PUBLIC
