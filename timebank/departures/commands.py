"""What can be asked of departures."""

from dataclasses import dataclass
from datetime import date

from timebank.departures.model import DepartureKind
from timebank.schemas import Choice, CommandSchema, Day, Minutes, Text


@dataclass(frozen=True, slots=True)
class EnterDeparture:
    """Say that a member died, left or moved away, and on which day."""

    member: str
    kind: str
    happened_on: date


class EnterDepartureSchema(CommandSchema):
    """Input of a departure."""

    command = EnterDeparture
    member = Text(36, required=True)
    kind = Choice(DepartureKind, required=True)
    happened_on = Day(required=True)


@dataclass(frozen=True, slots=True)
class ConfirmDeparture:
    """Say as a second person that it is so."""

    departure_id: str


@dataclass(frozen=True, slots=True)
class TakeDepartureBack:
    """Say that it is not so."""

    departure_id: str


@dataclass(frozen=True, slots=True)
class FreezeDeparture:
    """End what the member was part of, and freeze the account."""

    departure_id: str


@dataclass(frozen=True, slots=True)
class ProposeClaim:
    """Ask for minutes of the departed for kin, named by id or member number."""

    departure_id: str
    heir: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ClaimInput:
    """The input of a claim beside the address."""

    heir: str
    minutes: int


class ClaimInputSchema(CommandSchema):
    """Input of a claim."""

    command = ClaimInput
    heir = Text(36, required=True)
    minutes = Minutes(required=True)


@dataclass(frozen=True, slots=True)
class PayClaim:
    """Pay a claim as a second person."""

    departure_id: str
    claim_id: str


@dataclass(frozen=True, slots=True)
class WithdrawClaim:
    """Drop a claim that was a mistake."""

    departure_id: str
    claim_id: str


@dataclass(frozen=True, slots=True)
class CloseDeparture:
    """Give what is left to the pool and close the account."""

    departure_id: str
