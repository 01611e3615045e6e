"""Making programmes, letting months pass, and reading what a member and a budget have."""

from dataclasses import dataclass
from datetime import date

from tests.town import Town, join
from timebank.actors import Actor
from timebank.clock import local_moment
from timebank.grants.commands import MakeProgramme
from timebank.grants.monthly import GRANTS
from timebank.grants.programmes import ProgrammeStanding, make_programme
from timebank.grants.queries import ProgrammeView, grants_held_by, programme_view
from timebank.jobs import run_job

MONTHLY = 120


@dataclass(frozen=True, slots=True)
class Scheme:
    """The town, seen as one that has grants."""

    town: Town

    def programme(self, budget: int = 6000, **more: object) -> ProgrammeStanding:
        """Make a programme of two hours a month for those of 80 and more."""
        wanted = {"name": "高龄补助", "monthly_minutes": MONTHLY, "age_from": 80, **more}
        command = MakeProgramme(budget_minutes=budget, **wanted)  # type: ignore[arg-type]  # keywords of the command
        return self.town.bank.run(make_programme, command, self.town.chen)

    def runs(self) -> int:
        """Let the job look once more, a minute later; return how many accounts it opened or ended."""
        self.town.clock.advance(minutes=1)
        return run_job(self.town.bank, GRANTS)

    def it_is(self, day: date) -> None:
        """Set the clock to nine o'clock of a day."""
        self.town.clock.moment = local_moment(day, 9)

    def has(self, elder: Actor) -> list[tuple[int, int]]:
        """Return what an elder has of each grant of this month: free and set aside."""
        with self.town.bank.reading(elder) as reading:
            return [(one.available, one.reserved) for one in grants_held_by(reading, elder.member_id)]

    def view(self, programme: ProgrammeStanding) -> ProgrammeView:
        """Return the programme as the county sees it."""
        with self.town.bank.reading(self.town.chen) as reading:
            return programme_view(reading, programme.id, self.town.chen)

    def elders(self, count: int) -> list[Actor]:
        """Register so many people of 86."""
        names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
        return [
            join(
                self.town.bank,
                f"{names[number % 22]}{names[number // 22]}",
                "elder",
                date(1940, 1, 1 + number % 28),
                "male",
                "",
            )
            for number in range(count)
        ]
