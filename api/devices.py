"""Coordinators' phones, and what they bring when they have a network again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from api.blueprint import Blueprint
from api.context import bank, current_actor, files, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.devices.commands import (
    AskForDevice,
    AskForDeviceSchema,
    Batch,
    BatchSchema,
    DecisionOnItem,
    DecisionOnItemSchema,
    EnrolDevice,
    RevokeDevice,
)
from timebank.devices.envelope import CURRENT_SEALING_KEY, sealing_point, to_base64url
from timebank.devices.queries import DeviceView, ItemAnswer, ItemLine, devices_page, items_page
from timebank.devices.reviewing import decide_item, item_view
from timebank.devices.saying import sentence_of
from timebank.devices.syncing import take_batch
from timebank.devices.use_cases import DeviceStanding, ask_for_device, enrol_device, revoke_device
from timebank.paging import Page

blueprint = Blueprint("sync", "Coordinators' devices, and what was recorded offline")

LARGEST_BATCH_BYTES = 8_000_000
"""Room for some photographs at once; a phone that has more sends them in several batches."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The server's public key to which devices seal: the uncompressed point of P-256 in base64url."""

    book: str
    number: int
    public_key: str


@dataclass(frozen=True, slots=True)
class SyncedItem:
    """What came of an item: accepted, look, refused, or later; `words` say it to people."""

    key: str
    state: str
    code: str
    field: str
    words: str
    ref: str
    number: str


@dataclass(frozen=True, slots=True)
class SyncedBatch:
    """The answers, in the order of the items."""

    items: tuple[SyncedItem, ...]


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An item that somebody has to look at."""

    id: str
    type: str
    version: int
    made_at: datetime
    received_at: datetime
    member_name: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class WaitingItemView:
    """An item with what it says, as it was typed."""

    item: WaitingItem
    fields: Mapping[str, str]


@blueprint.post("/sync", is_public=True, is_keyed=False, longest_body=LARGEST_BATCH_BYTES)
@blueprint.arguments(BatchSchema)
@blueprint.response(200, SyncedBatch)
def sync(batch: Batch) -> SyncedBatch:
    """Take what a device recorded offline; each item is signed by its key and answered by itself"""
    return SyncedBatch(tuple(_said(answer) for answer in take_batch(bank(), files(), batch)))


@blueprint.get("/sync/key", is_public=True)
@blueprint.response(200, SealingKey)
def show_key() -> SealingKey:
    """Show the public key to which devices seal"""
    book = current_actor().book
    point = sealing_point(bank().vault, book)
    return SealingKey(book, CURRENT_SEALING_KEY, to_base64url(point))


@blueprint.get("/sync/items")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[WaitingItem])
def list_items(query: PageQuery) -> Page[WaitingItem]:
    """List what was set aside for somebody to look at, oldest first"""
    with bank().reading(current_actor()) as reading:
        page = items_page(reading, current_actor(), after=query.after, limit=query.limit)
    return Page(tuple(_waiting(line) for line in page.items), page.next_cursor)


@blueprint.get("/sync/items/<item_id>")
@blueprint.response(200, WaitingItemView)
def show_item(item_id: str) -> WaitingItemView:
    """Show what an item says that was set aside"""
    view = item_view(bank(), item_id, current_actor())
    return WaitingItemView(_waiting(view.line), dict(view.fields))


@blueprint.post("/sync/items/<item_id>/decision")
@blueprint.arguments(DecisionOnItemSchema)
@blueprint.response(201, SyncedItem)
def decide(decision: DecisionOnItem, item_id: str) -> SyncedItem:
    """Let an item in, in one's own name, or drop it for a reason"""
    return _said(decide_item(bank(), files(), item_id, decision, current_actor(), request_key()))


@blueprint.get("/devices")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[DeviceView])
def list_devices(query: PageQuery) -> Page[DeviceView]:
    """List one's own devices, to the county all, newest first"""
    with bank().reading(current_actor()) as reading:
        return devices_page(reading, current_actor(), after=query.after, limit=query.limit)


@blueprint.post("/devices")
@blueprint.arguments(AskForDeviceSchema)
@blueprint.response(201, DeviceStanding)
def ask(command: AskForDevice) -> DeviceStanding:
    """Offer the public key of a coordinator's device to the county"""
    return bank().run(ask_for_device, command, current_actor(), request_key())


@blueprint.post("/devices/<device_id>/enrolment")
@blueprint.response(201, DeviceStanding)
def enrol(device_id: str) -> DeviceStanding:
    """Let a device speak for its coordinator; compare the fingerprint first"""
    return bank().run(enrol_device, EnrolDevice(device_id), current_actor(), request_key())


@blueprint.post("/devices/<device_id>/revocation")
@blueprint.response(201, DeviceStanding)
def revoke(device_id: str) -> DeviceStanding:
    """Take a device's word away at once"""
    return bank().run(revoke_device, RevokeDevice(device_id), current_actor(), request_key())


def _waiting(line: ItemLine) -> WaitingItem:
    return WaitingItem(
        id=line.id,
        type=line.type,
        version=line.version,
        made_at=line.made_at,
        received_at=line.received_at,
        member_name=line.member_name,
        code=line.answer.code,
        words=_words(line.answer),
    )


def _said(answer: ItemAnswer) -> SyncedItem:
    return SyncedItem(
        answer.key, answer.state, answer.code, answer.field, _words(answer), answer.ref, answer.number
    )


def _words(answer: ItemAnswer) -> str:
    return sentence_of(answer, gettext)
