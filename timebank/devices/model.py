"""A coordinator's device and the items it brought: their states and the rules of each step."""

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor, Role
from timebank.db import Base
from timebank.devices.refusals import DeviceDecided, DeviceRevoked, DeviceWaiting, ItemDecided
from timebank.errors import NotAllowed

POINT_BYTES = 65
"""An uncompressed point of P-256: 0x04 and two coordinates (SEC 1 §2.3.3)."""
MOST_DEVICES = 5
"""How many devices a coordinator may have at once, asked for or enrolled."""


class DeviceState(StrEnum):
    """Where a device stands."""

    ASKED = "asked"
    ENROLLED = "enrolled"
    REVOKED = "revoked"


class ItemState(StrEnum):
    """What came of an item. `LATER` is never stored: nothing was decided, it is to be sent again."""

    ACCEPTED = "accepted"
    LOOK = "look"
    REFUSED = "refused"
    LATER = "later"


class Device(Base):
    """A phone whose key speaks for one coordinator from the county's word until it is revoked."""

    __tablename__ = "device"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        UniqueConstraint("book", "public_key"),
        Index("ix_device_member", "book", "member_id"),
        Index("ix_device_state", "book", "state", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(60))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(POINT_BYTES))
    state: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    enrolled_by: Mapped[str] = mapped_column(String(36), default="")
    enrolled_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(String(36), default="")
    revoked_at: Mapped[datetime | None]

    @property
    def fingerprint(self) -> str:
        """Twelve digits of the key, `1234 5678 9012`: read out, so that no other key is enrolled in its place."""
        return fingerprint(self.public_key)

    def enrol(self, actor: Actor, now: datetime) -> None:
        """Let the key speak for its owner. Takes somebody of the county who is not the owner."""
        if not actor.has(Role.COUNTY) or actor.member_id == self.member_id:
            raise NotAllowed
        if self.state != DeviceState.ASKED:
            raise DeviceDecided
        self.state, self.enrolled_by, self.enrolled_at = DeviceState.ENROLLED, actor.member_id, now

    def revoke(self, actor: Actor, now: datetime) -> None:
        """Take the key's word away, at once. Takes the owner or the county."""
        if actor.member_id != self.member_id and not actor.has(Role.COUNTY):
            raise NotAllowed
        if self.state == DeviceState.REVOKED:
            raise DeviceDecided
        self.stop(actor.member_id, now)

    def stop(self, by: str, now: datetime) -> None:
        """Take the key's word away without asking who may: the phone is lost, and the office says so."""
        self.state, self.revoked_by, self.revoked_at = DeviceState.REVOKED, by, now

    def check_enrolled(self) -> None:
        """Refuse a device that may not speak: not yet, or not any more."""
        if self.state == DeviceState.REVOKED:
            raise DeviceRevoked
        if self.state != DeviceState.ENROLLED:
            raise DeviceWaiting


class SyncItem(Base):
    """One item a coordinator recorded offline, found by its key for ever, whatever device brings it.

    `envelope` is the body as it came, sealed to the server; it is kept only while somebody has to look at it.
    """

    __tablename__ = "sync_item"
    __table_args__ = (
        ForeignKeyConstraint(["book", "device_id"], ["device.book", "device.id"]),
        UniqueConstraint("book", "member_id", "key"),
        Index("ix_sync_item_state", "book", "state", "site", "id"),
        Index("ix_sync_item_photo", "book", "type", "received_at"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    key: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    """Where somebody looks at it: the coordinator's site."""
    type: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[str] = mapped_column(String(24))  # as the device wrote it: it is part of what was sealed
    received_at: Mapped[datetime]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    state: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(40), default="")
    field: Mapped[str] = mapped_column(String(40), default="")
    facts_sealed: Mapped[bytes | None]
    envelope: Mapped[bytes | None]
    ref: Mapped[str] = mapped_column(String(64), default="")
    """The id of what came of it: a member, a service, or the file of a photograph."""
    number: Mapped[str] = mapped_column(String(16), default="")
    decided_by: Mapped[str] = mapped_column(String(36), default="")

    def let_in(self, ref: str, number: str, actor: Actor) -> None:
        """Mark as done after somebody looked at it."""
        self.check_waiting()
        self.state, self.code, self.field, self.facts_sealed, self.envelope = (
            ItemState.ACCEPTED,
            "",
            "",
            None,
            None,
        )
        self.ref, self.number, self.decided_by = ref, number, actor.member_id

    def drop(self, code: str, facts_sealed: bytes, actor: Actor) -> None:
        """Mark as not to be done; what it said is forgotten."""
        self.check_waiting()
        self.state, self.code, self.field, self.envelope = ItemState.REFUSED, code, "", None
        self.facts_sealed, self.decided_by = facts_sealed, actor.member_id

    def check_waiting(self) -> None:
        """Refuse an item that does not wait for anybody any more."""
        if self.state != ItemState.LOOK:
            raise ItemDecided


def fingerprint(public_key: bytes) -> str:
    """Return twelve digits of the SHA-256 of a key, in groups of four."""
    number = int.from_bytes(hashlib.sha256(public_key).digest()[:8]) % 10**12
    digits = f"{number:012}"
    return " ".join(digits[start : start + 4] for start in (0, 4, 8))
