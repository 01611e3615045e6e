"""Finding a recovery, with permission as part of finding."""

from timebank.actors import Actor
from timebank.members.finding import find_any_member, may_see_all_at
from timebank.recoveries.model import Recovery
from timebank.recoveries.refusals import RecoveryNotFound
from timebank.work import Reading


def find_recovery(reading: Reading, recovery_id: str, actor: Actor) -> Recovery:
    """Return a recovery of somebody else at the actor's places.

    Raises:
        RecoveryNotFound: there is none, or not for this actor.
    """
    recovery = reading.row(Recovery, recovery_id)
    if recovery is None or recovery.member_id == actor.member_id:
        raise RecoveryNotFound
    if not may_see_all_at(actor, find_any_member(reading, recovery.member_id).site):
        raise RecoveryNotFound
    return recovery
