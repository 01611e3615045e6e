"""What a departure ends: needs, services not yet begun, gifts not yet answered, promises, roles and sessions.

What was really done goes on: a service that was given settles from the frozen account or into it.
"""

from sqlalchemy import or_, select

from timebank.actors import Actor
from timebank.gifts.model import Gift, GiftState
from timebank.gifts.promises import end_promises_of
from timebank.gifts.use_cases import end_gift
from timebank.members.grants import end_all_roles
from timebank.members.model import Member
from timebank.members.user_sessions import end_sessions
from timebank.needs.model import Need, NeedState
from timebank.needs.use_cases import call_off
from timebank.services.model import Service, ServiceState
from timebank.services.use_cases import give_back
from timebank.work import UnitOfWork

REASON = "登记离世或离开"
NOT_BEGUN = (ServiceState.ACCEPTED,)


def end_what_runs(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    """End everything of a member that has not really begun."""
    _call_off_needs(uow, member, actor)
    _give_back_services(uow, member, actor)
    _lapse_gifts(uow, member, actor)
    end_promises_of(uow, member.id)
    end_all_roles(uow, member)
    end_sessions(uow, member.id)
    uow.session.flush()


def _call_off_needs(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    needs = select(Need).where(
        Need.book == uow.book,
        Need.elder_id == member.id,
        Need.state.in_((NeedState.OPEN, NeedState.TAKEN)),
    )
    for need in uow.session.scalars(needs).all():
        if need.state == NeedState.OPEN or _has_not_begun(uow, need.service_id):
            call_off(uow, need, REASON, actor)


def _has_not_begun(uow: UnitOfWork, service_id: str) -> bool:
    return uow.session.get_one(Service, (uow.book, service_id)).state in NOT_BEGUN


def _give_back_services(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    services = select(Service).where(
        Service.book == uow.book, Service.volunteer_id == member.id, Service.state.in_(NOT_BEGUN)
    )
    for service in uow.session.scalars(services).all():
        give_back(uow, service, ServiceState.CANCELLED, actor, REASON)


def _lapse_gifts(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    gifts = select(Gift).where(
        Gift.book == uow.book,
        or_(Gift.giver_id == member.id, Gift.receiver_id == member.id),
        Gift.state == GiftState.OFFERED,
    )
    for gift in uow.session.scalars(gifts).all():
        end_gift(uow, gift, GiftState.LAPSED, actor)
