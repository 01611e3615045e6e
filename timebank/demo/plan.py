"""One service of the demo county as it will go, before anything of it has happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from timebank.demo.townsfolk import Townsman
from timebank.services.model import Way


class Turn(StrEnum):
    """How a service goes. `UNCONFIRMED` waits for the elder, `LEFT` lies on the reviewer's desk."""

    WELL = "well"
    GIVEN_BACK = "given_back"
    NO_SHOW = "no_show"
    LOGGED = "logged"
    UNCONFIRMED = "unconfirmed"
    LEFT = "left"
    RETURNED = "returned"
    DECLINED = "declined"
    OBJECTED = "objected"
    UPHELD = "upheld"
    CORRECTED = "corrected"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Plan:
    """Who helps whom, when and how. `waits` is how long a confirmed service lies on the reviewer's desk."""

    elder: Townsman
    volunteer: Townsman
    kind: str
    starts_at: datetime
    minutes: int
    worked_minutes: int
    way: Way = Way.CARD_PIN
    turn: Turn = Turn.WELL
    pays_own: bool = False
    asked_before: timedelta = timedelta(days=2)
    waits: timedelta = timedelta(0)

    @property
    def ended_at(self) -> datetime:
        """When the help really ends."""
        return self.starts_at + timedelta(minutes=self.worked_minutes)

    @property
    def asked_at(self) -> datetime:
        """When the need is posted."""
        return self.starts_at - self.asked_before
