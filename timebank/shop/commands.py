"""What can be asked at the counter: shops, items, prices, orders and what becomes of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import fields

from timebank.errors import N_
from timebank.schemas import REQUIRED, CommandSchema, Day, Digits, Number, Text

MOST_LINES = 40
"""Different items of one order: two legs each and three for the points stay below the hundred of an entry."""
MOST_PIECES = 9_999
MOST_PRICES = 2_000
LARGEST_PRICE = 100_000
NOT_A_LIST = N_("请逐行填写。")


class Lines(fields.List[Any]):
    """Some lines of a list, each read by a schema."""

    def __init__(self, schema: type[CommandSchema]) -> None:
        wrong: dict[str, Any] = {"invalid": NOT_A_LIST, "required": REQUIRED, "null": REQUIRED}
        super().__init__(fields.Nested(schema), required=True, error_messages=wrong)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


@dataclass(frozen=True, slots=True)
class OpenShop:
    """Open the shop of a site."""

    site: str


class OpenShopSchema(CommandSchema):
    """How `OpenShop` is read."""

    command = OpenShop
    site = Digits(14, required=True)


@dataclass(frozen=True, slots=True)
class CloseShop:
    """Take no new orders at a shop."""

    site: str


@dataclass(frozen=True, slots=True)
class AddItem:
    """Give a thing a name, what a piece is called, and a code; without one it gets a number."""

    site: str
    name: str
    measure: str
    item: str = ""


class AddItemSchema(CommandSchema):
    """How `AddItem` is read."""

    command = AddItem
    site = Digits(14, required=True)
    name = Text(40, required=True)
    measure = Text(8, required=True)
    item = Text(24)


@dataclass(frozen=True, slots=True)
class SetAlarm:
    """Tell the keepers when no more than so many pieces are left; None for no alarm."""

    site: str
    item: str
    low_at: int | None


class SetAlarmSchema(CommandSchema):
    """How `SetAlarm` is read."""

    command = SetAlarm
    site = Digits(14, required=True)
    item = Text(24, required=True)
    low_at = Number(0, MOST_PIECES, load_default=None, allow_none=True)


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What a piece of an item costs, in points."""

    item: str
    points: int


class PriceLineSchema(CommandSchema):
    """How `PriceLine` is read."""

    command = PriceLine
    item = Text(24, required=True)
    points = Number(1, LARGEST_PRICE, required=True)


@dataclass(frozen=True, slots=True)
class MakePriceList:
    """Put a whole list of prices into force at a shop from a day on."""

    site: str
    valid_from: date
    prices: tuple[PriceLine, ...]


class MakePriceListSchema(CommandSchema):
    """How `MakePriceList` is read."""

    command = MakePriceList
    site = Digits(14, required=True)
    valid_from = Day(required=True)
    prices = Lines(PriceLineSchema)


@dataclass(frozen=True, slots=True)
class CartLine:
    """So many pieces of an item."""

    item: str
    quantity: int


class CartLineSchema(CommandSchema):
    """How `CartLine` is read."""

    command = CartLine
    item = Text(24, required=True)
    quantity = Number(1, MOST_PIECES, required=True)


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """Set points and goods aside for a household.

    `household` is a number or id; "" is the actor's own, anybody else's takes the shop's keeper. `price_list` is
    the number of the list the buyer saw.
    """

    site: str
    lines: tuple[CartLine, ...]
    price_list: str
    household: str = ""


class PlaceOrderSchema(CommandSchema):
    """How `PlaceOrder` is read; an item named twice counts together."""

    command = PlaceOrder
    site = Digits(14, required=True)
    lines = Lines(CartLineSchema)
    price_list = Digits(16, required=True)
    household = Text(36)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand an order over to whoever knows its pick-up code."""

    order_id: str
    code: str


@dataclass(frozen=True, slots=True)
class PickUpCode:
    """The code beside the address."""

    code: str


class PickUpCodeSchema(CommandSchema):
    """How `PickUpCode` is read."""

    command = PickUpCode
    code = Digits(12, required=True)


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Give points and goods of an order free."""

    order_id: str


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """Give an order free that nobody picked up in time."""

    order_id: str


@dataclass(frozen=True, slots=True)
class ReturnGoods:
    """Bring back some of what was handed over."""

    order_id: str
    lines: tuple[CartLine, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnInput:
    """The input of a return beside the address."""

    lines: tuple[CartLine, ...]
    reason: str


class ReturnInputSchema(CommandSchema):
    """How `ReturnInput` is read."""

    command = ReturnInput
    lines = Lines(CartLineSchema)
    reason = Text(200, required=True)
