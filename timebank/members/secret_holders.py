"""Who lately held what another member logs in or confirms by: a one-time code, a card, a PIN set beside the elder.

A keeper of the register hands these over and sees them on the way. For some days afterwards the keeper could act as
the member, and therefore has a part in whatever the member confirms.
"""

from datetime import datetime

from sqlalchemy import bindparam, select, union

from timebank.members.cards import Card
from timebank.members.credentials import CODE_LASTS, Credential, OneTimeCode
from timebank.work import Reading

# Made once: building a statement costs five times what running it does.
_GIVERS = union(
    select(OneTimeCode.made_by).where(
        OneTimeCode.book == bindparam("book"),
        OneTimeCode.member_id == bindparam("member"),
        OneTimeCode.expires_at >= bindparam("made_until"),
    ),
    select(Credential.set_by).where(
        Credential.book == bindparam("book"),
        Credential.member_id == bindparam("member"),
        Credential.set_at >= bindparam("since"),
    ),
    select(Card.issued_by).where(
        Card.book == bindparam("book"),
        Card.member_id == bindparam("member"),
        Card.issued_at >= bindparam("since"),
    ),
)


def secret_holders(reading: Reading, member_id: str, since: datetime) -> frozenset[str]:
    """Return the ids of those who gave a member a secret since a moment, without the member."""
    wanted = {"book": reading.book, "member": member_id, "since": since, "made_until": since + CODE_LASTS}
    return frozenset(reading.connection.scalars(_GIVERS, wanted)) - {member_id}
