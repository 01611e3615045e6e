"""A coordinator's phone as a program: it has a key, seals what it records to the server, and signs what it brings."""

import base64
import io
import json
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image

from tests.town import BOOK, SITE, Town
from timebank.actors import Actor
from timebank.devices.commands import AskForDevice, Batch, EnrolDevice
from timebank.devices.envelope import CURVE, Item, seal_body, sealing_point, to_base64url
from timebank.devices.queries import ItemAnswer
from timebank.devices.syncing import take_batch
from timebank.devices.use_cases import ask_for_device, enrol_device
from timebank.files import FileStore
from timebank.members.model import Member

Sent = dict[str, Any]


@dataclass
class DeskPhone:
    """A phone with its key, in the hand of a coordinator of the town."""

    town: Town
    owner: Actor
    files: FileStore
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    id: str = ""

    @property
    def public_key(self) -> str:
        """The public point in base64url."""
        return to_base64url(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def asks(self) -> "DeskPhone":
        """Offer the key to the county."""
        self.id = self.town.bank.run(ask_for_device, AskForDevice(self.public_key, "红米"), self.owner).id
        return self

    def is_enrolled(self) -> "DeskPhone":
        """Let the county say yes."""
        self.asks()
        self.town.bank.run(enrol_device, EnrolDevice(self.id), self.town.chen)
        return self

    def records(
        self, type_: str, body: object, *, at: datetime | None = None, version: int = 1, key: str = ""
    ) -> Sent:
        """Return an item, sealed and signed."""
        moment = (at or self.town.clock.now()).astimezone(UTC)
        made_at = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
        plain = Item(key or str(uuid.uuid4()), made_at, type_, version, json.dumps(body).encode())
        point = sealing_point(self.town.bank.vault, BOOK)
        return self.signs(replace(plain, body=seal_body(point, BOOK, plain)))

    def signs(self, item: Item) -> Sent:
        """Return a sealed item as it is sent, signed by this phone."""
        r, s = decode_dss_signature(self.key.sign(item.signed_bytes(BOOK, self.id), ec.ECDSA(SHA256())))
        return {
            "key": item.key,
            "made_at": item.made_at,
            "type": item.type,
            "version": item.version,
            "body": to_base64url(item.body),
            "signature": to_base64url(r.to_bytes(32) + s.to_bytes(32)),
        }

    def brings(self, *items: object) -> tuple[ItemAnswer, ...]:
        """Hand items over and return the answers."""
        return take_batch(self.town.bank, self.files, Batch(BOOK, self.id, items))

    def brings_one(self, item: object) -> ItemAnswer:
        """Hand one item over."""
        (answer,) = self.brings(item)
        return answer


def elder(**more: object) -> dict[str, object]:
    """Return what is recorded of an elder."""
    return {
        "kind": "elder",
        "name": "韦玉芬",
        "sex": "female",
        "site": SITE,
        "birth_date": "1949-02-03",
        "consent": "basic-1",
        "consent_way": "paper",
        "no_papers_reason": "证件遗失",
        **more,
    }


def line(town: Town, **more: object) -> dict[str, object]:
    """Return a line of a sheet: Li kept Wang company this morning."""
    with town.bank.reading(town.chen) as reading:
        wang, li = (reading.row(Member, one.member_id) for one in (town.wang, town.li))
        assert wang is not None
        assert li is not None
        numbers = {"elder": wang.number, "volunteer": li.number}
    return {**numbers, "kind": "company", "starts_at": "2026-11-16T06:00", "minutes": 60, **more}


def picture(colour: str = "#b3312c") -> bytes:
    """Return a photograph."""
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(stream, "JPEG")
    return stream.getvalue()


def photo_text() -> str:
    """Return a photograph as an item's body holds it."""
    return base64.b64encode(picture()).decode()
