"""What becomes of the minutes of somebody who is gone: kin claim them within the term, the rest goes to the pool.

A claim written down within the term stands until it is paid or dropped: kin do not lose by an office that is slow.
The account is frozen, so each payment opens it, moves the minutes and freezes it again: three entries that the log
shows one after the other.
"""

from dataclasses import dataclass

from sqlalchemy import select

from timebank.actors import Actor
from timebank.bookkeeper import About
from timebank.departures.commands import CloseDeparture, PayClaim, ProposeClaim, WithdrawClaim
from timebank.departures.model import Claim, ClaimState, Departure
from timebank.departures.refusals import (
    ClaimNotFound,
    ClaimTooMuch,
    DepartureMovedOn,
    NotAnHeir,
    NothingLeftYet,
)
from timebank.departures.use_cases import DepartureStanding, check_outsider, find_departure, standing
from timebank.entry_purposes import Purpose, note_purpose
from timebank.errors import NotAllowed
from timebank.gifts.kin import FRIEND, gift_relation, named_member
from timebank.members.grants import KEEPERS
from timebank.members.model import Member
from timebank.members.queries import find_any_member
from timebank.work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """A claim after an act, and the minutes still left of the departed."""

    id: str
    departure_id: str
    heir_id: str
    minutes: int
    state: str
    left_minutes: int


def propose_claim(uow: UnitOfWork, command: ProposeClaim, actor: Actor) -> ClaimStanding:
    """Write down what kin ask for, as one person of the office."""
    departure, member = _find(uow, command.departure_id, actor)
    departure.check_claim(uow.business_clock.today())
    heir = named_member(uow, command.heir)
    relation = gift_relation(uow, member, heir) if heir is not None and heir.is_active else ""
    if heir is None or relation in ("", FRIEND):
        raise NotAnHeir(field="heir")
    left = unclaimed_minutes(uow, departure, member)
    if command.minutes > left:
        raise ClaimTooMuch(field="minutes", left=left)
    check_outsider(uow, heir, actor)
    claim = Claim(
        book=uow.book,
        id=uow.new_id(),
        departure_id=departure.id,
        heir_id=heir.id,
        relation=relation,
        minutes=command.minutes,
        state=ClaimState.PROPOSED,
        proposed_by=actor.member_id,
    )
    uow.session.add(claim)
    return _claim_standing(claim, left - command.minutes)


def pay_claim(uow: UnitOfWork, command: PayClaim, actor: Actor) -> ClaimStanding:
    """Move the minutes to the kin, as a second person of the office; the last payment closes the account."""
    departure, member = _find(uow, command.departure_id, actor)
    departure.check_frozen()
    claim = _claim_of(uow, departure, command.claim_id)
    heir = find_any_member(uow, claim.heir_id)
    check_outsider(uow, heir, actor)
    claim.pay(actor.member_id)
    _move(uow, member, heir.handle, claim)
    uow.session.flush()  # what is left is asked of the rows
    departure.claimed_minutes += claim.minutes
    uow.outbox.tell(heir.id, "time_inherited", minutes=claim.minutes)
    if _is_empty(uow, member):
        _close_account(uow, departure, member)
    return _claim_standing(claim, unclaimed_minutes(uow, departure, member))


def withdraw_claim(uow: UnitOfWork, command: WithdrawClaim, actor: Actor) -> ClaimStanding:
    """Drop a claim that was not paid; its minutes may be claimed by others."""
    departure, member = _find(uow, command.departure_id, actor)
    claim = _claim_of(uow, departure, command.claim_id)
    claim.withdraw()
    uow.session.flush()
    return _claim_standing(claim, unclaimed_minutes(uow, departure, member))


def close_departure(uow: UnitOfWork, command: CloseDeparture, actor: Actor) -> DepartureStanding:
    """Close an empty account at once, and after the term one whose rest goes to the site's pool; the system does."""
    departure, member = _find(uow, command.departure_id, actor, is_system=True)
    account = uow.ledger.account(member.handle)
    if account.pending_debits or account.pending_credits:
        raise NothingLeftYet
    if account.balance:
        assert departure.claim_until is not None, "a frozen departure has a term"
        if uow.business_clock.today() <= departure.claim_until or _claimed(uow, departure):
            raise DepartureMovedOn
        uow.ledger.set_status([member.handle], "open")
        pool = uow.ledger.pool_handle(departure.site)
        posted = uow.ledger.transfer(member.handle, pool, account.balance, About(site=departure.site))
        note_purpose(uow, posted.id, Purpose.ESTATE)
        departure.pooled_minutes = account.balance
        uow.count(departure.site, "minutes.inherited", account.balance)
    _close_account(uow, departure, member)
    return standing(departure)


def unclaimed_minutes(reading: Reading, departure: Departure, member: Member) -> int:
    """Return what kin may still claim: the balance that is not set aside, less what others have asked for."""
    account = reading.ledger.account(member.handle)
    return (account.available or 0) - _claimed(reading, departure)


def _claimed(reading: Reading, departure: Departure) -> int:
    """Return the minutes of claims that wait for the second person."""
    return sum(
        reading.session.scalars(
            select(Claim.minutes).where(
                Claim.book == reading.book,
                Claim.departure_id == departure.id,
                Claim.state == ClaimState.PROPOSED,
            )
        )
    )


def _find(
    uow: UnitOfWork, departure_id: str, actor: Actor, *, is_system: bool = False
) -> tuple[Departure, Member]:
    departure = find_departure(uow, departure_id, actor)
    member = find_any_member(uow, departure.member_id)
    if not is_system:
        if not actor.may_act_at(departure.site, KEEPERS):
            raise NotAllowed
        check_outsider(uow, member, actor)
    return departure, member


def _claim_of(uow: UnitOfWork, departure: Departure, claim_id: str) -> Claim:
    claim = uow.row(Claim, claim_id)
    if claim is None or claim.departure_id != departure.id:
        raise ClaimNotFound
    return claim


def _move(uow: UnitOfWork, member: Member, heir: str, claim: Claim) -> None:
    uow.ledger.set_status([member.handle], "open")
    posted = uow.ledger.transfer(member.handle, heir, claim.minutes, About(site=member.site))
    claim.entry_id = note_purpose(uow, posted.id, Purpose.ESTATE)
    uow.ledger.set_status([member.handle], "frozen")


def _is_empty(uow: UnitOfWork, member: Member) -> bool:
    account = uow.ledger.account(member.handle)
    return not (account.balance or account.pending_debits or account.pending_credits)


def _close_account(uow: UnitOfWork, departure: Departure, member: Member) -> None:
    uow.ledger.set_status([member.handle], "closed")
    departure.close(uow.business_clock.today())


def _claim_standing(claim: Claim, left: int) -> ClaimStanding:
    return ClaimStanding(claim.id, claim.departure_id, claim.heir_id, claim.minutes, claim.state, left)
