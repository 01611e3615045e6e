"""The job that ends gifts nobody answered in time."""

from datetime import timedelta

from sqlalchemy import select

from timebank.actors import system
from timebank.errors import Conflict
from timebank.gifts.commands import LapseGift
from timebank.gifts.model import Gift, GiftState
from timebank.gifts.use_cases import lapse_gift
from timebank.jobs import Job
from timebank.writer import Bank

PAGE = 200


def lapse_due(bank: Bank, book: str) -> int:
    """End the gifts whose time to be answered has passed; return how many."""
    lapsed = 0
    while ids := _due(bank, book):
        for gift_id in ids:
            try:
                bank.run(lapse_gift, LapseGift(gift_id), system(book))
            except Conflict:
                continue  # answered at this moment
            lapsed += 1
    return lapsed


def is_lapse_due(bank: Bank, book: str) -> bool:
    """Tell whether a gift waits longer than it may."""
    return bool(_due(bank, book))


def _due(bank: Bank, book: str) -> list[str]:
    with bank.reading(system(book)) as reading:
        return list(
            reading.session.scalars(
                select(Gift.id)
                .where(
                    Gift.book == book,
                    Gift.state == GiftState.OFFERED,
                    Gift.answer_until < reading.business_clock.now(),
                )
                .order_by(Gift.answer_until)
                .limit(PAGE)
            )
        )


GIFT_ENDS = Job("gift_ends", timedelta(minutes=10), lapse_due, is_lapse_due)
