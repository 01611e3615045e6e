"""Amounts of time as people type them: hours in one box, minutes in the next."""

from typing import Any

from flask import request

MOST_DIGITS = 15
"""What is longer is no number to the schema either, and Python reads no integer of thousands of digits."""


def is_whole(text: str) -> bool:
    """Tell whether a text is a whole number that can be reckoned with."""
    return text.isdecimal() and len(text) <= MOST_DIGITS


def typed_minutes(field: str) -> dict[str, Any]:
    """Return a field of minutes from the boxes `hours` and `minutes`; nothing where both are empty.

    What is no whole number is handed on as it was typed, so that the schema refuses it.
    """
    hours, minutes = (request.form.get(name, "").strip() for name in ("hours", "minutes"))
    if not hours and not minutes:
        return {}
    for typed in (hours, minutes):
        if typed and not is_whole(typed):
            return {field: typed}
    return {field: str(int(hours or 0) * 60 + int(minutes or 0))}
