"""What an actor is offered to do next with a service. An offer is a courtesy: the use case decides."""

from enum import StrEnum

from timebank.actors import Actor
from timebank.members.kinship import ProxyScope
from timebank.members.queries import proxies_of
from timebank.services.model import PUBLIC_STATES, Service, ServiceState
from timebank.services.proposals import PROPOSERS, SECOND
from timebank.services.reviewing import REVIEWERS
from timebank.services.use_cases import SITE_STAFF
from timebank.services.waiting_correction import waiting_correction
from timebank.work import Reading

S = ServiceState
UNVERIFIED = (S.CHECKED_OUT, S.CONFIRMED, S.RETURNED)
"""Given and not yet verified: whoever wrote it down puts it right."""


class Offer(StrEnum):
    """One thing to do."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    CONFIRM = "confirm"
    CARD = "card"
    SLIP = "slip"
    CALL_BACK = "call_back"
    VERIFY = "verify"
    AMEND = "amend"
    APPEAL = "appeal"
    CORRECT = "correct"
    DECIDE_CORRECTION = "decide_correction"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"
    NO_SHOW = "no_show"
    OBJECT = "object"


def offers_of(reading: Reading, service: Service, actor: Actor) -> tuple[Offer, ...]:
    """Return what may be done next, in the order of a service's life."""
    return tuple(offer for offer in Offer if _fits(reading, service, actor, offer))


def _fits(reading: Reading, service: Service, actor: Actor, offer: Offer) -> bool:
    is_volunteer = actor.member_id == service.volunteer_id
    is_staff = actor.may_act_at(service.site, SITE_STAFF)
    is_elder = actor.member_id == service.elder_id
    state = ServiceState(service.state)
    match offer:
        case Offer.CHECK_IN:
            return state == S.ACCEPTED and (is_volunteer or is_staff)
        case Offer.CHECK_OUT:
            return state == S.CHECKED_IN and (is_volunteer or is_staff)
        case Offer.CONFIRM:
            return state == S.CHECKED_OUT and (is_elder or _is_proxy(reading, service, actor))
        case Offer.CARD:
            return state == S.CHECKED_OUT and not is_elder and (is_volunteer or is_staff)
        case Offer.SLIP | Offer.CALL_BACK:
            return state in (S.ACCEPTED, S.CHECKED_IN, S.CHECKED_OUT, S.RETURNED) and is_staff
        case Offer.VERIFY:
            return state == S.CONFIRMED and service.review_scope in actor.scopes(*REVIEWERS)
        case Offer.AMEND:
            return state in UNVERIFIED and (is_volunteer or actor.member_id == service.recorded_by)
        case Offer.APPEAL:
            return state == S.DECLINED and is_volunteer and not service.has_appealed
        case Offer.CORRECT:
            return (
                state == S.SETTLED
                and not service.is_corrected
                and actor.may_act_at(service.site, PROPOSERS)
                and waiting_correction(reading, service.id) is None
            )
        case Offer.DECIDE_CORRECTION:
            is_second = state == S.SETTLED and actor.may_act_at(service.site, SECOND)
            return is_second and waiting_correction(reading, service.id) is not None
        case Offer.CANCEL:
            return state in (S.ACCEPTED, S.CHECKED_IN) and (is_volunteer or is_staff)
        case Offer.TAKE_BACK:
            is_owner = is_volunteer or (is_staff and actor.member_id == service.recorded_by)
            return state in UNVERIFIED and service.is_logged_afterwards and is_owner
        case Offer.NO_SHOW:
            return state == S.ACCEPTED and not is_volunteer and (is_staff or is_elder)
        case Offer.OBJECT:
            return state in (*PUBLIC_STATES, S.SETTLED)


def _is_proxy(reading: Reading, service: Service, actor: Actor) -> bool:
    today = reading.business_clock.today()
    return actor.member_id in proxies_of(reading, service.elder_id, today, ProxyScope.CONFIRM)
