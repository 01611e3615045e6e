"""What can be asked of supply: donors, pledges, deliveries, spoilage, stock counts, the red list."""

from dataclasses import dataclass
from datetime import date

from timebank.schemas import Choice, CommandSchema, Day, Digits, Number, Text, YesNo
from timebank.shop.commands import MOST_PIECES
from timebank.shop.supply_model import DonorKind

MOST_DELIVERED = 1_000_000


@dataclass(frozen=True, slots=True)
class RegisterDonor:
    """Put a donor on record; `member` is the donor's own number on the register, where there is a login."""

    site: str
    kind: str
    name: str
    is_named: bool = True
    member: str = ""


class RegisterDonorSchema(CommandSchema):
    """How `RegisterDonor` is read."""

    command = RegisterDonor
    site = Digits(14, required=True)
    kind = Choice(DonorKind, required=True)
    name = Text(60, required=True)
    is_named = YesNo()
    member = Text(36)


@dataclass(frozen=True, slots=True)
class PledgeGoods:
    """Note what a donor (id or number) promises a shop."""

    site: str
    donor: str
    item: str
    quantity: int


class PledgeGoodsSchema(CommandSchema):
    """How `PledgeGoods` is read."""

    command = PledgeGoods
    site = Digits(14, required=True)
    donor = Text(36, required=True)
    item = Text(40, required=True)
    quantity = Number(1, MOST_DELIVERED, required=True)


@dataclass(frozen=True, slots=True)
class DeliverGoods:
    """Take in goods of a donor; `pledge` names the promise they belong to."""

    site: str
    donor: str
    item: str
    quantity: int
    day: date | None = None
    pledge: str = ""


class DeliverGoodsSchema(CommandSchema):
    """How `DeliverGoods` is read."""

    command = DeliverGoods
    site = Digits(14, required=True)
    donor = Text(36, required=True)
    item = Text(40, required=True)
    quantity = Number(1, MOST_DELIVERED, required=True)
    day = Day()
    pledge = Text(36)


@dataclass(frozen=True, slots=True)
class SpoilGoods:
    """Take pieces off the shelf that nobody can use any more."""

    site: str
    item: str
    quantity: int
    reason: str


class SpoilGoodsSchema(CommandSchema):
    """How `SpoilGoods` is read."""

    command = SpoilGoods
    site = Digits(14, required=True)
    item = Text(40, required=True)
    quantity = Number(1, MOST_PIECES, required=True)
    reason = Text(200, required=True)


@dataclass(frozen=True, slots=True)
class CountStock:
    """Say how many pieces of an item really lie there, and why that is not what the book says."""

    site: str
    item: str
    counted: int
    reason: str = ""


class CountStockSchema(CommandSchema):
    """How `CountStock` is read."""

    command = CountStock
    site = Digits(14, required=True)
    item = Text(40, required=True)
    counted = Number(0, MOST_DELIVERED, required=True)
    reason = Text(200)


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """The second person's word beside the address."""

    confirm: bool


class CountAnswerSchema(CommandSchema):
    """How `CountAnswer` is read."""

    command = CountAnswer
    confirm = YesNo(required=True)


@dataclass(frozen=True, slots=True)
class DecideCount:
    """Confirm or reject the difference of a count."""

    count_id: str
    confirm: bool


@dataclass(frozen=True, slots=True)
class ProposeForRedList:
    """Ask a member whether to be named on the red list, with the words that would hang there."""

    member: str
    words: str


class ProposeForRedListSchema(CommandSchema):
    """How `ProposeForRedList` is read."""

    command = ProposeForRedList
    member = Text(36, required=True)
    words = Text(80, required=True)


@dataclass(frozen=True, slots=True)
class RedListAnswer:
    """Yes or no beside the address."""

    agree: bool


class RedListAnswerSchema(CommandSchema):
    """How `RedListAnswer` is read."""

    command = RedListAnswer
    agree = YesNo(required=True)


@dataclass(frozen=True, slots=True)
class AnswerRedList:
    """Agree to be named, or not, or no longer."""

    entry_id: str
    agree: bool
