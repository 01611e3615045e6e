"""Finding devices and the items they brought: what an actor may see is what is found."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from timebank.actors import Actor, Role
from timebank.devices.model import Device, DeviceState, ItemState, SyncItem
from timebank.devices.refusals import DeviceNotFound, ItemNotFound
from timebank.errors import Fact
from timebank.members.grants import KEEPERS
from timebank.members.naming import names_of
from timebank.paging import PAGE, Page, page_of
from timebank.scopes import within_any
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device with whose it is; `public_key` is the point in hexadecimal."""

    id: str
    member_id: str
    member_name: str
    name: str
    state: str
    fingerprint: str
    public_key: str
    asked_at: datetime
    enrolled_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What came of an item: the refusal if it was not done; if it was, the id and number of what it made."""

    key: str
    state: str
    type: str = ""
    version: int = 0
    code: str = ""
    field: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    ref: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item that waits for somebody to look at it."""

    id: str
    type: str
    version: int
    made_at: datetime
    received_at: datetime
    member_name: str
    answer: ItemAnswer


def find_device(reading: Reading, device_id: str, actor: Actor) -> Device:
    """Return a device of one's own, or any one to the county.

    Raises:
        DeviceNotFound: there is none, or not for this actor.
    """
    device = reading.row(Device, device_id)
    if device is None or (device.member_id != actor.member_id and not actor.has(Role.COUNTY, Role.AUDITOR)):
        raise DeviceNotFound
    return device


def devices_page(reading: Reading, actor: Actor, *, after: str = "", limit: int = PAGE) -> Page[DeviceView]:
    """Return one's own devices, to the county and its auditor all, newest first."""
    wanted = [Device.book == reading.book]
    if not actor.has(Role.COUNTY, Role.AUDITOR):
        wanted.append(Device.member_id == actor.member_id)
    if after:
        wanted.append(Device.id < after)
    rows = reading.session.scalars(
        select(Device).where(*wanted).order_by(Device.id.desc()).limit(limit + 1)
    ).all()
    names = names_of(reading, {row.member_id for row in rows})
    views = [device_view(row, names.get(row.member_id, "")) for row in rows]
    return page_of(views, limit, [row.id for row in rows])


def device_view(device: Device, member_name: str) -> DeviceView:
    """Return a device as it is shown."""
    return DeviceView(
        id=device.id,
        member_id=device.member_id,
        member_name=member_name,
        name=device.name,
        state=device.state,
        fingerprint=device.fingerprint,
        public_key=device.public_key.hex(),
        asked_at=device.asked_at,
        enrolled_at=device.enrolled_at,
        revoked_at=device.revoked_at,
    )


def devices_in_force(reading: Reading, member_id: str) -> list[Device]:
    """Return the devices a member asked for or has enrolled."""
    return list(
        reading.session.scalars(
            select(Device).where(
                Device.book == reading.book,
                Device.member_id == member_id,
                Device.state.in_((DeviceState.ASKED, DeviceState.ENROLLED)),
            )
        )
    )


def find_arrived(reading: Reading, member_id: str, key: str) -> SyncItem | None:
    """Return the item that a member recorded under a key, if it came before."""
    return reading.session.scalar(
        select(SyncItem).where(
            SyncItem.book == reading.book, SyncItem.member_id == member_id, SyncItem.key == key
        )
    )


def answer_of(reading: Reading, item: SyncItem) -> ItemAnswer:
    """Return what came of an item."""
    facts: dict[str, Fact] = {}
    if item.facts_sealed is not None:
        facts = json.loads(reading.people.open_for_book(facts_place(item.id), item.facts_sealed))
    return ItemAnswer(
        key=item.key,
        state=item.state,
        type=item.type,
        version=item.version,
        code=item.code,
        field=item.field,
        facts=texts_of(facts),
        ref=item.ref,
        number=item.number,
    )


def texts_of(facts: Mapping[str, Fact]) -> tuple[tuple[str, str], ...]:
    """Return the facts of a refusal as sorted pairs of texts."""
    return tuple(sorted((name, str(value)) for name, value in facts.items()))


def facts_place(item_id: str) -> str:
    """Return to where the facts of an item's refusal are bound when they are sealed."""
    return f"sync_item.facts/{item_id}"


def photo_of(reading: Reading, member_id: str, key: str) -> str:
    """Return the name of the file of a photograph that a member brought under a key.

    Raises:
        ItemNotFound: there is none.
    """
    item = find_arrived(reading, member_id, key)
    if item is None or not item.ref or item.state != ItemState.ACCEPTED:
        raise ItemNotFound
    return item.ref


def find_item(reading: Reading, item_id: str, actor: Actor) -> SyncItem:
    """Return an item of a place whose register the actor keeps.

    Raises:
        ItemNotFound: there is none, or not for this actor.
    """
    item = reading.row(SyncItem, item_id)
    if item is None or not actor.may_act_at(item.site, KEEPERS):
        raise ItemNotFound
    return item


def items_page(reading: Reading, actor: Actor, *, after: str = "", limit: int = PAGE) -> Page[ItemLine]:
    """Return the items that wait for somebody to look at them within the actor's scopes, oldest first."""
    rows = reading.session.scalars(
        select(SyncItem)
        .where(
            SyncItem.book == reading.book,
            SyncItem.state == ItemState.LOOK,
            within_any(SyncItem.site, actor.scopes(*KEEPERS)),
            SyncItem.id > after,
        )
        .order_by(SyncItem.id)
        .limit(limit + 1)
    ).all()
    return page_of(item_lines(reading, rows), limit, [row.id for row in rows])


def item_lines(reading: Reading, rows: Iterable[SyncItem]) -> tuple[ItemLine, ...]:
    """Return items as lines, with the names fetched at once."""
    items = list(rows)
    names = names_of(reading, {item.member_id for item in items})
    return tuple(
        ItemLine(
            id=item.id,
            type=item.type,
            version=item.version,
            made_at=datetime.fromisoformat(item.made_at),
            received_at=item.received_at,
            member_name=names.get(item.member_id, ""),
            answer=answer_of(reading, item),
        )
        for item in items
    )
