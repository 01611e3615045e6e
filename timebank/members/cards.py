"""Cards: ten digits, printed as 1234 5678 90 and as a QR code, by which a member without a phone is known.

The number is random and kept as a keyed hash alone; it is shown once, when the card is issued. A card proves
nothing without its PIN.
"""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.ids import is_checked_number, with_check_digit
from timebank.schemas import plain_digits
from timebank.work import Reading, UnitOfWork

CARD_DIGITS = 10
CARD = "card"


class Card(Base):
    """One card; a member has at most one in force."""

    __tablename__ = "card"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        UniqueConstraint("book", "number_hash"),
        Index("ix_card_member", "book", "member_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    number_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(String(36))
    revoked_at: Mapped[datetime | None]


def new_card_number() -> str:
    """Return a random card number; its last digit is a check digit."""
    smallest = 10 ** (CARD_DIGITS - 2)
    return with_check_digit(smallest + secrets.randbelow(9 * smallest))


def is_card_number(digits: str) -> bool:
    """Tell whether the digits may be a card's: right in length and check digit."""
    return len(digits) == CARD_DIGITS and is_checked_number(digits)


def spaced_card_number(digits: str) -> str:
    """Return a card number as it is printed: 1234 5678 90."""
    return in_fours(digits)


def in_fours(digits: str) -> str:
    """Return digits as they are read out and copied without a slip: in groups of four."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def card_holder(reading: Reading, text: str) -> str | None:
    """Return the id of the member whose card in force has the number, as typed or scanned, or None."""
    digits = plain_digits(text)
    if not is_card_number(digits):
        return None
    return reading.session.scalar(
        select(Card.member_id).where(
            Card.book == reading.book,
            Card.number_hash == reading.people.lookup_hash(CARD, digits),
            Card.revoked_at.is_(None),
        )
    )


def card_in_force(uow: UnitOfWork, member_id: str) -> Card | None:
    """Return the card a member has, or None."""
    return uow.session.scalars(
        select(Card).where(Card.book == uow.book, Card.member_id == member_id, Card.revoked_at.is_(None))
    ).first()


def give_card(uow: UnitOfWork, member_id: str) -> str:
    """Give a member a new card in the actor's name and return its number; an earlier card ends."""
    end_card(uow, member_id)
    number = new_card_number()
    uow.session.add(
        Card(
            book=uow.book,
            id=uow.new_id(),
            member_id=member_id,
            number_hash=uow.people.lookup_hash(CARD, number),
            issued_at=uow.clock.now(),
            issued_by=uow.actor.member_id,
        )
    )
    return number


def end_card(uow: UnitOfWork, member_id: str) -> bool:
    """End the card a member has; tell whether there was one."""
    card = card_in_force(uow, member_id)
    if card is not None:
        card.revoked_at = uow.clock.now()
    return card is not None
