"""A batch of a device: each item checked, opened and done in order, each with its own answer.

No session is asked for: the device's key says whose items these are, and the roles are those of today. Nothing is
written for an item whose signature is wrong, or a stranger could use up the keys of others.
"""

import json
from datetime import datetime, timedelta

import structlog

from timebank.actors import Actor
from timebank.devices.arriving import arrive, set_aside
from timebank.devices.commands import ArriveItem, Batch, CarriedItem, SetAside
from timebank.devices.envelope import KEY, Item, check_signature, open_body, parse_item, to_base64url
from timebank.devices.kinds import find_kind
from timebank.devices.model import Device, ItemState
from timebank.devices.photos import Recorded, prepare
from timebank.devices.queries import ItemAnswer, answer_of, find_arrived, texts_of
from timebank.devices.refusals import (
    ClockAhead,
    DeviceNotFound,
    DeviceRevoked,
    ItemFault,
    ItemMalformed,
    ItemTooOld,
    SignatureWrong,
)
from timebank.errors import IdempotencyConflict, Refusal, Unavailable
from timebank.files import FileStore
from timebank.members.model import MemberStatus
from timebank.members.queries import find_any_member, grants_of
from timebank.writer import Bank

log = structlog.get_logger()

NORMAL_AGE = timedelta(days=31)
"""What is older was recorded too long ago to be taken unseen."""
CLOCK_SLACK = timedelta(hours=1)
"""By how much a phone's clock may be ahead of ours."""


def take_batch(bank: Bank, files: FileStore, batch: Batch) -> tuple[ItemAnswer, ...]:
    """Return what came of each item, in the order they were sent; what was not decided is to be sent again later.

    Raises:
        DeviceNotFound, DeviceWaiting, DeviceRevoked: nothing of the batch is taken.
    """
    answers: list[ItemAnswer] = []
    for raw in batch.items:
        if answers and answers[-1].state == ItemState.LATER:
            answers.append(_unsigned(raw, ItemState.LATER))  # never before what was recorded before it
        else:
            answers.append(_take(bank, files, batch, raw))
    return tuple(answers)


def _take(bank: Bank, files: FileStore, batch: Batch, raw: object) -> ItemAnswer:
    device, actor = _speaker(bank, batch)
    try:
        item = parse_item(raw)
        check_signature(item, batch.book, device.id, device.public_key)
    except (ItemMalformed, SignatureWrong) as refusal:
        return _unsigned(raw, ItemState.REFUSED, refusal)
    with bank.reading(actor) as reading:
        arrived = find_arrived(reading, actor.member_id, item.key)
        if arrived is not None:
            if arrived.digest != item.digest(batch.book):
                return _unsigned(raw, ItemState.REFUSED, IdempotencyConflict(field="body", what="body"))
            return answer_of(reading, arrived)
    try:
        return _do(bank, files, item, device, actor)
    except Unavailable as unavailable:
        return _unsigned(raw, ItemState.LATER, unavailable)


def _speaker(bank: Bank, batch: Batch) -> tuple[Device, Actor]:
    """Return the enrolled device and the coordinator it speaks for, both as of this moment."""
    with bank.reading(Actor(batch.book, "")) as reading:
        device = reading.row(Device, batch.device)
        if device is None:
            raise DeviceNotFound
        device.check_enrolled()
        if find_any_member(reading, device.member_id).status != MemberStatus.ACTIVE:
            raise DeviceRevoked
        return device, Actor(batch.book, device.member_id, grants_of(reading, device.member_id))


def _do(bank: Bank, files: FileStore, item: Item, device: Device, actor: Actor) -> ItemAnswer:
    carried = CarriedItem(item.key, item.made_at, item.type, item.version, item.digest(actor.book).hex())
    envelope = to_base64url(item.body)
    try:
        content = open_body(bank.vault, actor.book, item).decode(errors="replace")
        _check_age(item, bank.clock.now())
        find_kind(item.type, item.version)
        recorded = Recorded(actor.member_id, item.key, item.type)
        prepared = prepare(bank, files, recorded, content, actor)
    except Unavailable:
        raise
    except Refusal as refusal:
        aside = SetAside(
            carried, device.id, envelope, refusal.code, refusal.field or "", json.dumps(refusal.facts)
        )
        return bank.run(set_aside, aside, actor)
    command = ArriveItem(
        carried, prepared.content, device.id, envelope, prepared.slip.name, prepared.slip.digest
    )
    try:
        return bank.run(arrive, command, actor, f"sync/{item.key}")
    except Unavailable:
        raise
    except Refusal:
        with bank.reading(actor) as reading:
            kept = find_arrived(reading, actor.member_id, item.key)
            assert kept is not None, "a refused item's answer is kept"
            return answer_of(reading, kept)
    except Exception:  # a fault of ours at one item must not hold up what was recorded after it
        log.exception("sync_item_failed", type=item.type, version=item.version)
        return bank.run(set_aside, SetAside(carried, device.id, envelope, ItemFault.code), actor)


def _check_age(item: Item, now: datetime) -> None:
    made_at = datetime.fromisoformat(item.made_at)
    if made_at > now + CLOCK_SLACK:
        raise ClockAhead
    if now - made_at > NORMAL_AGE:
        raise ItemTooOld(days=(now - made_at).days)


def _unsigned(raw: object, state: ItemState, refusal: Refusal | None = None) -> ItemAnswer:
    """Return an answer of which nothing is kept."""
    key = raw.get("key") if isinstance(raw, dict) else None
    shown = key if isinstance(key, str) and KEY.fullmatch(key) else ""
    if refusal is None:
        return ItemAnswer(shown, state)
    facts = texts_of(refusal.facts)
    return ItemAnswer(shown, state, code=refusal.code, field=refusal.field or "", facts=facts)
