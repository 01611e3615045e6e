"""Giving time to kin: set aside at once, theirs when they accept, free again when they do not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from ledger.errors import AccountClosed, AccountFrozen, InsufficientBalance
from timebank.actors import Actor
from timebank.bookkeeper import About
from timebank.entry_purposes import Purpose, note_purpose
from timebank.gifts.commands import Answer, AnswerGift, GiveTime, LapseGift, TakeGiftBack
from timebank.gifts.kin import find_receiver
from timebank.gifts.model import Gift, GiftState
from timebank.gifts.queries import find_gift
from timebank.gifts.refusals import GiftNotFound, NotEnoughToGive, NotTheReceiver
from timebank.members.grants import KEEPERS
from timebank.members.kinship import ProxyScope
from timebank.members.model import Member
from timebank.members.queries import find_any_member, find_member, proxies_of
from timebank.units import hours_and_minutes
from timebank.work import UnitOfWork

COUNTED_AS_GIVEN = (GiftState.OFFERED, GiftState.ACCEPTED)
FREED = {GiftState.DECLINED: "declined", GiftState.TAKEN_BACK: "cancelled", GiftState.LAPSED: "timeout"}
"""The ledger's word for each way in which the minutes become free again."""


@dataclass(frozen=True, slots=True)
class GiftStanding:
    """A gift after an act. Of a large one `free_from` is when it may be accepted."""

    id: str
    number: str
    state: str
    minutes: int
    free_from: datetime
    answer_until: datetime


def give_time(uow: UnitOfWork, command: GiveTime, actor: Actor) -> GiftStanding:
    """Offer own minutes to kin; they are set aside until the answer. Much at a time waits a day first."""
    giver = find_member(uow, actor.member_id, actor)
    receiver, relation = find_receiver(uow, giver, command.receiver, field="receiver")
    free_from = uow.business_clock.now() + _delay(uow, giver, command.minutes)
    posted = _reserve(uow, giver, receiver, command.minutes)
    gift = Gift(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("gift"),
        giver_id=giver.id,
        receiver_id=receiver.id,
        relation=relation,
        minutes=command.minutes,
        state=GiftState.OFFERED,
        given_on=uow.business_clock.today(),
        free_from=free_from,
        answer_until=free_from + timedelta(days=uow.policy.number("gift.answer_days", giver.site)),
        answered_by="",
        entry_id=posted,
        closing_entry_id="",
    )
    uow.session.add(gift)
    uow.outbox.tell(receiver.id, "gift_offered", elder=giver.id, minutes=gift.minutes)
    return _standing(gift)


def answer_gift(uow: UnitOfWork, command: AnswerGift, actor: Actor) -> GiftStanding:
    """Accept a gift, and its minutes are the receiver's own; or decline it, and they are free again."""
    gift = find_gift(uow, command.gift_id, actor)
    _check_answers(uow, gift, actor)
    if command.answer == Answer.DECLINE:
        end_gift(uow, gift, GiftState.DECLINED, actor)
        uow.outbox.tell(gift.giver_id, "gift_declined", minutes=gift.minutes)
        return _standing(gift)
    giver = find_any_member(uow, gift.giver_id)
    free_hours, _ = hours_and_minutes(uow.policy.number("gift.free_minutes", giver.site))
    gift.accept(uow.business_clock.now(), free_hours)
    posted = uow.ledger.settle(gift.entry_id, gift.minutes, About(site=giver.site))
    gift.closing_entry_id = note_purpose(uow, posted.id, Purpose.GIFT)
    gift.answered_by = actor.member_id
    uow.count(giver.site, "minutes.given", gift.minutes)
    uow.outbox.tell(gift.giver_id, "gift_accepted", minutes=gift.minutes)
    return _standing(gift)


def take_gift_back(uow: UnitOfWork, command: TakeGiftBack, actor: Actor) -> GiftStanding:
    """Take one's own gift back before it is answered."""
    gift = find_gift(uow, command.gift_id, actor)
    if gift.giver_id != actor.member_id:
        raise GiftNotFound
    end_gift(uow, gift, GiftState.TAKEN_BACK, actor)
    uow.outbox.tell(gift.receiver_id, "gift_taken_back", minutes=gift.minutes)
    return _standing(gift)


def lapse_gift(uow: UnitOfWork, command: LapseGift, actor: Actor) -> GiftStanding:
    """End a gift nobody answered in time; the system does."""
    gift = find_gift(uow, command.gift_id, actor)
    end_gift(uow, gift, GiftState.LAPSED, actor)
    uow.outbox.tell(gift.giver_id, "gift_lapsed", minutes=gift.minutes)
    return _standing(gift)


def end_gift(uow: UnitOfWork, gift: Gift, state: GiftState, actor: Actor) -> None:
    """End an offered gift without acceptance, and free its minutes; nobody is told."""
    gift.end(state)
    posted = uow.ledger.release(gift.entry_id, FREED[state])
    gift.closing_entry_id = note_purpose(uow, posted.id, Purpose.GIFT)
    gift.answered_by = actor.member_id


def _delay(uow: UnitOfWork, giver: Member, minutes: int) -> timedelta:
    """Return how long a gift waits, seen together with what was given on the same day."""
    given_today = uow.session.scalar(
        select(func.coalesce(func.sum(Gift.minutes), 0)).where(
            Gift.book == uow.book,
            Gift.giver_id == giver.id,
            Gift.given_on == uow.business_clock.today(),
            Gift.state.in_(COUNTED_AS_GIVEN),
        )
    )
    is_much = int(given_today or 0) + minutes > uow.policy.number("gift.free_minutes", giver.site)
    hours = uow.policy.number("gift.delay_hours", giver.site) if is_much else 0
    return timedelta(hours=hours)


def _reserve(uow: UnitOfWork, giver: Member, receiver: Member, minutes: int) -> str:
    try:
        posted = uow.ledger.reserve(giver.handle, receiver.handle, minutes, About(site=giver.site))
    except InsufficientBalance as short:
        raise NotEnoughToGive(field="minutes", available=max(0, short.available)) from short
    except (AccountFrozen, AccountClosed) as gone:
        raise NotEnoughToGive(field="minutes", available=0) from gone
    return note_purpose(uow, posted.id, Purpose.GIFT)


def _check_answers(uow: UnitOfWork, gift: Gift, actor: Actor) -> None:
    """Pass the receiver, a proxy for needs or for all who is not the giver, and the office of the receiver's site."""
    if actor.member_id == gift.receiver_id:
        return
    receiver = find_any_member(uow, gift.receiver_id)
    proxies = proxies_of(uow, receiver.id, uow.business_clock.today(), ProxyScope.NEEDS)
    speaks_for = actor.member_id in proxies or actor.may_act_at(receiver.site, KEEPERS)
    if not speaks_for or actor.member_id == gift.giver_id:
        raise NotTheReceiver


def _standing(gift: Gift) -> GiftStanding:
    return GiftStanding(gift.id, gift.number, gift.state, gift.minutes, gift.free_from, gift.answer_until)
