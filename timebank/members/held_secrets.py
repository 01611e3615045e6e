"""What a member logs in and confirms by: what is in force, and what there was before.

The first of each kind is given by one keeper. What a member had once is given anew by two (`timebank/recoveries`),
or one person alone could make somebody's card or password the own.
"""

from dataclasses import dataclass

from sqlalchemy import select

from timebank.members.cards import Card
from timebank.members.credentials import Credential, SecretKind
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class HeldSecrets:
    """Which of the secrets a member has; `had_card` stays true after the card ended."""

    had_card: bool
    has_card: bool
    has_pin: bool
    has_password: bool


def held_secrets(reading: Reading, member_id: str) -> HeldSecrets:
    """Return what a member logs in and confirms by."""
    cards = reading.session.scalars(
        select(Card.revoked_at).where(Card.book == reading.book, Card.member_id == member_id)
    ).all()
    kinds = reading.session.scalars(
        select(Credential.kind).where(Credential.book == reading.book, Credential.member_id == member_id)
    ).all()
    return HeldSecrets(
        had_card=bool(cards),
        has_card=None in cards,
        has_pin=SecretKind.PIN in kinds,
        has_password=SecretKind.PASSWORD in kinds,
    )
