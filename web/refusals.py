"""A refusal in the reader's language, and the one table from families of refusals to status codes."""

from timebank.errors import Conflict, NotAllowed, NotFound, Refusal, Refused, Unavailable
from timebank.members.login_tries import TooManyTries
from web.translate import _

STATUSES = (
    (TooManyTries, 429),
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Refused, 422),
    (Unavailable, 503),
)
"""The first that fits counts."""


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal's family."""
    return next(status for family, status in STATUSES if isinstance(refusal, family))


def say(refusal: Refusal) -> str:
    """Return the sentence of a refusal with its facts."""
    return _(refusal.message, **refusal.facts)
