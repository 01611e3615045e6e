"""What a recovery ends: at once by the first person alone, and for good with the second one's yes."""

from timebank.devices.queries import devices_in_force
from timebank.members.cards import end_card
from timebank.members.credentials import SecretKind, end_codes, end_secret
from timebank.members.user_sessions import end_sessions
from timebank.recoveries.model import RecoveryKind
from timebank.work import UnitOfWork


def stop_at_once(uow: UnitOfWork, member_id: str, kind: RecoveryKind) -> None:
    """Stop what may be in wrong hands: a lost card, and every login."""
    if kind is RecoveryKind.CARD:
        end_card(uow, member_id)
    end_sessions(uow, member_id)


def end_old(uow: UnitOfWork, member_id: str, kind: RecoveryKind) -> None:
    """End all that is given anew, and every login; nothing of it is good for anything a moment later."""
    stop_at_once(uow, member_id, kind)
    if kind is RecoveryKind.LOGIN:
        end_secret(uow, member_id, SecretKind.PASSWORD)
        end_codes(uow, member_id)
        for device in devices_in_force(uow, member_id):
            device.stop(uow.actor.member_id, uow.clock.now())
    else:
        end_secret(uow, member_id, SecretKind.PIN)
