"""The job that ends gifts nobody answered in time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from timebank.due import Steps
from timebank.gifts.commands import LapseGift
from timebank.gifts.model import Gift, GiftState
from timebank.gifts.use_cases import lapse_gift
from timebank.jobs import Job
from timebank.work import Reading


def _unanswered(reading: Reading) -> Select[Any]:
    return select(Gift.id).where(
        Gift.book == reading.book,
        Gift.state == GiftState.OFFERED,
        Gift.answer_until < reading.business_clock.now(),
    )


_STEPS = Steps(_unanswered, lapse_gift, LapseGift)
GIFT_ENDS = Job("gift_ends", timedelta(minutes=10), _STEPS.do, _STEPS.is_due)
