"""What can be asked of services."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from timebank.catalogue.kinds import KINDS
from timebank.needs.model import Payer
from timebank.requests import NOT_CONTENT
from timebank.schemas import Choice, CommandSchema, Digits, LocalMoment, Minutes, Text, YesNo
from timebank.services.model import Way


@dataclass(frozen=True, slots=True)
class Moment:
    """The input of a check-in or check-out: `at` when it is not now; `position` and `card` where they were given."""

    at: datetime | None = None
    position: str = ""
    card: str = ""


class MomentSchema(CommandSchema):
    """Input of a check-in or check-out."""

    command = Moment
    at = LocalMoment(allow_none=True)
    position = Text(60)
    card = Digits(20)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Begin a service; `card` is the number of the elder's card where it was there."""

    service_id: str
    at: datetime | None = None
    position: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class CheckOut:
    """End a service; `card` is the number of the elder's card where it was there."""

    service_id: str
    at: datetime | None = None
    position: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The input of a confirmation. `card` and `pin` are checked by the face and go no further."""

    way: str
    card: str = ""
    pin: str = ""
    starts_at: datetime | None = None
    minutes: int | None = None
    witness: str = ""
    photo: str = ""


class ConfirmationSchema(CommandSchema):
    """Input of a confirmation; `photo` is the base64 of a picture where the way is a slip."""

    command = Confirmation
    way = Choice(Way, required=True)
    card = Digits(20)
    pin = Digits(6, load_only=True)
    starts_at = LocalMoment(allow_none=True)
    minutes = Minutes(allow_none=True)
    witness = Text(60)
    photo = Text(17_000_000, lines=True, load_only=True)


@dataclass(frozen=True, slots=True)
class ConfirmService:
    """Confirm a service for the elder's side.

    `confirmer` is the member whose card and PIN the face has checked, "" otherwise; `starts_at` and `minutes` are what
    the slip or the call says when nobody checked in and out; `photo` is the name of the stored picture and
    `photo_digest` the SHA-256 of what it shows.
    """

    service_id: str
    way: str
    confirmer: str = field(default="", metadata=NOT_CONTENT)
    starts_at: datetime | None = None
    minutes: int | None = None
    witness: str = ""
    photo: str = field(default="", metadata=NOT_CONTENT)
    photo_digest: str = ""


class Decision(StrEnum):
    """What a reviewer decides."""

    APPROVE = "approve"
    RETURN = "return"
    DECLINE = "decline"


class Shortfall(StrEnum):
    """What happens to minutes the payer cannot cover."""

    PUBLIC = "public"
    UNCREDITED = "uncredited"


@dataclass(frozen=True, slots=True)
class Verification:
    """The input of a verification beside the address."""

    decision: str
    minutes: int | None = None
    reason: str = ""
    shortfall: str = ""


class VerificationSchema(CommandSchema):
    """Input of a verification; without `minutes` everything the caps allow is credited."""

    command = Verification
    decision = Choice(Decision, required=True)
    minutes = Minutes(least=0, allow_none=True)
    reason = Text(300, lines=True)
    shortfall = Choice(["", *Shortfall])


@dataclass(frozen=True, slots=True)
class VerifyService:
    """Decide on a confirmed service, as one who had no part in it."""

    service_id: str
    decision: str
    minutes: int | None = None
    reason: str = ""
    shortfall: str = ""


@dataclass(frozen=True, slots=True)
class LogService:
    """Log a finished service afterwards. A coordinator names the volunteer; a volunteer logs the own one.

    `team` is the id or number of the team for which it was given, "" for none.
    """

    elder: str
    kind: str
    starts_at: datetime
    minutes: int
    place: str = ""
    pay_from: str = ""
    note: str = ""
    volunteer: str = ""
    team: str = ""


class LogServiceSchema(CommandSchema):
    """Input of a service logged afterwards."""

    command = LogService
    elder = Text(36, required=True)
    kind = Choice([kind.code for kind in KINDS], required=True)
    starts_at = LocalMoment(required=True)
    minutes = Minutes(required=True)
    place = Text(120)
    pay_from = Choice(["", *Payer])
    note = Text(300, lines=True)
    volunteer = Text(36)
    team = Text(36)


@dataclass(frozen=True, slots=True)
class Amendment:
    """The input of an amendment beside the address."""

    starts_at: datetime
    minutes: int
    note: str = ""


class AmendmentSchema(CommandSchema):
    """Input of an amendment."""

    command = Amendment
    starts_at = LocalMoment(required=True)
    minutes = Minutes(required=True)
    note = Text(300, lines=True)


@dataclass(frozen=True, slots=True)
class AmendService:
    """Put a service right before it is verified; the elder's side confirms it anew."""

    service_id: str
    starts_at: datetime
    minutes: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """The input of an act that takes only a reason."""

    reason: str = ""


class ReasonSchema(CommandSchema):
    """Input of a reason."""

    command = Reason
    reason = Text(300, lines=True)


@dataclass(frozen=True, slots=True)
class CancelService:
    """Give a taken service back before it is given; the need is offered again."""

    service_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MarkNoShow:
    """Say that the volunteer did not come; the need is offered again."""

    service_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AppealService:
    """Send a declined service to the township, once."""

    service_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BeginNotice:
    """Mark a verified service as standing on notice."""

    service_id: str


@dataclass(frozen=True, slots=True)
class SettleService:
    """Settle a service whose notice has ended."""

    service_id: str


@dataclass(frozen=True, slots=True)
class CorrectionInput:
    """The input of a correction beside the address."""

    minutes: int
    reason: str
    cover_from_loss: bool = False


class CorrectionSchema(CommandSchema):
    """Input of a correction; 0 minutes takes the service back whole."""

    command = CorrectionInput
    minutes = Minutes(least=0, required=True)
    reason = Text(300, lines=True, required=True)
    cover_from_loss = YesNo()


@dataclass(frozen=True, slots=True)
class CorrectionDecision:
    """The input of the second person's decision beside the address."""

    approve: bool
    reason: str = ""


class CorrectionDecisionSchema(CommandSchema):
    """Input of the second person's decision."""

    command = CorrectionDecision
    approve = YesNo(required=True)
    reason = Text(300, lines=True)


@dataclass(frozen=True, slots=True)
class DecideCorrection:
    """Carry out a correction that somebody else proposed, or refuse it."""

    service_id: str
    approve: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CorrectService:
    """Correct a settled service by a linked reversal and, if any, the right minutes; once."""

    service_id: str
    minutes: int
    reason: str
    cover_from_loss: bool = False
