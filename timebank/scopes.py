"""Scopes in SQL: a site or region lies within a scope when its code begins with the scope's.

The range form is used because it walks the index; LIKE does so only under a matching collation.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

AFTER_DIGITS = (
    ":"  # the character after "9", so that scope + ":" is above every code that begins with the scope
)


def within(column: Any, scope: str) -> ColumnElement[bool]:
    """Return the condition that a code lies within a scope; an empty scope holds nothing."""
    return and_(column >= scope, column < scope + AFTER_DIGITS) if scope else false()


def within_any(column: Any, scopes: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a code lies within one of the scopes; of none, nothing."""
    return or_(false(), *(within(column, scope) for scope in scopes if scope))
