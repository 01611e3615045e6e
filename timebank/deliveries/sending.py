"""The job that sends what is planned: a try is counted and committed before it is made, its outcome right after.

So a message is sent once as a rule, and after a stop in between a second time under the same key. A way that does not
answer is left alone until the next look, and what it was to take loses no try by that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import Select, select

from timebank.actors import Actor, system
from timebank.deliveries.channels import Channel, ConsoleChannel, FileChannel, NotTaken, Parcel, Unwanted, Way
from timebank.deliveries.http_channels import SmsChannel, WecomChannel
from timebank.deliveries.model import DeliveryState, MessageDelivery, Skip
from timebank.deliveries.planning import (
    AT_ONCE,
    PlanDeliveries,
    address_of,
    is_any_new,
    plan_deliveries,
    why_not,
)
from timebank.jobs import Job
from timebank.members.model import Member
from timebank.message_facts import spoken
from timebank.messages import facts_of
from timebank.outbox import Message
from timebank.settings import Settings
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

log = structlog.get_logger()

LOOK_EVERY = timedelta(seconds=10)
TRIED_AT_ONCE = 20
MOST_A_RUN = 1000
SENDER = "【时间银行】"
"""How a message to a telephone begins: who it is from."""


@dataclass(frozen=True, slots=True)
class BeginTries:
    """Count a try of the next messages that are due."""

    limit: int = TRIED_AT_ONCE


@dataclass(frozen=True, slots=True)
class Tries:
    """The parcels to send, each with its way. Run it without a key: it holds what is not for keeping."""

    parcels: tuple[tuple[str, Parcel], ...]


@dataclass(frozen=True, slots=True)
class NoteOutcome:
    """What came of a try: sent where `failed` is empty; `is_put_off` takes the try back."""

    message_id: str
    failed: str = ""
    is_for_good: bool = False
    is_put_off: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """Where the delivery stands."""

    state: str


def begin_tries(uow: UnitOfWork, command: BeginTries, actor: Actor) -> Tries:
    """Return the parcels that are due, their tries counted; who is gone or wants none meanwhile is skipped."""
    parcels = []
    for delivery in uow.session.scalars(_due(uow).limit(command.limit)).all():
        member = uow.session.get_one(Member, (uow.book, delivery.member_id))
        if reason := why_not(uow, member, delivery.way):
            delivery.skip(reason)
            continue
        delivery.begin_try(uow.clock.now())
        message = uow.session.get_one(Message, (uow.book, delivery.message_id))
        text = SENDER + spoken(uow, message.kind, facts_of(message))
        to = address_of(uow, member, delivery.way)
        parcels.append((delivery.way, Parcel(message.id, uow.book, to, text)))
    return Tries(tuple(parcels))


def note_outcome(uow: UnitOfWork, command: NoteOutcome, actor: Actor) -> Noted:
    """Write down what came of a try."""
    delivery = uow.session.get_one(MessageDelivery, (uow.book, command.message_id))
    if command.is_put_off:
        delivery.put_off(uow.clock.now())
    elif command.failed:
        delivery.fail(command.failed, for_good=command.is_for_good)
    else:
        delivery.succeed(uow.clock.now())
    return Noted(delivery.state)


class Sender:
    """Sends the messages of the books by the ways that are set up. One thread at a time uses it."""

    def __init__(self, channels: Mapping[str, Channel], defaults: Mapping[str, str]) -> None:
        self._channels, self._defaults = channels, defaults

    def is_due(self, bank: Bank, book: str) -> bool:
        """Tell whether a message is to be planned or sent."""
        if not self._channels:
            return False
        with bank.reading(system(book)) as reading:
            return is_any_new(reading) or reading.session.scalars(_due(reading).limit(1)).first() is not None

    def send(self, bank: Bank, book: str) -> int:
        """Plan what is new and send what is due; return how many went out."""
        plan = PlanDeliveries(self._defaults.get(book, ""), tuple(self._channels))
        while bank.run(plan_deliveries, plan, system(book)).count == AT_ONCE:
            pass
        sent, silent = 0, set[str]()
        for _ in range(MOST_A_RUN // TRIED_AT_ONCE):
            parcels = bank.run(begin_tries, BeginTries(), system(book)).parcels
            for way, parcel in parcels:
                sent += self._try(bank, way, parcel, silent)
            if len(parcels) < TRIED_AT_ONCE or silent >= self._channels.keys():
                break
        return sent

    def _try(self, bank: Bank, way: str, parcel: Parcel, silent: set[str]) -> bool:
        """Try one parcel; tell whether it went out. A way that does not answer joins the silent ones."""
        outcome = NoteOutcome(parcel.key)
        if way in silent:
            outcome = NoteOutcome(parcel.key, is_put_off=True)
        elif way not in self._channels:
            outcome = NoteOutcome(parcel.key, Skip.NOT_SET_UP)
        else:
            try:
                self._channels[way].send(parcel)
            except NotTaken as error:
                silent.add(way)
                log.warning("message_not_taken", book=parcel.book, way=way, reason=str(error))
                outcome = NoteOutcome(parcel.key, str(error) or way)
            except Unwanted as error:
                outcome = NoteOutcome(parcel.key, str(error) or way, is_for_good=True)
        return bank.run(note_outcome, outcome, system(parcel.book)).state == DeliveryState.SENT


def messaging(settings: Settings) -> Job:
    """Return the job that sends the messages by the ways of the settings; without any it never has work."""
    sender = Sender(channels_of(settings), dict(settings.messages))
    return Job("messages", LOOK_EVERY, sender.send, sender.is_due)


def channels_of(settings: Settings) -> dict[str, Channel]:
    """Return the ways that are set up: those with an address, and of the others those some book uses."""
    channels: dict[str, Channel] = {}
    used = {way for _, way in settings.messages}
    if Way.CONSOLE in used:
        channels[Way.CONSOLE] = ConsoleChannel()
    if Way.FILE in used:
        channels[Way.FILE] = FileChannel(settings.outbox_folder)
    if settings.sms.url:
        channels[Way.SMS] = SmsChannel(settings.sms)
    if settings.wecom.url:
        channels[Way.WECOM] = WecomChannel(settings.wecom)
    return channels


def _due(reading: Reading) -> Select[MessageDelivery]:
    return (
        select(MessageDelivery)
        .where(
            MessageDelivery.book == reading.book,
            MessageDelivery.state == DeliveryState.WAITING,
            MessageDelivery.next_at <= reading.clock.now(),
        )
        .order_by(MessageDelivery.next_at, MessageDelivery.message_id)
    )
