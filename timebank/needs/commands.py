"""What can be asked of needs."""

from dataclasses import dataclass
from datetime import datetime

from timebank.catalogue.kinds import KINDS
from timebank.needs.model import Payer, Urgency
from timebank.schemas import Choice, CommandSchema, LocalMoment, Minutes, Text


@dataclass(frozen=True, slots=True)
class PostNeed:
    """Ask for a service for an elder. Without `pay_from` the bank chooses; `place` "" is the elder's home."""

    elder: str
    kind: str
    starts_at: datetime
    minutes: int
    place: str = ""
    pay_from: str = ""
    note: str = ""
    urgency: str = Urgency.NORMAL
    by_telephone: bool = False


class PostNeedSchema(CommandSchema):
    """Input of a new need."""

    command = PostNeed
    elder = Text(36, required=True)
    kind = Choice([kind.code for kind in KINDS], required=True)
    starts_at = LocalMoment(required=True)
    minutes = Minutes(required=True)
    place = Text(120)
    pay_from = Choice(["", *Payer])
    note = Text(300, lines=True)
    urgency = Choice(Urgency)


@dataclass(frozen=True, slots=True)
class AcceptNeed:
    """Take an open need: a volunteer the own one; the site, for a `volunteer` who promised by telephone."""

    need_id: str
    volunteer: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The input of an acceptance beside the address."""

    volunteer: str = ""


class AcceptanceSchema(CommandSchema):
    """Input of an acceptance."""

    command = Acceptance
    volunteer = Text(36)


@dataclass(frozen=True, slots=True)
class ChoosePayer:
    """Settle who pays a need whose payer is to be found."""

    need_id: str
    pay_from: str


@dataclass(frozen=True, slots=True)
class PayerChoice:
    """The input of `ChoosePayer` beside the address."""

    pay_from: str


class PayerChoiceSchema(CommandSchema):
    """Input of a payer."""

    command = PayerChoice
    pay_from = Choice(Payer, required=True)


@dataclass(frozen=True, slots=True)
class CancelNeed:
    """Take a need back; a taken one frees its volunteer and its minutes."""

    need_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The input of a cancellation beside the address."""

    reason: str = ""


class CancellationSchema(CommandSchema):
    """Input of a cancellation."""

    command = Cancellation
    reason = Text(300, lines=True)


@dataclass(frozen=True, slots=True)
class ExpireNeed:
    """Close a need whose time has passed."""

    need_id: str
