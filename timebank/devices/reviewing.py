"""Looking at an item that was set aside: let in by the one who looks, in that one's own name, or dropped."""

import json
from dataclasses import dataclass

from timebank.actors import Actor
from timebank.devices.commands import DecisionOnItem, DropItem, ItemDecision, LetIn
from timebank.devices.envelope import Item, open_body
from timebank.devices.kinds import PHOTO, find_kind
from timebank.devices.model import SyncItem
from timebank.devices.photos import Recorded, prepare
from timebank.devices.queries import ItemAnswer, ItemLine, answer_of, facts_place, find_item, item_lines
from timebank.devices.refusals import BodyUnreadable, DropReasonWanted, ItemDecided, ItemDropped
from timebank.files import FileStore
from timebank.work import UnitOfWork
from timebank.writer import Bank

LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item whole: what it says, field by field, as it was typed; a photograph is not shown."""

    line: ItemLine
    fields: tuple[tuple[str, str], ...]


def item_view(bank: Bank, item_id: str, actor: Actor) -> ItemView:
    """Return an item to who may decide on it; of one decided nothing is kept but the answer.

    Raises:
        ItemNotFound: there is none, or not for this actor.
    """
    with bank.reading(actor) as reading:
        item = find_item(reading, item_id, actor)
        (line,) = item_lines(reading, [item])
        return ItemView(line, _fields(bank, item))


def decide_item(
    bank: Bank, files: FileStore, item_id: str, decision: DecisionOnItem, actor: Actor, key: str | None
) -> ItemAnswer:
    """Let an item in, or drop it.

    Raises:
        ItemNotFound: there is none, or not for this actor.
        ItemDecided: somebody was faster.
        Refusal: what the item's own use case says; the item goes on waiting.
    """
    if decision.decision == ItemDecision.DROP:
        return bank.run(drop_item, DropItem(item_id, decision.reason), actor, key)
    with bank.reading(actor) as reading:
        item = find_item(reading, item_id, actor)
    if item.envelope is None:
        raise ItemDecided
    content = _open(bank, item)
    recorded = Recorded(item.member_id, item.key, item.type)
    prepared = prepare(bank, files, recorded, content, actor)
    command = LetIn(item_id, prepared.content, decision.reason, prepared.slip.name, prepared.slip.digest)
    return bank.run(let_in, command, actor, key)


def let_in(uow: UnitOfWork, command: LetIn, actor: Actor) -> ItemAnswer:
    """Do what an item asks, in the name of who looked at it, by the rules of today."""
    item = find_item(uow, command.item_id, actor)
    kind = find_kind(item.type, item.version)
    asked = kind.read(
        command.content, reason=command.reason, photo=command.stored_photo, photo_digest=command.photo_digest
    )

    item.check_waiting()
    done = kind.act(uow, asked, actor)
    item.let_in(done.id, done.number, actor)
    return answer_of(uow, item)


def drop_item(uow: UnitOfWork, command: DropItem, actor: Actor) -> ItemAnswer:
    """Do not do what an item asks, and say why."""
    item = find_item(uow, command.item_id, actor)
    if not command.reason:
        raise DropReasonWanted(field="reason")
    facts = uow.people.seal_for_book(facts_place(item.id), json.dumps({"reason": command.reason}))
    item.drop(ItemDropped.code, facts, actor)
    return answer_of(uow, item)


def _open(bank: Bank, item: SyncItem) -> str:
    assert item.envelope is not None, "an item that waits keeps its body"
    sealed = Item(item.key, item.made_at, item.type, item.version, item.envelope)
    return open_body(bank.vault, item.book, sealed).decode(errors="replace")


def _fields(bank: Bank, item: SyncItem) -> tuple[tuple[str, str], ...]:
    if item.envelope is None or item.type == PHOTO:
        return ()
    try:
        content = json.loads(_open(bank, item))
    except (BodyUnreadable, ValueError, RecursionError):
        return ()
    if not isinstance(content, dict):
        return ()
    return tuple(
        (str(name)[:40], str(value)[:LONGEST_SHOWN]) for name, value in content.items() if value != ""
    )
