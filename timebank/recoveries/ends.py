"""What a recovery ends: at once by the first person alone, and for good with the second one's yes."""

from sqlalchemy import delete, update

from timebank.devices.queries import devices_in_force
from timebank.members.cards import end_card
from timebank.members.credentials import Credential, OneTimeCode, SecretKind
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
        _forget(uow, member_id, SecretKind.PASSWORD)
        _end_codes(uow, member_id)
        for device in devices_in_force(uow, member_id):
            device.stop(uow.actor.member_id, uow.clock.now())
    else:
        _forget(uow, member_id, SecretKind.PIN)


def _forget(uow: UnitOfWork, member_id: str, kind: SecretKind) -> None:
    uow.session.execute(
        delete(Credential).where(
            Credential.book == uow.book, Credential.member_id == member_id, Credential.kind == kind
        )
    )


def _end_codes(uow: UnitOfWork, member_id: str) -> None:
    now = uow.clock.now()
    uow.session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.book == uow.book, OneTimeCode.member_id == member_id, OneTimeCode.expires_at > now)
        .values(expires_at=now)
    )
