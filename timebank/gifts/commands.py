"""What can be asked of gifts, promises and donations."""

from dataclasses import dataclass
from enum import StrEnum

from timebank.schemas import Choice, CommandSchema, Digits, Minutes, Text


class Answer(StrEnum):
    """What may be answered to a gift."""

    ACCEPT = "accept"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class GiveTime:
    """Offer minutes to kin, named by id or member number."""

    receiver: str
    minutes: int


class GiveTimeSchema(CommandSchema):
    """Input of a gift."""

    command = GiveTime
    receiver = Text(36, required=True)
    minutes = Minutes(required=True)


@dataclass(frozen=True, slots=True)
class AnswerGift:
    """Accept or decline a gift."""

    gift_id: str
    answer: str


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """The input of an answer beside the address."""

    answer: str


class GiftAnswerSchema(CommandSchema):
    """Input of an answer."""

    command = GiftAnswer
    answer = Choice(Answer, required=True)


@dataclass(frozen=True, slots=True)
class TakeGiftBack:
    """Take a gift back that was not yet answered."""

    gift_id: str


@dataclass(frozen=True, slots=True)
class LapseGift:
    """End a gift that was not answered in time."""

    gift_id: str


@dataclass(frozen=True, slots=True)
class PromiseTime:
    """Agree that one's own time pays for an elder's care, so many minutes a month at most."""

    elder: str
    monthly_minutes: int


class PromiseTimeSchema(CommandSchema):
    """Input of a standing promise."""

    command = PromiseTime
    elder = Text(36, required=True)
    monthly_minutes = Minutes(required=True)


@dataclass(frozen=True, slots=True)
class EndPromise:
    """Stop paying for somebody's care."""

    promise_id: str


@dataclass(frozen=True, slots=True)
class DonateTime:
    """Give minutes to the pool of a site; "" is the own one."""

    minutes: int
    site: str = ""


class DonateTimeSchema(CommandSchema):
    """Input of a donation."""

    command = DonateTime
    minutes = Minutes(required=True)
    site = Digits(14)
