"""Coarse limits by the sender's address, for what a stranger may send: a whole village may share one address.

Wrong passwords are counted in the database, by device and account; this only holds back floods.
"""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)
"""Counts within one process."""

LOGINS = "60/minute"
OBJECTIONS = "10/minute"
REGISTRATIONS = "10/minute"
