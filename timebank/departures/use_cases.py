"""Entering a departure by two people, taking it back, and what the freezing ends."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from timebank.actors import SYSTEM, Actor, Role
from timebank.departures.commands import ConfirmDeparture, EnterDeparture, FreezeDeparture, TakeDepartureBack
from timebank.departures.ends import end_what_runs
from timebank.departures.model import IN_FORCE, Departure, DepartureState
from timebank.departures.refusals import DepartureNotFound, DepartureStands, SecondPersonNeeded
from timebank.errors import N_, InvalidInput, NotAllowed
from timebank.members.grants import KEEPERS
from timebank.members.model import Member, MemberStatus
from timebank.members.queries import family_of, find_any_member, find_member
from timebank.work import Reading, UnitOfWork

ONLOOKERS = (*KEEPERS, Role.AUDITOR)


class NotYetGone(InvalidInput):
    """Nobody departs in the future."""

    code = "not_yet_gone"
    message = N_("日期还没有到，请核对。")


@dataclass(frozen=True, slots=True)
class DepartureStanding:
    """A departure after an act; it can be taken back and claimed until the days named, both included."""

    id: str
    number: str
    member_id: str
    state: str
    due_on: date | None
    claim_until: date | None


def enter_departure(uow: UnitOfWork, command: EnterDeparture, actor: Actor) -> DepartureStanding:
    """Write down that somebody is gone; nothing happens before another person says so too."""
    member = find_member(uow, command.member, actor)
    _check_office(uow, member, actor)
    today = uow.business_clock.today()
    if command.happened_on > today:
        raise NotYetGone(field="happened_on")
    if not member.is_active or departure_of(uow, member.id) is not None:
        raise DepartureStands(field="member")
    departure = Departure(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("departure"),
        member_id=member.id,
        site=member.site,
        kind=command.kind,
        happened_on=command.happened_on,
        state=DepartureState.ENTERED,
        entered_by=actor.member_id,
        entered_on=today,
    )
    uow.session.add(departure)
    return standing(departure)


def confirm_departure(uow: UnitOfWork, command: ConfirmDeparture, actor: Actor) -> DepartureStanding:
    """Take the second person's word; the days begin in which it can be taken back."""
    departure = find_departure(uow, command.departure_id, actor)
    _check_office(uow, find_any_member(uow, departure.member_id), actor)
    wait_days = uow.policy.number("departure.wait_days", departure.site)
    departure.confirm(actor.member_id, uow.business_clock.today(), wait_days)
    return standing(departure)


def take_departure_back(uow: UnitOfWork, command: TakeDepartureBack, actor: Actor) -> DepartureStanding:
    """Undo a departure that is not frozen yet; one person is enough, for nothing is lost by it."""
    departure = find_departure(uow, command.departure_id, actor)
    if not actor.may_act_at(departure.site, KEEPERS):
        raise NotAllowed
    departure.take_back(actor.member_id)
    return standing(departure)


def freeze_departure(uow: UnitOfWork, command: FreezeDeparture, actor: Actor) -> DepartureStanding:
    """End what runs and freeze the account, once the days are over; the system does. Nobody is written to."""
    departure = find_departure(uow, command.departure_id, actor)
    member = find_any_member(uow, departure.member_id)
    months = uow.policy.number("departure.claim_months", departure.site)
    departure.freeze(uow.business_clock.today(), months)
    end_what_runs(uow, member, actor)
    member.status = MemberStatus.CLOSED
    uow.count(member.site, "members", -1)
    uow.ledger.set_status([member.handle], "frozen")
    return standing(departure)


def find_departure(reading: Reading, departure_id: str, actor: Actor) -> Departure:
    """Return a departure this actor may see.

    Raises:
        DepartureNotFound: there is none, or not for this actor.
    """
    departure = reading.row(Departure, departure_id)
    is_seen = departure is not None and (
        actor.member_id == SYSTEM or actor.may_act_at(departure.site, ONLOOKERS)
    )
    if departure is None or not is_seen:
        raise DepartureNotFound
    return departure


def departure_of(reading: Reading, member_id: str) -> Departure | None:
    """Return the departure of a member that was not taken back, or None."""
    return reading.session.scalar(
        select(Departure).where(
            Departure.book == reading.book,
            Departure.member_id == member_id,
            Departure.state.in_(IN_FORCE),
        )
    )


def check_outsider(reading: Reading, member: Member, actor: Actor) -> None:
    """Refuse whoever of the office is the member or family of the member."""
    if actor.member_id == member.id or actor.member_id in family_of(reading, member.id):
        raise SecondPersonNeeded


def standing(departure: Departure) -> DepartureStanding:
    """Return a departure as its acts answer it."""
    return DepartureStanding(
        departure.id,
        departure.number,
        departure.member_id,
        departure.state,
        departure.due_on,
        departure.claim_until,
    )


def _check_office(uow: UnitOfWork, member: Member, actor: Actor) -> None:
    if not actor.may_act_at(member.site, KEEPERS):
        raise NotAllowed
    check_outsider(uow, member, actor)
