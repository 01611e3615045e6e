"""What can be asked of points: awards, deductions, their approval, objections, and the rules on file."""

from dataclasses import dataclass, field
from datetime import date

from timebank.notices.commands import ObjectionWay
from timebank.points.heads import HEADS
from timebank.requests import NOT_CONTENT
from timebank.schemas import Choice, CommandSchema, Day, Number, Text, YesNo

MOST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class ProposeAward:
    """Propose points for a deed of a member (id or number); they go to the household."""

    member: str
    head: str
    points: int
    day: date
    words: str = ""


class ProposeAwardSchema(CommandSchema):
    """How `ProposeAward` is read."""

    command = ProposeAward
    member = Text(36, required=True)
    head = Choice([head.code for head in HEADS], required=True)
    points = Number(1, MOST_POINTS, required=True)
    day = Day(required=True)
    words = Text(200)


@dataclass(frozen=True, slots=True)
class ProposeDeduction:
    """Propose to take points from a member's household by a village rule on file."""

    member: str
    rule: str
    points: int
    day: date
    words: str


class ProposeDeductionSchema(CommandSchema):
    """How `ProposeDeduction` is read."""

    command = ProposeDeduction
    member = Text(36, required=True)
    rule = Text(36, required=True)
    points = Number(1, MOST_POINTS, required=True)
    day = Day(required=True)
    words = Text(200, required=True)


@dataclass(frozen=True, slots=True)
class Approval:
    """The second person's word beside the address."""

    approve: bool


class ApprovalSchema(CommandSchema):
    """How `Approval` is read."""

    command = Approval
    approve = YesNo(required=True)


@dataclass(frozen=True, slots=True)
class DecideAward:
    """Approve or decline an award or deduction."""

    award_id: str
    approve: bool


@dataclass(frozen=True, slots=True)
class CountAward:
    """Let an award count whose notice is over."""

    award_id: str


@dataclass(frozen=True, slots=True)
class ObjectToAward:
    """Object to an award, by its number or id; to a deduction only somebody of the household can."""

    award: str
    reason: str
    contact: str = ""
    way: str = ObjectionWay.ONLINE


@dataclass(frozen=True, slots=True)
class DecidePointsObjection:
    """Uphold or refuse an objection to points."""

    objection_id: str
    uphold: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PointsDecision:
    """The input of a decision beside the address."""

    uphold: bool
    reason: str


class PointsDecisionSchema(CommandSchema):
    """How `PointsDecision` is read."""

    command = PointsDecision
    uphold = YesNo(required=True)
    reason = Text(1000, lines=True, required=True)


@dataclass(frozen=True, slots=True)
class RuleInput:
    """The input of a village rule: its photograph in base64."""

    village: str
    title: str
    adopted_on: date
    photo: str


class RuleInputSchema(CommandSchema):
    """How `RuleInput` is read."""

    command = RuleInput
    village = Text(12, required=True)
    title = Text(80, required=True)
    adopted_on = Day(required=True)
    photo = Text(17_000_000, required=True, lines=True)


@dataclass(frozen=True, slots=True)
class RecordRule:
    """Put an adopted village rule on file; its picture is stored already, under `file`."""

    village: str
    title: str
    adopted_on: date
    digest: str
    file: str = field(metadata=NOT_CONTENT)
