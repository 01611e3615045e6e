"""Where a member wants messages: as the book does, by another way, or only on the own page and on paper."""

import re
from dataclasses import dataclass

from timebank.actors import Actor
from timebank.deliveries.channels import Way
from timebank.deliveries.model import MessageChoice
from timebank.errors import N_, InvalidInput
from timebank.members.finding import find_member
from timebank.schemas import Choice, CommandSchema, Text
from timebank.work import Reading, UnitOfWork

NOWHERE = "none"
WECOM_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.@-]*")
"""What WeCom lets an account be called. It takes `@all` for everybody, and several accounts with `|` between them."""


class AddressWanted(InvalidInput):
    """WeCom is chosen without an account in its directory, or with what is no single account."""

    code = "message_address_wanted"
    message = N_("请填写您在企业微信里的账号，不知道可以问协管员。")


@dataclass(frozen=True, slots=True)
class ChooseWay:
    """Say where the own messages go: `sms`, `wecom` with an address there, or `none`."""

    way: str
    address: str = ""


class ChooseWaySchema(CommandSchema):
    """How `ChooseWay` is read."""

    command = ChooseWay

    way = Choice((NOWHERE, Way.SMS, Way.WECOM), required=True)
    address = Text(64)


@dataclass(frozen=True, slots=True)
class ChosenWay:
    """Where the own messages go now."""

    way: str


def choose_way(uow: UnitOfWork, command: ChooseWay, actor: Actor) -> ChosenWay:
    """Set where the actor's messages go."""
    member = find_member(uow, actor.member_id, actor)
    if command.way == Way.WECOM and not WECOM_ACCOUNT.fullmatch(command.address):
        raise AddressWanted(field="address")
    choice = uow.session.get(MessageChoice, (uow.book, member.id))
    if choice is None:
        choice = MessageChoice(book=uow.book, member_id=member.id)
        uow.session.add(choice)
    choice.way = "" if command.way == NOWHERE else command.way
    choice.address_sealed = uow.people.seal(member.id, "message_choice.address", command.address)
    return ChosenWay(command.way)


def chosen_way(reading: Reading, member_id: str) -> str | None:
    """Return the way a member chose, `none` where nothing is to be sent, None where nothing was chosen."""
    choice = reading.session.get(MessageChoice, (reading.book, member_id))
    return None if choice is None else choice.way or NOWHERE
