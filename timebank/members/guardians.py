"""The guardian of a minor who volunteers: named, replaced or ended by whoever keeps the register."""

from dataclasses import dataclass

from timebank.actors import Actor
from timebank.errors import N_, NotFound
from timebank.members.changes import note_change
from timebank.members.finding import find_kept_member
from timebank.members.model import VolunteerState
from timebank.members.volunteer_commands import EndGuardian, NameGuardian
from timebank.members.volunteering import (
    TooYoung,
    VolunteerNotFound,
    check_guardian,
    find_volunteer,
    lacks_years,
)
from timebank.work import UnitOfWork

FIELD = "guardian"


class GuardianNotFound(NotFound):
    """No guardian is named."""

    code = "guardian_not_found"
    message = N_("没有登记监护人。")


@dataclass(frozen=True, slots=True)
class GuardianStanding:
    """Who stands by a volunteer; "" where nobody does."""

    member_id: str
    guardian_id: str


def name_guardian(uow: UnitOfWork, command: NameGuardian, actor: Actor) -> GuardianStanding:
    """Name the adult who stands by a volunteer; an earlier one stays noted.

    Raises:
        VolunteerNotFound: the member did not apply as a volunteer.
        GuardianRefused: it is the child, or a minor too.
    """
    member = find_kept_member(uow, command.member_id, actor)
    volunteer = find_volunteer(uow, member.id)
    if volunteer is None:
        raise VolunteerNotFound
    guardian_id = check_guardian(uow, member, command.guardian)

    note_change(uow, member, FIELD, volunteer.guardian_id or "", reason="")
    volunteer.guardian_id = guardian_id
    return GuardianStanding(member.id, guardian_id)


def end_guardian(uow: UnitOfWork, command: EndGuardian, actor: Actor) -> GuardianStanding:
    """Let nobody stand by a volunteer any more: of age, or suspended until another one is named.

    Raises:
        GuardianNotFound: no guardian is named.
        TooYoung: the volunteer is a minor and serves.
    """
    member = find_kept_member(uow, command.member_id, actor)
    volunteer = find_volunteer(uow, member.id)
    if volunteer is None or volunteer.guardian_id is None:
        raise GuardianNotFound
    missing = lacks_years(uow, member)
    if missing and volunteer.state != VolunteerState.SUSPENDED:
        raise TooYoung(years=missing)

    note_change(uow, member, FIELD, volunteer.guardian_id, reason="")
    volunteer.guardian_id = None
    return GuardianStanding(member.id, "")
