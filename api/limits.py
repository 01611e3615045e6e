"""Coarse limits by the sender's address, for what a stranger may ask: a whole village may share one address.

Wrong passwords are counted in the database, by device and account; this only holds back floods.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

LIMITS = {
    "tokens.log_in": "60/minute",
    "me.use_code": "20/minute",
    "members.apply": "10/minute",
    "notices.object_to": "10/minute",
    "sync.sync": "60/minute",
    "certificates.check": "30/minute",
}


def register(app: Flask) -> None:
    """Hold back who sends too much; each process counts for itself."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=True)
    for endpoint, limit in LIMITS.items():
        view: Callable[..., Any] = limiter.limit(limit)(app.view_functions[endpoint])
        app.view_functions[endpoint] = view
