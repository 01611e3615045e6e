"""What can be asked of recoveries. A PIN is hashed before a command reaches the writer."""

from dataclasses import dataclass

from timebank.recoveries.model import RecoveryKind
from timebank.schemas import Choice, CommandSchema, Digits, Text, YesNo


@dataclass(frozen=True, slots=True)
class AskForRecovery:
    """Say that a member needs a new card, PIN or password; `stop_now` ends what may be in wrong hands at once."""

    member: str
    kind: str
    stop_now: bool = False


class AskForRecoverySchema(CommandSchema):
    """How `AskForRecovery` is read."""

    command = AskForRecovery

    member = Text(36, required=True)
    kind = Choice(RecoveryKind, required=True)
    stop_now = YesNo()


@dataclass(frozen=True, slots=True)
class AgreeToRecovery:
    """Say as a second person that it is right."""

    recovery_id: str


@dataclass(frozen=True, slots=True)
class TakeRecoveryBack:
    """Say that nothing new is to be given."""

    recovery_id: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the member what is new; where a PIN belongs to it, the member types it."""

    pin: str = ""
    recovery_id: str = ""


class HandOverSchema(CommandSchema):
    """How `HandOver` is read."""

    command = HandOver

    pin = Digits(6, load_only=True)


@dataclass(frozen=True, slots=True)
class HandOverHashed:
    """Give the member what is new; the PIN's hash, "" where none belongs to it."""

    recovery_id: str
    pin_hash: str
