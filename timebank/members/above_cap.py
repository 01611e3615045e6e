"""Where a volunteer's minutes go that settle above the most a member may keep: the volunteer's own choice."""

from dataclasses import dataclass

from timebank.actors import Actor
from timebank.members.model import CapChoice
from timebank.members.volunteer_commands import ChooseAboveCap
from timebank.members.volunteering import VolunteerNotFound, find_volunteer
from timebank.work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class ChosenAboveCap:
    """What stands chosen; it holds for what settles from now on."""

    choice: str


def choose_above_cap(uow: UnitOfWork, command: ChooseAboveCap, actor: Actor) -> ChosenAboveCap:
    """Keep the choice of whoever asks; nobody chooses for another.

    Raises:
        VolunteerNotFound: the actor is no volunteer.
    """
    volunteer = find_volunteer(uow, actor.member_id)
    if volunteer is None:
        raise VolunteerNotFound
    volunteer.cap_choice = command.choice
    return ChosenAboveCap(command.choice)


def cap_choice(reading: Reading, member_id: str) -> CapChoice:
    """Return where a member's minutes above the cap go: to the pool, where nothing else was chosen."""
    volunteer = find_volunteer(reading, member_id)
    return CapChoice(volunteer.cap_choice or CapChoice.POOL) if volunteer else CapChoice.POOL
