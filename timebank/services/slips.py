"""Photographs of paper slips: put away sealed before the confirmation that names them, and shown to reviewers.

A slip is sealed with the elder's key; whoever looks at it is written down, as with the elder's record.
"""

import hashlib
from dataclasses import dataclass

from timebank.actors import Actor
from timebank.errors import N_, NotAllowed, NotFound
from timebank.files import FileStore
from timebank.members.commands import LookPurpose
from timebank.members.looks import note_look
from timebank.services.queries import OFFICE, find_service
from timebank.services.refusals import MayNotConfirm
from timebank.services.use_cases import SITE_STAFF
from timebank.work import UnitOfWork
from timebank.writer import Bank

SEALED_AS = "service.slip"


class SlipNotFound(NotFound):
    """The service was not confirmed by a photographed slip."""

    code = "slip_not_found"
    message = N_("这次服务没有纸条照片。")


@dataclass(frozen=True, slots=True)
class StoredSlip:
    """A stored picture: the name of its sealed file, and the SHA-256 of what it shows, in hexadecimal."""

    name: str
    digest: str


NO_SLIP = StoredSlip("", "")


@dataclass(frozen=True, slots=True)
class LookAtSlip:
    """Look at the slip of a service."""

    service_id: str


@dataclass(frozen=True, slots=True)
class FoundSlip:
    """Whose key opens the slip, and the name of its file."""

    elder_id: str
    name: str


def store_slip(
    bank: Bank, files: FileStore, service_id: str, picture: bytes, actor: Actor, key: str | None = None
) -> StoredSlip:
    """Seal a picture for the elder of a service and store it; not again for a request that has its answer.

    Raises:
        ServiceNotFound: there is none, or not for this actor.
        MayNotConfirm: the actor keeps no slips of this site.
    """
    digest = hashlib.sha256(picture).hexdigest()
    if key is not None and bank.is_answered(actor, key):
        return StoredSlip("", digest)
    with bank.reading(actor) as reading:
        service = find_service(reading, service_id, actor)
        if not actor.may_act_at(service.site, SITE_STAFF):
            raise MayNotConfirm
        sealed = reading.people.seal_bytes(service.elder_id, SEALED_AS, picture)
    return StoredSlip(files.put(sealed), digest)


def open_slip(bank: Bank, files: FileStore, service_id: str, actor: Actor) -> bytes:
    """Return the picture of a service's slip; raises as `look_at_slip` does."""
    found = bank.run(look_at_slip, LookAtSlip(service_id), actor)
    with bank.reading(actor) as reading:
        return reading.people.open_bytes(found.elder_id, SEALED_AS, files.get(found.name))


def look_at_slip(uow: UnitOfWork, command: LookAtSlip, actor: Actor) -> FoundSlip:
    """Find a slip for those who review the service, and for the elder; write down who looked.

    Raises:
        ServiceNotFound: there is no such service, or not for this actor.
        NotAllowed: the actor neither reviews it nor is the elder.
        SlipNotFound: there is no photograph.
    """
    service = find_service(uow, command.service_id, actor)
    reviews = actor.may_act_at(service.site, OFFICE) or actor.may_act_at(service.review_scope, OFFICE)
    if not reviews and actor.member_id != service.elder_id:
        raise NotAllowed
    if not service.photo:
        raise SlipNotFound
    note_look(uow, service.elder_id, ("slip",), LookPurpose.AUDIT)
    return FoundSlip(service.elder_id, service.photo)
