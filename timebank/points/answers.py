"""What the county answered to objections to points, for whoever sees the award; never who objected, nor why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from timebank.notices.model import ObjectionState
from timebank.points.objections import PointsObjection
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class PointsAnswer:
    """The answer to one decided objection."""

    is_upheld: bool
    decided_at: datetime
    words: str


def points_answers(reading: Reading, award_id: str) -> list[PointsAnswer]:
    """Return the answers to the decided objections to an award, oldest first."""
    decided = select(PointsObjection).where(
        PointsObjection.book == reading.book,
        PointsObjection.award_id == award_id,
        PointsObjection.state != ObjectionState.OPEN,
    )
    return [
        _answer(reading, row) for row in reading.session.scalars(decided.order_by(PointsObjection.id)).all()
    ]


def _answer(reading: Reading, row: PointsObjection) -> PointsAnswer:
    assert row.decided_at is not None and row.answer_sealed is not None, "a decided objection has its answer"
    words = reading.people.open_for_book(f"points_objection/{row.id}/answer", row.answer_sealed)
    return PointsAnswer(row.state == ObjectionState.UPHELD, row.decided_at, words)
