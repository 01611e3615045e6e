"""What a confirmation asks before it may wait for the writer: the PIN is checked, the photograph is put away."""

import base64
import binascii

from api.context import bank, current_actor, files, request_key
from timebank.files import NotAPhotograph, plain_photograph
from timebank.members.sessions import check_card_pin
from timebank.services.commands import Confirmation, ConfirmService
from timebank.services.model import Way
from timebank.services.slips import NO_SLIP, StoredSlip, store_slip

LARGEST_CONFIRMATION_BYTES = 17_500_000
"""A photograph of 12 MB in base64, and the rest of the confirmation."""


def prepare_confirmation(confirmation: Confirmation, service_id: str) -> ConfirmService:
    """Return the command of a confirmation, without the secrets and the picture it came with.

    Raises:
        LoginFailed, TooManyTries: card or PIN are wrong.
        NotAPhotograph, PhotographTooLarge, ServiceNotFound: the picture cannot be kept.
    """
    slip = _store(confirmation.photo, service_id) if confirmation.photo else NO_SLIP
    return ConfirmService(
        service_id=service_id,
        way=confirmation.way,
        confirmer=_confirmer(confirmation),
        starts_at=confirmation.starts_at,
        minutes=confirmation.minutes,
        witness=confirmation.witness,
        photo=slip.name,
        photo_digest=slip.digest,
    )


def _confirmer(confirmation: Confirmation) -> str:
    actor = current_actor()
    if confirmation.way != Way.CARD_PIN or bank().is_answered(actor, request_key()):
        return ""  # a repeated request gets its first answer, also when the card was changed since
    # Counted by who lends the device: neither addresses nor new sessions give that member more tries.
    device = f"member/{actor.member_id}"
    return check_card_pin(bank(), actor.book, confirmation.card, confirmation.pin, device)


def _store(photo: str, service_id: str) -> StoredSlip:
    try:
        picture = base64.b64decode("".join(photo.split()), validate=True)
    except (binascii.Error, ValueError) as error:  # ValueError: characters beyond ASCII
        raise NotAPhotograph(field="photo") from error
    return store_slip(bank(), files(), service_id, plain_photograph(picture), current_actor(), request_key())
