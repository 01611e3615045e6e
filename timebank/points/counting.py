"""The job that lets awards and deductions count whose notice is over."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from timebank.due import Steps
from timebank.jobs import Job
from timebank.points.commands import CountAward
from timebank.points.model import Award, AwardState
from timebank.points.use_cases import count_award
from timebank.work import Reading


def _notice_is_over(reading: Reading) -> Select[Any]:
    return select(Award.id).where(
        Award.book == reading.book,
        Award.state == AwardState.ON_NOTICE,
        Award.notice_until < reading.business_clock.today(),
    )


_STEPS = Steps(_notice_is_over, count_award, CountAward)
COUNTING = Job("points", timedelta(seconds=5), _STEPS.do, _STEPS.is_due)
