"""A finished service as paper tells it: one line of a sheet, or one slip, by the numbers that stand on it.

A line that brings its photograph is confirmed by it in the same act; one without waits for the elder's side.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, validates_schema

from timebank.actors import Actor
from timebank.catalogue.kinds import KINDS
from timebank.errors import N_
from timebank.files import FileStore
from timebank.members.finding import MemberNotFound, find_by_number
from timebank.members.model import Member
from timebank.requests import NOT_CONTENT
from timebank.schemas import REQUIRED, Choice, CommandSchema, Digits, LocalMoment, Minutes, Text
from timebank.services.afterwards import log_service, record_past_service
from timebank.services.commands import ConfirmService, LogService
from timebank.services.model import SLIPS, Way
from timebank.services.slips import SEALED_AS, StoredSlip
from timebank.services.use_cases import ServiceStep, confirm_service
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

PHOTO_WANTED = N_("请拍下这张纸的照片。")


@dataclass(frozen=True, slots=True)
class LogOnPaper:
    """Log a service that stands on paper.

    `elder` and `volunteer` are member numbers. `way` is how the elder's side signed, "" where it did not; then
    `photo` names the picture: what a face or a device calls it. `stored_photo` is the name of its sealed file and
    `photo_digest` the SHA-256 of what it shows, both put there by the face. `sheet` is the number of the sheet,
    `team` the id or number of the team for which it was given.
    """

    elder: str
    volunteer: str
    kind: str
    starts_at: datetime
    minutes: int
    way: str = ""
    witness: str = ""
    photo: str = ""
    sheet: str = ""
    note: str = ""
    team: str = ""
    stored_photo: str = field(default="", metadata=NOT_CONTENT)
    photo_digest: str = ""


class LogOnPaperSchema(CommandSchema):
    """How `LogOnPaper` is read. A way of signing comes with a photograph, and a witness with a name."""

    command = LogOnPaper

    elder = Digits(16, required=True)
    volunteer = Digits(16, required=True)
    kind = Choice([kind.code for kind in KINDS], required=True)
    starts_at = LocalMoment(required=True)
    minutes = Minutes(required=True)
    way = Choice(["", *SLIPS])
    witness = Text(60)
    photo = Text(64)
    sheet = Digits(16)
    note = Text(200)
    team = Text(36)

    @validates_schema
    def _check_signature(self, data: Mapping[str, Any], **_: object) -> None:
        way = data.get("way", "")
        if way and not data.get("photo"):
            raise ValidationError(PHOTO_WANTED, "photo")
        if way == Way.SLIP_WITNESS and not data.get("witness"):
            raise ValidationError(REQUIRED, "witness")


def log_on_paper(uow: UnitOfWork, command: LogOnPaper, actor: Actor) -> ServiceStep:
    """Log what a line says and, where it was signed, confirm it by the paper."""
    log = LogService(
        elder=by_number(uow, actor, command.elder, "elder").id,
        volunteer=by_number(uow, actor, command.volunteer, "volunteer").id,
        kind=command.kind,
        starts_at=command.starts_at,
        minutes=command.minutes,
        note=" ".join(filter(None, (command.sheet and f"№{command.sheet}", command.note))),
        team=command.team,
    )
    if not command.way:
        return log_service(uow, log, actor)
    step = record_past_service(uow, log, actor)
    confirmation = ConfirmService(
        service_id=step.id,
        way=command.way,
        witness=command.witness,
        photo=command.stored_photo,
        photo_digest=command.photo_digest,
    )
    return confirm_service(uow, confirmation, actor)


def by_number(reading: Reading, actor: Actor, number: str, field: str) -> Member:
    """Return a member this actor may see by the number on the paper.

    Raises:
        MemberNotFound: there is none; `field` names the input.
    """
    try:
        return find_by_number(reading, actor, number)
    except MemberNotFound as unseen:
        raise MemberNotFound(field=field) from unseen


def store_for_elder(
    bank: Bank, files: FileStore, elder_number: str, picture: bytes, actor: Actor
) -> StoredSlip:
    """Seal a picture of the paper for the elder it speaks of, and store it.

    Raises:
        MemberNotFound: there is no such elder for this actor.
    """
    with bank.reading(actor) as reading:
        elder = by_number(reading, actor, elder_number, "elder")
        sealed = reading.people.seal_bytes(elder.id, SEALED_AS, picture)
    return StoredSlip(files.put(sealed), hashlib.sha256(picture).hexdigest())
