"""What can be asked of programmes of grants."""

from dataclasses import dataclass
from datetime import date

from timebank.catalogue.elders import ELDER_TAGS, LIVING_SITUATIONS
from timebank.members.commands import Several
from timebank.schemas import CommandSchema, Day, Digits, Minutes, Number, Text

OLDEST = 150
LARGEST_BUDGET = 10**12


@dataclass(frozen=True, slots=True)
class MakeProgramme:
    """Grant minutes every month to those of an age, living so, with one of the tags; "" is the whole county.

    `budget_minutes` is the most that may stand granted at any time; what lapses may be granted again.
    """

    name: str
    monthly_minutes: int
    budget_minutes: int
    age_from: int
    age_until: int = OLDEST
    living: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    region: str = ""
    from_day: date | None = None


class MakeProgrammeSchema(CommandSchema):
    """Input of a new programme."""

    command = MakeProgramme
    name = Text(60, required=True)
    monthly_minutes = Minutes(required=True)
    budget_minutes = Number(1, LARGEST_BUDGET, required=True)
    age_from = Number(0, OLDEST, required=True)
    age_until = Number(0, OLDEST)
    living = Several([each.code for each in LIVING_SITUATIONS])
    tags = Several([each.code for each in ELDER_TAGS])
    region = Digits(12)
    from_day = Day()


@dataclass(frozen=True, slots=True)
class SetBudget:
    """Change the budget of a programme; who got nothing this month for want of it is looked at again."""

    programme_id: str
    budget_minutes: int


@dataclass(frozen=True, slots=True)
class Budget:
    """The input of `SetBudget` beside the address."""

    budget_minutes: int


class BudgetSchema(CommandSchema):
    """Input of a budget."""

    command = Budget
    budget_minutes = Number(1, LARGEST_BUDGET, required=True)


@dataclass(frozen=True, slots=True)
class EndProgramme:
    """Grant nothing any more."""

    programme_id: str


@dataclass(frozen=True, slots=True)
class GrantPage:
    """Grant a month to the next hundred eligible members."""

    programme_id: str
    month: date


@dataclass(frozen=True, slots=True)
class LapsePage:
    """Let the next hundred months gone by lapse."""


@dataclass(frozen=True, slots=True)
class SweepPage:
    """Let what is left of frozen months lapse, where nothing is set aside any more."""
