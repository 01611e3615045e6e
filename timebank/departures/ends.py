"""What a departure ends: needs, services not yet begun, gifts not yet answered, promises, roles and sessions.

What was really done goes on: a service that was given settles from the frozen account or into it.
"""

from sqlalchemy import or_, select

from timebank.actors import Actor
from timebank.gifts.model import Gift, GiftState
from timebank.gifts.promises import end_promises_of
from timebank.gifts.use_cases import end_gift
from timebank.leaving import end_promises
from timebank.members.grants import end_all_roles
from timebank.members.model import Member
from timebank.members.user_sessions import end_sessions
from timebank.work import UnitOfWork

REASON = "登记离世或离开"


def end_what_runs(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    """End everything of a member that has not really begun."""
    end_promises(uow, member.id, actor, REASON)
    _lapse_gifts(uow, member, actor)
    end_promises_of(uow, member.id)
    end_all_roles(uow, member)
    end_sessions(uow, member.id)
    uow.session.flush()


def _lapse_gifts(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    gifts = select(Gift).where(
        Gift.book == uow.book,
        or_(Gift.giver_id == member.id, Gift.receiver_id == member.id),
        Gift.state == GiftState.OFFERED,
    )
    for gift in uow.session.scalars(gifts).all():
        end_gift(uow, gift, GiftState.LAPSED, actor)
