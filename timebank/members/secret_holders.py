"""Who lately held what another member logs in or confirms by: a one-time code, a card, a PIN set beside the elder.

A keeper of the register hands these over and sees them on the way. For some days afterwards the keeper could act as
the member, and therefore has a part in whatever the member confirms.
"""

from datetime import datetime

from sqlalchemy import select, union

from timebank.members.cards import Card
from timebank.members.credentials import CODE_LASTS, Credential, OneTimeCode
from timebank.work import Reading


def secret_holders(reading: Reading, member_id: str, since: datetime) -> frozenset[str]:
    """Return the ids of those who gave a member a secret since a moment, without the member."""
    rows = reading.session.execute(
        union(
            select(OneTimeCode.made_by).where(
                OneTimeCode.book == reading.book,
                OneTimeCode.member_id == member_id,
                OneTimeCode.expires_at >= since + CODE_LASTS,
            ),
            select(Credential.set_by).where(
                Credential.book == reading.book, Credential.member_id == member_id, Credential.set_at >= since
            ),
            select(Card.issued_by).where(
                Card.book == reading.book, Card.member_id == member_id, Card.issued_at >= since
            ),
        )
    )
    return frozenset(giver for (giver,) in rows) - {member_id}
