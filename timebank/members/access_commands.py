"""What can be asked of passwords, PINs, cards and codes. Secrets are hashed before a command reaches the writer."""

from dataclasses import dataclass

from timebank.schemas import CommandSchema, Digits, Secret


@dataclass(frozen=True, slots=True)
class CreateCode:
    """Make a one-time code with which a member sets a password."""

    member_id: str


@dataclass(frozen=True, slots=True)
class RedeemCode:
    """Set a password with a one-time code, as typed."""

    code: str
    password: str


class RedeemCodeSchema(CommandSchema):
    """How `RedeemCode` is read."""

    command = RedeemCode

    code = Digits(20, required=True)
    password = Secret(required=True)


@dataclass(frozen=True, slots=True)
class UseCode:
    """Set a password with a one-time code: the code's plain digits, and the password's hash."""

    code: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Change the own password, knowing the old one."""

    old_password: str
    password: str


class ChangePasswordSchema(CommandSchema):
    """How `ChangePassword` is read."""

    command = ChangePassword

    old_password = Secret(required=True)
    password = Secret(required=True)


@dataclass(frozen=True, slots=True)
class SetPin:
    """Set the PIN that goes with a member's card, typed by the member."""

    pin: str
    member_id: str = ""


class SetPinSchema(CommandSchema):
    """How `SetPin` is read."""

    command = SetPin

    pin = Digits(6, required=True, load_only=True)


@dataclass(frozen=True, slots=True)
class StoreSecret:
    """Store the hash of a secret of a member: a `SecretKind`."""

    member_id: str
    kind: str
    hash: str


@dataclass(frozen=True, slots=True)
class IssueCard:
    """Give a member a card; an earlier one ends."""

    member_id: str


@dataclass(frozen=True, slots=True)
class RevokeCard:
    """End a member's card, lost or taken."""

    member_id: str


@dataclass(frozen=True, slots=True)
class EndSessions:
    """Log a member out everywhere."""

    member_id: str
