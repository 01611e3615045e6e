"""What can be asked of devices, and of the items that somebody has to look at."""

from dataclasses import dataclass, field
from enum import StrEnum

from marshmallow import fields, validate

from timebank.errors import N_
from timebank.requests import NOT_CONTENT
from timebank.schemas import Choice, CommandSchema, Digits, Text

MOST_ITEMS = 100
"""How many items a batch may hold."""
NOT_A_BATCH = N_("请发送 1 到 100 条记录。")


@dataclass(frozen=True, slots=True)
class AskForDevice:
    """Ask the county to enrol a device: `public_key` is the uncompressed point in base64url."""

    public_key: str
    name: str = ""


class AskForDeviceSchema(CommandSchema):
    """How `AskForDevice` is read."""

    command = AskForDevice

    public_key = Text(100, required=True)
    name = Text(60)


@dataclass(frozen=True, slots=True)
class EnrolDevice:
    """Let a device speak for its coordinator."""

    device_id: str


@dataclass(frozen=True, slots=True)
class RevokeDevice:
    """Take a device's word away."""

    device_id: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a device brings: items as they came, in the order in which they were recorded."""

    book: str
    device: str
    items: tuple[object, ...]


class BatchSchema(CommandSchema):
    """How `Batch` is read. Each item is judged by itself, so that a bad one does not hold up the others."""

    command = Batch

    book = Digits(6, required=True)
    device = Text(36, required=True)
    items = fields.List(
        fields.Raw(
            allow_none=True,
            metadata={
                "type": "object",
                "description": "{key, made_at, type, version, body, signature}: docs/offline.md",
            },
        ),
        required=True,
        validate=validate.Length(1, MOST_ITEMS, error=NOT_A_BATCH),
        metadata={"maxItems": MOST_ITEMS},
    )


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """What names an item and tells it from another: `digest` is the SHA-256 of head and sealed body."""

    key: str
    made_at: str
    type: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class ArriveItem:
    """Do what an item asks. It was signed by the device, opened, and its photograph put away before.

    `content` is the JSON of its body without a photograph; `envelope` the body as it came, in base64url.
    """

    item: CarriedItem
    content: str
    device_id: str = field(metadata=NOT_CONTENT)
    envelope: str = field(metadata=NOT_CONTENT)
    stored_photo: str = field(default="", metadata=NOT_CONTENT)
    photo_digest: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Keep an item that cannot be done now, with the refusal that says why; `facts` are JSON."""

    item: CarriedItem
    device_id: str
    envelope: str
    code: str
    field: str = ""
    facts: str = "{}"


class ItemDecision(StrEnum):
    """What somebody decides who looked at an item."""

    LET_IN = "let_in"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class DecisionOnItem:
    """The input of a decision beside the address; `reason` is why it is dropped, or why registered all the same."""

    decision: str
    reason: str = ""


class DecisionOnItemSchema(CommandSchema):
    """How `DecisionOnItem` is read."""

    command = DecisionOnItem

    decision = Choice(ItemDecision, required=True)
    reason = Text(200)


@dataclass(frozen=True, slots=True)
class LetIn:
    """Do what an item asks that was looked at, in the name of who looked."""

    item_id: str
    content: str
    reason: str = ""
    stored_photo: str = field(default="", metadata=NOT_CONTENT)
    photo_digest: str = ""


@dataclass(frozen=True, slots=True)
class DropItem:
    """Do not do what an item asks."""

    item_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ForgetPhoto:
    """Forget the photograph of an item."""

    item_id: str
