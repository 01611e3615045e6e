"""Enrolling a phone and taking it back: the coordinator asks, the county says yes, either says no at once."""

from dataclasses import dataclass

from sqlalchemy import select

from timebank.actors import Actor, Role
from timebank.devices.commands import AskForDevice, EnrolDevice, RevokeDevice
from timebank.devices.envelope import parse_public_key
from timebank.devices.model import MOST_DEVICES, Device, DeviceState
from timebank.devices.queries import devices_in_force, find_device
from timebank.devices.refusals import DeviceExists, TooManyDevices
from timebank.errors import NotAllowed
from timebank.members.queries import has_role
from timebank.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A device as it stands after the act."""

    id: str
    member_id: str
    state: str
    fingerprint: str


def ask_for_device(uow: UnitOfWork, command: AskForDevice, actor: Actor) -> DeviceStanding:
    """Offer the key of a coordinator's phone to the county; asked again with the same key it is the same device."""
    if not actor.has(Role.COORDINATOR):
        raise NotAllowed
    public_key = parse_public_key(command.public_key)
    known = uow.session.scalar(select(Device).where(Device.book == uow.book, Device.public_key == public_key))
    if known is not None:
        if known.member_id != actor.member_id or known.state == DeviceState.REVOKED:
            raise DeviceExists
        return _standing(known)
    if len(devices_in_force(uow, actor.member_id)) >= MOST_DEVICES:
        raise TooManyDevices(most=MOST_DEVICES)

    device = Device(
        book=uow.book,
        id=uow.new_id(),
        member_id=actor.member_id,
        name=command.name,
        public_key=public_key,
        state=DeviceState.ASKED,
        asked_at=uow.clock.now(),
    )
    uow.session.add(device)
    return _standing(device)


def enrol_device(uow: UnitOfWork, command: EnrolDevice, actor: Actor) -> DeviceStanding:
    """Let a device speak for the coordinator who asked, after the fingerprint was compared."""
    device = find_device(uow, command.device_id, actor)
    device.enrol(actor, uow.clock.now())
    if not has_role(uow, device.member_id, Role.COORDINATOR):
        raise NotAllowed
    uow.outbox.tell(device.member_id, "device_enrolled", device=device.fingerprint)
    return _standing(device)


def revoke_device(uow: UnitOfWork, command: RevokeDevice, actor: Actor) -> DeviceStanding:
    """Take a device's word away: what it brings from now on is not taken."""
    device = find_device(uow, command.device_id, actor)
    device.revoke(actor, uow.clock.now())
    uow.outbox.tell(device.member_id, "device_revoked", device=device.fingerprint)
    return _standing(device)


def _standing(device: Device) -> DeviceStanding:
    return DeviceStanding(device.id, device.member_id, device.state, device.fingerprint)
