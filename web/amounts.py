"""Amounts of time as people type them: hours in one box, minutes in the next."""

from typing import Any

from flask import request


def typed_minutes(field: str) -> dict[str, Any]:
    """Return a field of minutes from the boxes `hours` and `minutes`; nothing where both are empty.

    What is no whole number is handed on as it was typed, so that the schema refuses it.
    """
    hours, minutes = (request.form.get(name, "").strip() for name in ("hours", "minutes"))
    if not hours and not minutes:
        return {}
    if not (hours or "0").isdecimal() or not (minutes or "0").isdecimal():
        return {field: hours if not hours.isdecimal() and hours else minutes}
    return {field: str(int(hours or 0) * 60 + int(minutes or 0))}
