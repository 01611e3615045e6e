"""Units of account. Amounts are whole numbers: minutes of time, points, pieces of goods."""

MINUTES = "min"
POINTS = "pt"


def goods_unit(item: str) -> str:
    """Return the unit in which pieces of an item are counted; `item` is its code, `[a-z0-9]{1,24}`."""
    return f"g.{item}"


def hours_and_minutes(minutes: int) -> tuple[int, int]:
    """Split minutes into whole hours and the rest; the sign goes with both."""
    hours, rest = divmod(abs(minutes), 60)
    sign = -1 if minutes < 0 else 1
    return sign * hours, sign * rest
