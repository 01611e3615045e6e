"""What happens to one item in the writer's transaction: done or refused, its answer kept for ever under its key."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from timebank.actors import Actor, Role
from timebank.devices.commands import ArriveItem, CarriedItem, SetAside
from timebank.devices.envelope import from_base64url
from timebank.devices.kinds import find_kind
from timebank.devices.model import ItemState, SyncItem
from timebank.devices.queries import ItemAnswer, answer_of, facts_place, find_arrived
from timebank.devices.refusals import ClockAhead, ItemFault, ItemTooOld, UnknownItem
from timebank.errors import Fact, Refusal, Unavailable
from timebank.members.duplicates import AlreadyRegistered
from timebank.members.queries import find_any_member
from timebank.services.refusals import OverlappingService
from timebank.work import UnitOfWork

TO_LOOK_AT = frozenset(
    one.code
    for one in (ItemTooOld, ClockAhead, UnknownItem, ItemFault, AlreadyRegistered, OverlappingService)
)
"""Refusals after which a person can put right what stands in the way, and let the item in."""

_KEEP = insert(SyncItem)


@dataclass(frozen=True, slots=True)
class _Came:
    """Who brought an item on which device, and its sealed body."""

    item: CarriedItem
    device_id: str
    envelope: str


def arrive(uow: UnitOfWork, command: ArriveItem, actor: Actor) -> ItemAnswer:
    """Do what an item asks by its use case; the same item again gets the same answer and changes nothing.

    Raises:
        Refusal: the use case's own. It is kept as the item's answer, though all the item did is undone.
    """
    found = find_arrived(uow, actor.member_id, command.item.key)
    if found is not None:
        return answer_of(uow, found)
    came = _Came(command.item, command.device_id, command.envelope)
    try:
        kind = find_kind(command.item.type, command.item.version)
        done = kind.act(
            uow,
            kind.read(command.content, photo=command.stored_photo, photo_digest=command.photo_digest),
            actor,
        )
    except Unavailable:
        raise
    except Refusal as refusal:
        row = _refused(uow, came, actor, refusal.code, refusal.field or "", refusal.facts)
        uow.keep(lambda connection: _write(connection, row))
        raise
    _write(uow.connection, _row(uow, came, actor, ItemState.ACCEPTED, ref=done.id, number=done.number))
    found = find_arrived(uow, actor.member_id, command.item.key)
    assert found is not None, "the row just written is there"
    return answer_of(uow, found)


def set_aside(uow: UnitOfWork, command: SetAside, actor: Actor) -> ItemAnswer:
    """Keep an item with the reason why it was not done."""
    found = find_arrived(uow, actor.member_id, command.item.key)
    if found is None:
        came = _Came(command.item, command.device_id, command.envelope)
        facts = json.loads(command.facts)
        _write(uow.connection, _refused(uow, came, actor, command.code, command.field, facts))
        found = find_arrived(uow, actor.member_id, command.item.key)
    assert found is not None, "the row just written is there"
    return answer_of(uow, found)


def _refused(
    uow: UnitOfWork, came: _Came, actor: Actor, code: str, field: str, facts: dict[str, Fact]
) -> dict[str, Any]:
    state = ItemState.LOOK if code in TO_LOOK_AT else ItemState.REFUSED
    row = _row(uow, came, actor, state, code=code, field=field)
    row["facts_sealed"] = uow.people.seal_for_book(facts_place(row["id"]), json.dumps(facts))
    if state is ItemState.LOOK:
        row["envelope"] = from_base64url(came.envelope)
    return row


def _row(uow: UnitOfWork, came: _Came, actor: Actor, state: ItemState, **more: str) -> dict[str, Any]:
    item = came.item
    empty = {"code": "", "field": "", "ref": "", "number": "", "decided_by": ""}
    return {
        "book": uow.book,
        "id": uow.new_id(),
        "member_id": actor.member_id,
        "key": item.key,
        "device_id": came.device_id,
        "site": _site(uow, actor),
        "type": item.type,
        "version": item.version,
        "made_at": item.made_at,
        "received_at": uow.clock.now(),
        "digest": bytes.fromhex(item.digest),
        "state": state,
        "facts_sealed": None,
        "envelope": None,
        **empty,
        **more,
    }


def _site(uow: UnitOfWork, actor: Actor) -> str:
    """Return where somebody looks at an item: the coordinator's site, or the own one of who is none any more."""
    sites = actor.scopes(Role.COORDINATOR)
    return sites[0] if sites else find_any_member(uow, actor.member_id).site


def _write(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(_KEEP, row)
