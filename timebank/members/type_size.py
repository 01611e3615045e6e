"""The size of type a member asked for: kept with the account, so that a new phone shows it after the login."""

from dataclasses import dataclass
from enum import StrEnum

from timebank.actors import Actor
from timebank.members.finding import find_member
from timebank.work import UnitOfWork


class TypeSize(StrEnum):
    """`elder`: large type, large buttons, read aloud."""

    STANDARD = "standard"
    ELDER = "elder"


@dataclass(frozen=True, slots=True)
class ChooseTypeSize:
    """Have pages shown in this size from now on."""

    size: TypeSize


@dataclass(frozen=True, slots=True)
class TypeSizeChosen:
    """What is kept now."""

    size: TypeSize


def choose_type_size(uow: UnitOfWork, command: ChooseTypeSize, actor: Actor) -> TypeSizeChosen:
    """Keep the size the actor asked for, for nobody but themselves."""
    member = find_member(uow, actor.member_id, actor)
    member.type_size = command.size
    return TypeSizeChosen(command.size)
