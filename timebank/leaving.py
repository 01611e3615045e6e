"""What ends when somebody leaves the register: open needs are closed, promised services given back.

What was begun goes on to its end: the hours somebody gave do not go with the elder.
"""

from sqlalchemy import or_, select

from timebank.actors import Actor
from timebank.needs.model import Need, NeedState
from timebank.needs.use_cases import take_back_need
from timebank.pairing.use_cases import end_all_pairs
from timebank.services.model import Service, ServiceState
from timebank.services.use_cases import give_back_service
from timebank.teams.use_cases import leave_all_teams
from timebank.work import UnitOfWork


def end_promises(uow: UnitOfWork, member_id: str, actor: Actor, reason: str = "") -> None:
    """Close what a member asked for, give back what was promised to or by the member, and end teams and pairs."""
    leave_all_teams(uow, member_id)
    end_all_pairs(uow, member_id)
    promised = uow.session.scalars(
        select(Service).where(
            Service.book == uow.book,
            or_(Service.elder_id == member_id, Service.volunteer_id == member_id),
            Service.state == ServiceState.ACCEPTED,
        )
    ).all()
    for service in promised:
        give_back_service(uow, service, ServiceState.CANCELLED, actor, reason)
    uow.session.flush()
    wanted = select(Need).where(
        Need.book == uow.book, Need.elder_id == member_id, Need.state == NeedState.OPEN
    )
    for need in uow.session.scalars(wanted).all():
        take_back_need(uow, need, reason, actor)
