"""Proving to be a member: a phone with its password, or a card with its PIN, and how often it was tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, tuple_

from timebank.actors import anonymous
from timebank.errors import N_, NotAllowed
from timebank.members.cards import CARD, Card
from timebank.members.credentials import ENDED, Credential, SecretKind
from timebank.members.hashing import is_right_secret
from timebank.members.login_tries import CountTry, clear_tries, count_try
from timebank.members.lookups import MemberLookup
from timebank.members.model import Member, MemberStatus
from timebank.writer import Bank


class LoginFailed(NotAllowed):
    """Unknown, wrong, or no longer allowed: which of them is not said."""

    code = "login_failed"
    message = N_("没有登录成功，请核对后再试。忘记了可以到互助点请协管员帮忙。")


class WrongCardOrPin(NotAllowed):
    """Nobody logs in here: the card held to somebody else's phone is not known, or its PIN is another."""

    code = "wrong_card_or_pin"
    message = N_("卡号和数字密码对不上，请本人再按一次。忘记了可以到互助点请协管员帮忙。")


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody gives to be known by; `named_by` is the phone's or the card's kind of look-up."""

    named_by: str
    number: str
    secret: str
    device: str

    @property
    def attempt(self) -> CountTry:
        """The device and the account whose tries are counted."""
        return CountTry(self.device, f"{self.named_by}/{self.number}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of a book whom a phone or card may mean, with the hash of the secret that proves it."""

    book: str
    member_id: str
    hash: str


def prove(bank: Bank, books: Sequence[str], proof: Proof) -> Candidate:
    """Return the member whose number and secret these are; the tries of all books are counted in the first.

    The tries stay counted until `forget_tries`, when nothing more is asked of the login.

    Raises:
        TooManyTries: five wrong ones; wait.
        LoginFailed: nobody has the number, or the secret is another.
    """
    if not books:
        raise LoginFailed
    bank.run(count_try, proof.attempt, anonymous(books[0]))
    with bank.connect() as connection:
        candidates = _candidates(bank, connection, books, proof)
    if not candidates:
        is_right_secret(None, proof.secret)  # nobody takes as long as somebody
    for candidate in candidates:
        if is_right_secret(candidate.hash, proof.secret):
            return candidate
    raise LoginFailed


def forget_tries(bank: Bank, books: Sequence[str], proof: Proof) -> None:
    """Forget the tries before a proof that was good."""
    bank.run(clear_tries, proof.attempt, anonymous(books[0]))


def _candidates(bank: Bank, connection: Connection, books: Sequence[str], proof: Proof) -> list[Candidate]:
    """Return the active members whom a phone or card in force may mean and who have the secret that goes with it."""
    wanted = [(book, bank.vault.lookup_hash(book, proof.named_by, proof.number)) for book in books]
    active = (
        select(Credential.book, Credential.member_id, Credential.hash)
        .join(Member, (Member.book == Credential.book) & (Member.id == Credential.member_id))
        .where(Member.status == MemberStatus.ACTIVE, Credential.hash != ENDED)
        .order_by(Credential.book, Credential.member_id)
    )
    if proof.named_by == CARD:
        holds = (Card.book == Credential.book) & (Card.member_id == Credential.member_id)
        statement = active.join(Card, holds).where(
            tuple_(Card.book, Card.number_hash).in_(wanted),
            Card.revoked_at.is_(None),
            Credential.kind == SecretKind.PIN,
        )
    else:
        has = (MemberLookup.book == Credential.book) & (MemberLookup.member_id == Credential.member_id)
        statement = active.join(MemberLookup, has).where(
            tuple_(MemberLookup.book, MemberLookup.hash).in_(wanted),
            MemberLookup.kind == proof.named_by,
            Credential.kind == SecretKind.PASSWORD,
        )
    return [Candidate(*row) for row in connection.execute(statement)]
