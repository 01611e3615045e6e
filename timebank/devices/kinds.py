"""The kinds of items: for each type and version how its body is read, and the use case that does what it asks.

A phone may come back months later with what it recorded under an older page, so a version that was ever given out
stays here; its reader turns it into the command of today.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from marshmallow import ValidationError

from timebank.actors import Actor
from timebank.devices.refusals import ItemInvalid, UnknownItem
from timebank.errors import N_
from timebank.members.commands import PersonSchema, RegisterMember
from timebank.members.consents import ConsentWay
from timebank.members.model import MemberKind
from timebank.members.registration import register_member
from timebank.schemas import Choice, CommandSchema, Digits, LocalMoment, Text
from timebank.services.commands import CheckIn, CheckOut
from timebank.services.paper import LogOnPaper, LogOnPaperSchema, log_on_paper
from timebank.services.use_cases import check_in, check_out
from timebank.work import UnitOfWork

NOT_READABLE = N_("内容读不出来。")
LIBRARY_WORDS = {"Not a valid list.": NOT_READABLE, "Invalid input type.": NOT_READABLE}


class Outcome(Protocol):
    """What a use case answers of which an item keeps the id and the number people read."""

    @property
    def id(self) -> str:
        """The id of what came of it."""
        ...

    @property
    def number(self) -> str:
        """Its number, "" where it has none."""
        ...


@dataclass(frozen=True, slots=True)
class ItemKind:
    """How an item of one type and version is read and done. `field` is where its photograph, if any, is said."""

    schema: type[CommandSchema]
    act: Callable[[UnitOfWork, Any, Actor], Outcome]
    words: str

    def read(self, content: str, *, reason: str = "", photo: str = "", photo_digest: str = "") -> Any:
        """Return the command of a body.

        Raises:
            ItemInvalid: something is missing or cannot be right; the first fault is named.
        """
        try:
            command = self.schema().load(json.loads(content))
        except (ValidationError, ValueError, RecursionError) as error:
            raise _invalid(error) from error
        if isinstance(command, LogOnPaper):
            return replace(command, stored_photo=photo, photo_digest=photo_digest)
        if isinstance(command, KeepPhoto):
            return KeepPhoto(photo, photo_digest)
        if isinstance(command, RegisterMember) and reason:
            return replace(command, force_reason=reason)
        return command


class ElderSchema(PersonSchema):
    """An elder registered on the spot, consent given on paper. What is sensitive is not asked without network."""

    command = RegisterMember

    kind = Choice([MemberKind.ELDER], required=True)
    consent_way = Choice([ConsentWay.PAPER], required=True)
    no_papers_reason = Text(200)


class StepSchema(CommandSchema):
    """The moment of a check-in or check-out of a service, named by its number."""

    service = Text(36, required=True, data_key="service", attribute="service_id")
    at = LocalMoment(required=True)


class StepOnTheSpotSchema(StepSchema):
    """The same with the elder's card, and where the phone was, as far as they were there."""

    card = Digits(20)
    position = Text(60)


class CheckInSchema(StepSchema):
    """A check-in."""

    command = CheckIn


class CheckOutSchema(StepSchema):
    """A check-out."""

    command = CheckOut


class CheckInOnTheSpotSchema(StepOnTheSpotSchema):
    """A check-in."""

    command = CheckIn


class CheckOutOnTheSpotSchema(StepOnTheSpotSchema):
    """A check-out."""

    command = CheckOut


@dataclass(frozen=True, slots=True)
class KeepPhoto:
    """Keep a photograph to which later items refer by the key of this one."""

    name: str = ""
    digest: str = ""


class KeepPhotoSchema(CommandSchema):
    """A photograph; its bytes were put away before."""

    command = KeepPhoto


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """The name of a sealed file."""

    id: str
    number: str = ""


def keep_photo(uow: UnitOfWork, command: KeepPhoto, actor: Actor) -> KeptPhoto:
    """Answer with the file of a photograph: the item's own row keeps it."""
    return KeptPhoto(command.name)


PHOTO = "photo"
KINDS: Mapping[tuple[str, int], ItemKind] = {
    ("elder", 1): ItemKind(ElderSchema, register_member, N_("登记好了，成员号 %(number)s。")),
    ("check_in", 1): ItemKind(CheckInSchema, check_in, N_("服务 %(number)s 签到了。")),
    ("check_out", 1): ItemKind(CheckOutSchema, check_out, N_("服务 %(number)s 签退了。")),
    ("check_in", 2): ItemKind(CheckInOnTheSpotSchema, check_in, N_("服务 %(number)s 签到了。")),
    ("check_out", 2): ItemKind(CheckOutOnTheSpotSchema, check_out, N_("服务 %(number)s 签退了。")),
    (PHOTO, 1): ItemKind(KeepPhotoSchema, keep_photo, N_("照片收到了。")),
    ("service", 1): ItemKind(LogOnPaperSchema, log_on_paper, N_("记好了，服务编号 %(number)s。")),
}
TYPE_WORDS: Mapping[str, str] = {
    "elder": N_("登记老人"),
    "check_in": N_("签到"),
    "check_out": N_("签退"),
    PHOTO: N_("照片"),
    "service": N_("纸上的服务"),
}


def find_kind(type_: str, version: int) -> ItemKind:
    """Return how an item is read and done.

    Raises:
        UnknownItem: this server is older, or never knew it.
    """
    kind = KINDS.get((type_, version))
    if kind is None:
        raise UnknownItem(type=type_, version=version)
    return kind


def _invalid(error: Exception) -> ItemInvalid:
    if not isinstance(error, ValidationError):
        return ItemInvalid(why=NOT_READABLE)
    messages: Any = error.messages
    name = next(iter(messages))
    found = messages[name]
    while isinstance(found, dict):
        found = next(iter(found.values()))
    why = LIBRARY_WORDS.get(found[0], found[0])
    # A name sent by a phone may hold half a surrogate pair, which no database and no answer can.
    field = str(name)[:40].encode(errors="replace").decode()
    return ItemInvalid(field=None if name == "_schema" else field, why=why)
