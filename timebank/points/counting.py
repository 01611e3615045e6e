"""The job that lets awards and deductions count whose notice is over."""

from datetime import timedelta

from sqlalchemy import select

from timebank.actors import system
from timebank.errors import Conflict
from timebank.jobs import Job
from timebank.points.commands import CountAward
from timebank.points.model import Award, AwardState
from timebank.points.use_cases import count_award
from timebank.writer import Bank

PAGE = 200


def count_due(bank: Bank, book: str) -> int:
    """Count what is due; return how many."""
    counted, after = 0, ""
    while ids := _due(bank, book, after):
        for award_id in ids:
            after = award_id
            try:
                bank.run(count_award, CountAward(award_id), system(book))
            except Conflict:
                continue  # an objection came in between
            counted += 1
    return counted


def is_counting_due(bank: Bank, book: str) -> bool:
    """Tell whether the notice of an award is over."""
    return bool(_due(bank, book, ""))


def _due(bank: Bank, book: str, after: str) -> list[str]:
    with bank.reading(system(book)) as reading:
        today = reading.business_clock.today()
        return list(
            reading.session.scalars(
                select(Award.id)
                .where(
                    Award.book == book,
                    Award.state == AwardState.ON_NOTICE,
                    Award.notice_until < today,
                    Award.id > after,
                )
                .order_by(Award.id)
                .limit(PAGE)
            )
        )


COUNTING = Job("points", timedelta(seconds=5), count_due, is_counting_due)
