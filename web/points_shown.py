"""How the pages show points: a line of the statement, an award or deduction, how far it has come."""

from typing import Any

from timebank.points.answers import points_answers
from timebank.points.award_queries import AwardView
from timebank.points.model import AwardKind, AwardState
from timebank.points.queries import PointsLine
from web.current import reading
from web.market_words import AWARD_KIND_WORDS, POINTS_WORDS
from web.translate import _

Shown = dict[str, Any]


def line_shown(line: PointsLine) -> Shown:
    """Return a line of a household's statement."""
    return {
        "at": line.recorded,
        "words": _(POINTS_WORDS[line.kind]),
        "change": line.change,
        "set_aside": line.set_aside,
        "balance": line.balance,
        "url": f"/shop/orders/{line.source_id}" if line.kind in ("reserved", "spent", "returned") else None,
    }


def award_shown(view: AwardView) -> Shown:
    """Return an award or deduction as lists have it."""
    return {
        "id": view.id,
        "number": view.number,
        "kind": _(AWARD_KIND_WORDS[view.kind]),
        "is_deduction": view.kind == AwardKind.DEDUCTION,
        "state": _state(view),
        "member": view.member_name,
        "head": _(view.head) if view.head else "",
        "points": view.points,
        "counted_points": view.counted_points,
        "site": view.site_name,
        "notice_until": view.notice_until,
    }


def steps_of(view: AwardView) -> list[Shown]:
    """Return how far an award or deduction has come."""
    steps = [{"words": _("提出"), "at": view.proposed_at, "who": view.proposed_by, "note": None}]
    decided = _("不通过") if view.state == AwardState.DECLINED else _("审核")
    steps.append({"words": decided, "at": view.decided_at, "who": view.decided_by or None, "note": None})
    return steps


def _state(view: AwardView) -> str:
    """Return the state as the pages call it: a deduction waits for a word of its household, and is never public."""
    is_told = view.kind == AwardKind.DEDUCTION and view.state == AwardState.ON_NOTICE
    return "may_object" if is_told else view.state


def answers_of(view: AwardView) -> list[Shown]:
    """Return what the county answered to objections, as further steps."""
    return [
        {
            "words": _("异议成立") if answer.is_upheld else _("异议不成立"),
            "at": answer.decided_at,
            "who": None,
            "note": answer.words,
        }
        for answer in points_answers(reading(), view.id)
    ]
