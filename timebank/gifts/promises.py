"""Standing promises: a giver's time pays for an elder's care without being asked each time."""

from dataclasses import dataclass

from sqlalchemy import select

from timebank.actors import Actor
from timebank.gifts.commands import EndPromise, PromiseTime
from timebank.gifts.kin import find_receiver
from timebank.gifts.model import Promise
from timebank.gifts.refusals import PromiseNotFound, PromiseStands
from timebank.members.queries import find_member
from timebank.work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class PromiseStanding:
    """A promise after an act."""

    id: str
    giver_id: str
    elder_id: str
    monthly_minutes: int
    is_in_force: bool


def promise_time(uow: UnitOfWork, command: PromiseTime, actor: Actor) -> PromiseStanding:
    """Agree to pay for an elder's care month by month, along the relations in which time may be given."""
    giver = find_member(uow, actor.member_id, actor)
    elder, relation = find_receiver(uow, giver, command.elder, field="elder")
    if any(one.giver_id == giver.id for one in promises_to(uow, elder.id)):
        raise PromiseStands(field="elder")
    promise = Promise(
        book=uow.book,
        id=uow.new_id(),
        giver_id=giver.id,
        elder_id=elder.id,
        relation=relation,
        monthly_minutes=command.monthly_minutes,
        given_on=uow.business_clock.today(),
    )
    uow.session.add(promise)
    uow.outbox.tell(elder.id, "time_promised", elder=giver.id, minutes=command.monthly_minutes)
    return _standing(promise)


def end_promise(uow: UnitOfWork, command: EndPromise, actor: Actor) -> PromiseStanding:
    """Stop paying; either side may. What was set aside before is still paid."""
    promise = uow.row(Promise, command.promise_id)
    if promise is None or actor.member_id not in (promise.giver_id, promise.elder_id):
        raise PromiseNotFound
    promise.end(uow.business_clock.today())
    other = promise.elder_id if actor.member_id == promise.giver_id else promise.giver_id
    uow.outbox.tell(other, "promise_ended")
    return _standing(promise)


def promises_to(reading: Reading, elder_id: str) -> list[Promise]:
    """Return the promises in force by which others pay for an elder, oldest first."""
    return list(
        reading.session.scalars(
            select(Promise)
            .where(Promise.book == reading.book, Promise.elder_id == elder_id, Promise.ended_on.is_(None))
            .order_by(Promise.id)
        )
    )


def end_promises_of(uow: UnitOfWork, member_id: str) -> None:
    """End every promise a member gave or was given, when the member is gone."""
    in_force = select(Promise).where(
        Promise.book == uow.book,
        (Promise.giver_id == member_id) | (Promise.elder_id == member_id),
        Promise.ended_on.is_(None),
    )
    for promise in uow.session.scalars(in_force).all():
        promise.end(uow.business_clock.today())


def _standing(promise: Promise) -> PromiseStanding:
    return PromiseStanding(
        promise.id, promise.giver_id, promise.elder_id, promise.monthly_minutes, promise.ended_on is None
    )
