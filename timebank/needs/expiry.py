"""The job that closes needs whose time has passed."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, select

from timebank.due import Steps
from timebank.jobs import Job
from timebank.needs.commands import ExpireNeed
from timebank.needs.model import Need, NeedState
from timebank.needs.use_cases import expire_need
from timebank.work import Reading


def _begun(reading: Reading) -> Select[str, Need]:
    return select(Need.id, Need).where(
        Need.book == reading.book,
        Need.state == NeedState.OPEN,
        Need.starts_at < reading.business_clock.now(),
    )


def _is_over(reading: Reading, row: Row[*tuple[Any, ...]]) -> bool:
    return bool(row.Need.ends_at < reading.business_clock.now())


_STEPS = Steps(_begun, expire_need, ExpireNeed, _is_over)
EXPIRY = Job("expiry", timedelta(minutes=1), _STEPS.do, _STEPS.is_due)
