"""Units of account. Amounts are whole numbers: minutes of time, points, pieces of goods."""

MINUTES = "min"
POINTS = "pt"


def hours_and_minutes(minutes: int) -> tuple[int, int]:
    """Split minutes into whole hours and the rest; the sign goes with both."""
    hours, rest = divmod(abs(minutes), 60)
    sign = -1 if minutes < 0 else 1
    return sign * hours, sign * rest
