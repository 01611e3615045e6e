"""What can be asked of notices and objections."""

from dataclasses import dataclass
from enum import StrEnum

from timebank.schemas import Choice, CommandSchema, Digits, Text, YesNo


class ObjectionWay(StrEnum):
    """How the objection came in."""

    ONLINE = "online"
    TELEPHONE = "telephone"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ObjectionInput:
    """The input of an objection beside the service's number; `contact` only if one wants an answer."""

    reason: str
    contact: str = ""
    way: str = ObjectionWay.ONLINE


class ObjectionSchema(CommandSchema):
    """Input of an objection."""

    command = ObjectionInput
    reason = Text(1000, lines=True, required=True)
    contact = Text(100)
    way = Choice(ObjectionWay)


@dataclass(frozen=True, slots=True)
class NumberedObjection:
    """The input of an objection on the public page, with the service's number typed in."""

    number: str
    reason: str
    contact: str = ""


class NumberedObjectionSchema(CommandSchema):
    """Input of an objection with a typed number."""

    command = NumberedObjection
    number = Digits(16, required=True)
    reason = Text(1000, lines=True, required=True)
    contact = Text(100)


@dataclass(frozen=True, slots=True)
class ObjectToService:
    """Object to a service, by its number or id."""

    service: str
    reason: str
    contact: str = ""
    way: str = ObjectionWay.ONLINE


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """The input of a decision beside the address."""

    uphold: bool
    reason: str
    cover_from_loss: bool = False


class DecisionSchema(CommandSchema):
    """Input of a decision."""

    command = DecisionInput
    uphold = YesNo(required=True)
    reason = Text(1000, lines=True, required=True)
    cover_from_loss = YesNo()


@dataclass(frozen=True, slots=True)
class DecideObjection:
    """Uphold or refuse an objection; `cover_from_loss` where the minutes are already spent."""

    objection_id: str
    uphold: bool
    reason: str
    cover_from_loss: bool = False
