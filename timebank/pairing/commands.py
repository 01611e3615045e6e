"""What can be asked of pairs. The `pair_id` comes from the address, never from the body."""

from dataclasses import dataclass
from enum import StrEnum

from timebank.pairing.model import Side
from timebank.schemas import Choice, CommandSchema, Text


class PairAnswer(StrEnum):
    """What may be answered to a proposed pair."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ProposePair:
    """Propose that a volunteer looks after an elder; both are named by id or member number."""

    volunteer: str
    elder: str


class ProposePairSchema(CommandSchema):
    """How `ProposePair` is read."""

    command = ProposePair

    volunteer = Text(36, required=True)
    elder = Text(36, required=True)


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """Say yes or no for a side; "" is one's own, and the site names the side whose word it has on paper."""

    answer: str
    side: str = ""
    pair_id: str = ""


class AnswerPairSchema(CommandSchema):
    """How `AnswerPair` is read."""

    command = AnswerPair

    answer = Choice(PairAnswer, required=True)
    side = Choice(["", *Side])


@dataclass(frozen=True, slots=True)
class EndPair:
    """Be a pair no more."""

    pair_id: str
