"""What can be asked of a second factor."""

from dataclasses import dataclass

from timebank.schemas import CommandSchema, Digits


@dataclass(frozen=True, slots=True)
class BeginSecondFactor:
    """Make a secret for one's own app."""


@dataclass(frozen=True, slots=True)
class ConfirmSecondFactor:
    """Type the app's first code back."""

    code: str


class ConfirmSecondFactorSchema(CommandSchema):
    """How `ConfirmSecondFactor` is read."""

    command = ConfirmSecondFactor

    code = Digits(10, required=True)


@dataclass(frozen=True, slots=True)
class UseSecondFactor:
    """Log in with the app's code, "" where none was typed."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class DropSecondFactor:
    """Drop the second factor of a member whose phone is lost."""

    member_id: str
