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
    """Whether a card is in force, and which secrets a member ever had: that stays true after they ended."""

    has_card: bool
    had_card: bool
    had_pin: bool
    had_password: bool


def held_secrets(reading: Reading, member_id: str) -> HeldSecrets:
    """Return what a member logs in and confirms by."""
    cards = reading.session.scalars(
        select(Card.revoked_at).where(Card.book == reading.book, Card.member_id == member_id)
    ).all()
    kinds = reading.session.scalars(
        select(Credential.kind).where(Credential.book == reading.book, Credential.member_id == member_id)
    ).all()
    return HeldSecrets(
        has_card=None in cards,
        had_card=bool(cards),
        had_pin=SecretKind.PIN in kinds,
        had_password=SecretKind.PASSWORD in kinds,
    )
