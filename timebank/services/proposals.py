"""Corrections that wait for a second person: more minutes than before, or more than eight hours taken back.

The county proposes; somebody else of the county or the service's township, who had no part in it, carries it out.
Where the county is one person, its township is the other; what is settled without either, it appoints.
"""

from sqlalchemy import bindparam, delete

from timebank.actors import Actor, Role
from timebank.errors import N_, Conflict, NotAllowed, NotFound
from timebank.members.queries import county_officers_of, officers_of
from timebank.places.site_ids import TOWNSHIP_DIGITS
from timebank.services.commands import CorrectService
from timebank.services.model import Service
from timebank.services.queries import had_part
from timebank.services.waiting_correction import CorrectionProposal, waiting_correction
from timebank.work import Reading, UnitOfWork

PROPOSERS = (Role.COUNTY,)
SECOND = (Role.COUNTY, Role.TOWNSHIP)
ALONE_MINUTES = 480
"""One person takes back as much; more takes two (ASVS 5.0, 2.3.5: high-value acts take several people)."""


class CorrectionWaits(Conflict):
    """A correction of this service waits for its second person."""

    code = "correction_waits"
    message = N_("这次服务已有一件更正在等第二个人审批。")


class CorrectionNotFound(NotFound):
    """No correction of this service waits."""

    code = "correction_not_found"
    message = N_("这次服务没有等待审批的更正。")


class SecondPersonWanted(NotAllowed):
    """Who proposed a correction does not carry it out."""

    code = "second_person_wanted"
    message = N_("要由另一个人来批准：县里别的人，或者乡镇。")


class HadAPartInIt(NotAllowed):
    """Who had a part in a service, or verified it, does not decide on it."""

    code = "had_a_part_in_it"
    message = N_("您参与或审核过这次服务，或与当事人是一家人，要由别人来定。")


_DROP = delete(CorrectionProposal).where(
    CorrectionProposal.book == bindparam("in_book"), CorrectionProposal.service_id == bindparam("service")
)


def takes_two(service: Service, minutes: int) -> bool:
    """Tell whether setting a service's credit to so many minutes takes a second person."""
    return minutes > service.credited_minutes or service.credited_minutes - minutes > ALONE_MINUTES


def check_had_no_part(reading: Reading, service: Service, actor: Actor) -> None:
    """Refuse whoever had a part in a service, however high the office."""
    if actor.member_id in had_part(reading, service):
        raise HadAPartInIt


def check_second(reading: Reading, service: Service, proposal: CorrectionProposal, actor: Actor) -> None:
    """Refuse as second person the first one, and whoever had a part in the service or verified it."""
    if actor.member_id == proposal.proposed_by:
        raise SecondPersonWanted
    if actor.member_id in service.reviewers:
        raise HadAPartInIt
    check_had_no_part(reading, service, actor)


def propose(uow: UnitOfWork, service: Service, command: CorrectService, actor: Actor) -> None:
    """Keep a correction until a second person has decided, and tell those who may."""
    if waiting_correction(uow, service.id) is not None:
        raise CorrectionWaits
    uow.session.add(
        CorrectionProposal(
            book=uow.book,
            service_id=service.id,
            minutes=command.minutes,
            cover_from_loss=command.cover_from_loss,
            proposed_by=actor.member_id,
            proposed_at=uow.clock.now(),
            reason_sealed=uow.people.seal(service.elder_id, "service_correction.reason", command.reason),
        )
    )
    officers = {*county_officers_of(uow), *officers_of(uow, service.site[:TOWNSHIP_DIGITS])}
    for officer in sorted(officers - {actor.member_id}):
        uow.outbox.tell(officer, "correction_waits", number=service.number)


def find_proposal(reading: Reading, service: Service) -> CorrectionProposal:
    """Return the correction of a service that waits.

    Raises:
        CorrectionNotFound: none does.
    """
    proposal = waiting_correction(reading, service.id)
    if proposal is None:
        raise CorrectionNotFound
    return proposal


def drop_proposal(uow: UnitOfWork, service: Service) -> None:
    """Let nothing wait any more."""
    uow.session.flush()
    uow.connection.execute(_DROP, {"in_book": uow.book, "service": service.id})
